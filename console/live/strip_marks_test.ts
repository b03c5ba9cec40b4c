import { assertEquals } from "@std/assert";
import type { TranscriptLine } from "../../server/contract/transcript.ts";
import { test } from "../testing.ts";
import { lineAt, stripMarks } from "./strip_marks.ts";

const line = (index: number, change: Partial<TranscriptLine> = {}): TranscriptLine => ({
  itemId: `c${index}`,
  speaker: "caller",
  startMs: index * 6000,
  endMs: index * 6000 + 2000,
  text: "Hello",
  heardShare: null,
  status: "final",
  interrupted: false,
  byCaller: false,
  language: "",
  translation: "",
  untranslated: false,
  order: index,
  ...change,
});
const talk = (lines: number) => Array.from({ length: lines }, (_, index) => line(index));
const over = (lines: number) => ({ cuts: new Map(), spanMs: lines * 6000, endMs: lines * 6000 });

test("every line of a talk has a mark of its own, and one that goes on reaches to now", () => {
  const marks = stripMarks([...talk(2), line(2, { endMs: null })], { ...over(3), endMs: 17_000 });
  assertEquals(marks.map(({ startMs, endMs }) => [startMs, endMs]), [
    [0, 2000],
    [6000, 8000],
    [12_000, 17_000],
  ]);
});

test("of ten thousand lines no more are drawn than the picture has room for, and none is lost", () => {
  const lines = talk(10_000);
  const marks = stripMarks(lines, over(10_000));
  assertEquals(marks.length <= 1500, true);
  assertEquals(marks.flatMap((mark) => mark.lines), lines);
});

test("a supervisor's words are never within the mark of the agent's", () => {
  const lines = talk(400).map((one, index) =>
    index === 200 ? { ...one, itemId: "supervisor-1" } : one
  );
  const marks = stripMarks(lines, { ...over(400), spanMs: 1e9 });
  assertEquals(marks.map(({ person, lines }) => [person, lines.length]), [
    [false, 200],
    [true, 1],
    [false, 199],
  ]);
});

test("a mark of many lines leads to the one that was heard there", () => {
  const [mark] = stripMarks(talk(400), { ...over(400), spanMs: 1e9 });
  assertEquals([6500, 5000, -1].map((atMs) => lineAt(mark!, atMs).itemId), ["c1", "c0", "c0"]);
});
