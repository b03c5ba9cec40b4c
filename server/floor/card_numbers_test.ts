// Numbers of payment cards in what is said: none stays, and nothing else goes.
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { scanCards, withoutCards } from "./card_numbers.ts";

const CARDS = [
  "4111111111111111",
  "5555555555554444",
  "2223003122003222",
  "378282246310005",
  "6011111111111117",
  "4222222222222",
  "4000000000000000006",
  "36227206271667",
];
const WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
const WÖRTER = ["null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"];
const card = fc.constantFrom(...CARDS);
const figures = (text: string) => text.replaceAll(/\D/g, "");

/** A number as people say it: in groups, with anything between them that may stand there. */
const said = fc.record({
  number: card,
  groups: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 19, maxLength: 19 }),
  between: fc.array(
    fc.constantFrom(" ", "-", ".", ", ", " – ", "\u00a0", " . ", "\n", "… ", " ... ", ", uh, "),
    {
      minLength: 19,
      maxLength: 19,
    },
  ),
  how: fc.constantFrom("figures", "english", "german"),
}).map(({ number, groups, between, how }) => {
  if (how !== "figures") {
    const words = how === "english" ? WORDS : WÖRTER;
    return [...number].map((digit, i) => words[Number(digit)]! + between[i]!).join("")
      .replace(/(\P{L}|uh)+$/u, "");
  }
  let text = "";
  for (let at = 0, i = 0; at < number.length; i++) {
    text += number.slice(at, at + groups[i]!);
    at += groups[i]!;
    if (at < number.length) text += between[i]!;
  }
  return text;
});

const around = fc.array(
  fc.constantFrom("my", "card", "is", "äh", "Straße 12", "ünf", "v2", "✓", "one more", "?", "/"),
  { maxLength: 6 },
).map((words) => words.join(" "));

Deno.test("no card number survives, however it is grouped or spelled; what is around it stays to the byte", () => {
  fc.assert(fc.property(around, said, around, (before, number, after) => {
    // Figures beside it could belong to it.
    fc.pre(!/(\d|one more)$/.test(before) && !/^(\d|one more)/.test(after));
    const text = `${before} : ${number} ; ${after}`;
    const redacted = withoutCards(text);
    assert(redacted.startsWith(`${before} : [card number •••• `), redacted);
    assert(redacted.endsWith(`] ; ${after}`), redacted);
    assert(figures(redacted.slice(before.length)).length < 13 + figures(after).length);
    assertEquals(withoutCards(redacted), redacted);
  }));
});

Deno.test("within a longer row of figures a number that a company gives out is found, too", () => {
  fc.assert(
    fc.property(card, fc.stringMatching(/^\d{1,6}$/), fc.boolean(), (number, more, first) => {
      const text = first ? more + number : number + more;
      const redacted = withoutCards(text);
      assert(redacted.includes("[card number •••• "), redacted);
      assert(!redacted.includes(number));
    }),
  );
});

Deno.test("what is no card number is unchanged to the byte", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
    fc.pre(text.replaceAll(/\D/g, "").length < 13);
    assertEquals(withoutCards(text), text);
    assertEquals(scanCards(text).text, text);
  }));
  for (
    const text of [
      "call +49 170 1234567 or 0049 30 901820",
      "4111 1111 1111 1112",
      "1111 1111 1111 1117",
      "order 20261121-0007, total 1,299.00",
      "550e8400-e29b-41d4-a716-446655440000",
      "4111 1111, then 5 and 1111 1111 later",
      "one two three four five",
      "41111\n\n\n\n\n\n\n\n\n11111111111",
      "[card number •••• 1111]",
    ]
  ) assertEquals(withoutCards(text), text);
});

Deno.test("the last four stay, so that people know which card it was", () => {
  assertEquals(
    withoutCards("It is 4111-1111 1111.1111, valid until 12/27."),
    "It is [card number •••• 1111], valid until 12/27.",
  );
  assertEquals(
    withoutCards("vier eins eins eins 1111 eins eins eins eins 1 1 1 1"),
    "[card number •••• 1111]",
  );
});

Deno.test("figures of other scripts count as well", () => {
  for (const zero of ["٠", "۰", "०", "０"]) {
    const number = [..."4111 1111 1111 1111"].map((one) =>
      one === " " ? one : String.fromCharCode(zero.charCodeAt(0) + Number(one))
    ).join("");
    assertEquals(withoutCards(`✓ ${number}.`), "✓ [card number •••• 1111].");
  }
});

Deno.test("figures at the end of words that are still being said are not shown once there are eight", () => {
  const growing = (text: string) => scanCards(text, { growing: true }).text;
  assertEquals(growing("it is 4111 111"), "it is 4111 111");
  assertEquals(growing("it is 4111 1111"), "it is ••••");
  assertEquals(growing("it is 4111 1111 1"), "it is ••••");
  assertEquals(growing("four one one one one one one one on"), "•••• on");
  assertEquals(growing("4111 1111 1111 1111 and"), "[card number •••• 1111] and");
  assertEquals(growing("4111 1111 is a part of it"), "4111 1111 is a part of it");
  fc.assert(fc.property(said, fc.nat(), (number, cut) => {
    const shown = growing(`so ${number.slice(0, cut % (number.length + 1))}`);
    assert(figures(shown).length < 8, shown);
  }));
});

Deno.test("a number that goes over two lines is not shown whole", () => {
  const first = scanCards("It is 4111 1111");
  assertEquals(first, { text: "It is 4111 1111", tail: [4, 1, 1, 1, 1, 1, 1, 1] });
  const second = scanCards("1111, 1111. Thanks", { before: first.tail });
  assertEquals([second.text, second.tail], ["[card number ••••]. Thanks", []]);
  let before: readonly number[] = [];
  const lines = ["4111", "1111", "1111.", "1111"].map((line) => {
    const { text, tail } = scanCards(line, { before });
    before = tail;
    return text;
  });
  assertEquals(lines, ["4111", "1111", "1111.", "[card number ••••]"]);
  assertEquals(scanCards("Yes. 1111 1111", { before: first.tail }).text, "Yes. 1111 1111");
});

Deno.test("a very long text is looked through as any other", () => {
  const cards = "4111 1111 1111 1111 / ".repeat(5000);
  assertEquals(withoutCards(cards), "[card number •••• 1111] / ".repeat(5000));
  for (const text of ["1".repeat(100_000), "one ".repeat(25_000), "- ".repeat(50_000)]) {
    assertEquals(withoutCards(text), text);
  }
});
