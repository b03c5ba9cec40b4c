import { assertEquals } from "@std/assert";
import { OrderBook, type Utterance } from "./order_book.ts";

const WRITER = {};

function utterance(id: string, fromMs: number, more: Partial<Utterance> = {}): Utterance {
  const times = { fromMs, untilMs: fromMs + 1000, startMs: fromMs, endMs: fromMs + 800 };
  const empty = { text: "", shown: false, logprobs: [], dueMs: null, outcome: null };
  return { id, by: WRITER, ...times, ...empty, ...more };
}

function taken(book: OrderBook): string[] {
  const ids: string[] = [];
  for (let next = book.takeNext(); next; next = book.takeNext()) ids.push(next.id);
  return ids;
}

const WORDS = { type: "words", text: "x", language: "", seconds: 0, model: "" } as const;

for (
  const [name, settledInOrder, toldAfterEach] of [
    ["in order", ["a", "b", "c"], [["a"], ["b"], ["c"]]],
    ["the last first", ["c", "b", "a"], [[], [], ["a", "b", "c"]]],
    ["the first last but one", ["b", "a", "c"], [[], ["a", "b"], ["c"]]],
  ] as const
) {
  Deno.test(`outcomes that come ${name} are told in the order of speech`, () => {
    const book = new OrderBook();
    const all = [utterance("b", 2000), utterance("a", 1000), utterance("c", 3000)];
    for (const one of all) book.add(one);
    settledInOrder.forEach((id, i) => {
      all.find((one) => one.id === id)!.outcome = WORDS;
      assertEquals(taken(book), [...toldAfterEach[i]!]);
    });
    assertEquals(book.isEmpty, true);
  });
}

Deno.test("of two that began at once the one that was known first is first", () => {
  const book = new OrderBook();
  for (const id of ["a", "b"]) book.add(utterance(id, 1000, { outcome: WORDS }));
  assertEquals(taken(book), ["a", "b"]);
});

Deno.test("what one writer has is withdrawn, what others have stays", () => {
  const book = new OrderBook();
  const other = utterance("b", 2000, { by: {} });
  for (const one of [utterance("a", 1000), other, utterance("c", 3000)]) book.add(one);
  assertEquals(book.withdraw(WRITER).map(({ id }) => id), ["a", "c"]);
  assertEquals(book.all, [other]);
});

Deno.test("the next one to be given up is the one that is due first and has no outcome", () => {
  const book = new OrderBook();
  book.add(utterance("a", 0, { dueMs: 50, outcome: WORDS }));
  book.add(utterance("b", 1, { dueMs: 90 }));
  book.add(utterance("c", 2, { dueMs: 70 }));
  book.add(utterance("d", 3));
  assertEquals([book.dueMs, new OrderBook().dueMs], [70, null]);
});
