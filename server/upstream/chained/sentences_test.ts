import { assert, assertEquals } from "@std/assert";
import { Sentences, spoken } from "./sentences.ts";

function cut(text: string, size = 1): string[] {
  const sentences = new Sentences();
  const pieces: string[] = [];
  for (let at = 0; at < text.length; at += size) {
    pieces.push(...sentences.push(text.slice(at, at + size)));
  }
  return [...pieces, ...sentences.end()];
}

const CASES: readonly [name: string, text: string, pieces: string[]][] = [
  ["sentences are spoken one by one", "It is on its way. It comes tomorrow. Anything else?", [
    "It is on its way. ",
    "It comes tomorrow. ",
    "Anything else?",
  ]],
  ["a very short one goes with the next", "Yes. Your parcel comes today. Good?", [
    "Yes. Your parcel comes today. ",
    "Good?",
  ]],
  ["an abbreviation ends nothing", "Please ask for Dr. Miller at noon. He knows.", [
    "Please ask for Dr. Miller at noon. ",
    "He knows.",
  ]],
  ["German ones do not either", "Das geht z. B. am Freitag oder am Samstag. Passt das?", [
    "Das geht z. B. am Freitag oder am Samstag. ",
    "Passt das?",
  ]],
  ["an amount is one word", "That will be 12.50 euros in all. Is that fine?", [
    "That will be 12.50 euros in all. ",
    "Is that fine?",
  ]],
  ["a day of the month ends nothing", "It comes on the 3. of May, in the morning.", [
    "It comes on the 3. of May, in the morning.",
  ]],
  ["a quotation ends behind its mark", "She said “it comes tomorrow.” That was all.", [
    "She said “it comes tomorrow.” ",
    "That was all.",
  ]],
  ["lines are pieces", "First of all this\nand then that\n", [
    "First of all this\n",
    "and then that\n",
  ]],
  ["Japanese needs no spaces", "お荷物は明日の午前中に届きます。よろしいですか？", [
    "お荷物は明日の午前中に届きます。",
    "よろしいですか？",
  ]],
  ["nothing is nothing", " \n ... \n", []],
];

for (const [name, text, pieces] of CASES) {
  Deno.test(name, () => {
    assertEquals(cut(text), pieces);
    assertEquals(cut(text, text.length), pieces);
  });
}

Deno.test("a sentence without an end is cut at a comma", () => {
  const text = "one two three four five, ".repeat(20);
  const pieces = cut(text);
  assertEquals(pieces.join(""), text);
  for (const piece of pieces) assert(piece.length <= 240 && piece.endsWith(", "));
});

Deno.test("the first piece is cut at a comma sooner than the others", () => {
  const long =
    "Our counters are open from Monday to Friday, from eight in the morning until seven " +
    "in the evening, and on Saturday from nine until four.";
  assertEquals(cut(long)[0], "Our counters are open from Monday to Friday, ");
  assertEquals(cut(`Of course I can. ${long}`).slice(0, 2), ["Of course I can. ", long]);
});

Deno.test("one without a comma at a space, one without a space anywhere", () => {
  assertEquals(cut("word ".repeat(60)).map(({ length }) => length), [240, 60]);
  assertEquals(cut("x".repeat(500)).map(({ length }) => length), [240, 240, 20]);
});

Deno.test("no character is lost or said twice", () => {
  const text =
    "Hello! This is Mr. Smith, of No. 5.\n\n- one thing\n- another thing; and so on… Bye now.";
  assertEquals(cut(text, 3).join(""), text);
});

Deno.test("marks of written text are not read out", () => {
  assertEquals(spoken("**Open** from _nine_ to `six`.\n"), "Open from nine to six.");
  assertEquals(spoken("- Monday\n- Tuesday"), "Monday Tuesday");
  assertEquals(spoken("## Hours\n1. See [our page](https://a.test)."), "Hours See our page.");
});
