import { assert, assertEquals } from "@std/assert";
import { lineForPhone } from "./line_for_phone.ts";
import { spreadWords } from "./spread_words.ts";

const words = (more: { text?: string; startMs?: number; endMs?: number; confidence?: number }) =>
  lineForPhone({
    id: "id",
    channel: 0,
    final: true,
    words: { text: "one two", startMs: 100, endMs: 300, language: "", confidence: 1, ...more },
  });

Deno.test("times are whole and forward, whatever an ear tells", () => {
  const cases: [number, number, number, number][] = [
    [100.4, 300.6, 100, 301],
    [-20, 300, 0, 300],
    [100, 100, 100, 101],
    [300, 100, 300, 301],
  ];
  for (const [startMs, endMs, ...expected] of cases) {
    const line = words({ startMs, endMs });
    assertEquals([line.startMs, line.endMs], expected);
  }
});

Deno.test("confidence is above nothing and at most one, of a line and of its words", () => {
  const cases = [[0, 0.01], [-1, 0.01], [NaN, 1], [2, 1], [0.123456, 0.123], [Infinity, 1]];
  for (const [told, sent] of cases) {
    const line = words({ confidence: told! });
    assertEquals([line.confidence, line.words[0]?.confidence], [sent, sent]);
  }
});

Deno.test("words take the time of the line, each with a start of its own, even where there is hardly any", () => {
  for (const [text, startMs, endMs] of [["a b c", 0, 1000], ["a ".repeat(50), 70, 71]] as const) {
    const spread = spreadWords({ text, startMs, endMs, confidence: 1 });
    assertEquals(spread[0]?.startMs, startMs);
    assertEquals(new Set(spread.map((word) => word.startMs)).size, spread.length);
    assert(spread.every((word) => Number.isInteger(word.startMs) && word.endMs > word.startMs));
  }
  assertEquals(spreadWords({ text: "  ", startMs: 0, endMs: 9, confidence: 1 }), []);
  assertEquals(spreadWords({ text: " a\n b ", startMs: 0, endMs: 9, confidence: 1 }).length, 2);
});
