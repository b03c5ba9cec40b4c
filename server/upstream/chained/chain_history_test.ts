import { assertEquals } from "@std/assert";
import { ChainHistory, heardText } from "./chain_history.ts";

const PIECES = [
  { text: "It is on its way. ", audioMs: 1000 },
  { text: "It comes tomorrow.", audioMs: 2000 },
];

Deno.test("what was heard ends with a word, counted in the sentence that was cut", () => {
  const cases: readonly [number, string][] = [
    [0, ""],
    [500, "It is on"],
    [1000, "It is on its way."],
    [2000, "It is on its way. It comes"],
    [3000, "It is on its way. It comes tomorrow."],
    [Infinity, "It is on its way. It comes tomorrow."],
  ];
  for (const [heardMs, text] of cases) assertEquals(heardText(PIECES, heardMs), text);
});

Deno.test("the conversation is told in its order", () => {
  const history = new ChainHistory([]);
  history.turn("c1");
  history.speaks("a1", PIECES);
  history.tell("A fact.");
  history.understood("c1", " Where is it? ");
  assertEquals(history.messages(), [
    { role: "user", content: "Where is it?" },
    { role: "assistant", content: "It is on its way. It comes tomorrow." },
    { role: "system", content: "A fact." },
  ]);
  assertEquals(
    history.transcript(),
    "Caller: Where is it?\nAgent: It is on its way. It comes tomorrow.\nNote: A fact.",
  );
});

Deno.test("a turn that is not written down yet is left out, one that cannot be is marked", () => {
  const history = new ChainHistory([]);
  history.turn("c1");
  assertEquals([history.messages(), history.lastTurnLost], [[], false]);
  history.understood("c1", "");
  assertEquals(history.messages(), [{ role: "user", content: "(could not be understood)" }]);
  assertEquals(history.lastTurnLost, true);
  history.turn("c2");
  assertEquals(history.lastTurnLost, false);
});

Deno.test("an item is cut to the least that was heard of it", () => {
  const history = new ChainHistory([]);
  history.speaks("a1", PIECES);
  history.truncate("a1", 2000);
  history.truncate("a1", 2500);
  history.truncate("unknown", 0);
  assertEquals(history.messages()[0]?.content, "It is on its way. It comes");
  history.truncate("a1", -5);
  assertEquals(history.messages(), []);
});

Deno.test("an item that is still spoken may be cut before its words are known", () => {
  const history = new ChainHistory([]);
  const pieces: typeof PIECES = [];
  history.speaks("a1", pieces);
  history.truncate("a1", 1000);
  pieces.push(...PIECES);
  assertEquals(history.messages()[0]?.content, "It is on its way.");
});

Deno.test("calls stand with their outputs, whatever was said meanwhile", () => {
  const history = new ChainHistory([]);
  const calls = [{ id: "1", name: "a", args: "{}" }, { id: "2", name: "b", args: "{}" }];
  history.calls(calls);
  history.turn("c1");
  history.understood("c1", "Hurry!");
  history.output("2", "two");
  history.output("unknown", "nothing");
  const [asked, first, second, caller] = history.messages();
  assertEquals(asked, { role: "assistant", content: "", toolCalls: calls });
  assertEquals(first?.content, '{"status":"pending"}');
  assertEquals(second, { role: "tool", toolCallId: "2", content: "two" });
  assertEquals(caller?.content, "Hurry!");
});

Deno.test("an item of either side can be forgotten", () => {
  const history = new ChainHistory([]);
  history.turn("c1");
  history.speaks("a1", PIECES);
  assertEquals(history.lastItemId, "a1");
  history.forget("a1");
  assertEquals(history.lastItemId, "c1");
  history.forget("c1");
  assertEquals([history.messages(), history.lastItemId], [[], null]);
});

Deno.test("a very long conversation loses its beginning", () => {
  const history = new ChainHistory([]);
  for (let i = 0; i < 300; i++) history.tell(`Fact ${i}.`);
  assertEquals(history.messages().length, 120);
  assertEquals(history.messages().at(-1)?.content, "Fact 299.");
});
