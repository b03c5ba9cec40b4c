import { assert, assertEquals } from "@std/assert";
import { EMPTY_TRANSCRIPT, foldTranscript } from "../../server/contract/transcript.ts";
import { test } from "../testing.ts";
import { BLOCK_ROWS, blocksOf, keptRows } from "./row_blocks.ts";
import { LEDGER_EVENTS } from "./sample_ledger.ts";
import { type TranscriptRow, transcriptRows } from "./transcript_rows.ts";

const moment = (seq: number, words = "Mended"): TranscriptRow => ({
  kind: "moment",
  key: `seq-${seq}`,
  seq,
  offsetMs: seq,
  words,
  tone: "plain",
});
const many = (count: number) => Array.from({ length: count }, (_, index) => moment(index));

test("rows that say the same stay the same objects, whatever was folded anew", () => {
  const { lines } = LEDGER_EVENTS.reduce(foldTranscript, EMPTY_TRANSCRIPT);
  const before = transcriptRows(lines, LEDGER_EVENTS);
  const again = keptRows(transcriptRows(lines, LEDGER_EVENTS), before);
  assert(again.every((row, index) => row === before[index]));
  const changed = lines.map((line, index) => index === 2 ? { ...line, text: "Else" } : line);
  const after = keptRows(transcriptRows(changed, LEDGER_EVENTS), before);
  const fresh = after.filter((row, index) => row !== before[index]);
  assertEquals(fresh.map((row) => row.kind === "line" && row.line.text), ["Else"]);
});

test("only the blocks in which something changed are others", () => {
  const rows = many(3 * BLOCK_ROWS - 10);
  const before = blocksOf(rows, []);
  assertEquals(before.map((block) => block.rows.length), [50, 50, 40]);
  const after = blocksOf([...rows, moment(999)], before);
  assertEquals(after.map((block, index) => block === before[index]), [true, true, false]);
  assertEquals(after.flatMap((block) => block.rows), [...rows, moment(999)]);
  const shorter = blocksOf(rows.slice(0, BLOCK_ROWS), after);
  assertEquals([shorter.length, shorter[0] === before[0]], [1, true]);
});
