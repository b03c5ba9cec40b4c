// The rows of a transcript in blocks, so that of a very long one only what changed is drawn anew, and what nobody has
// come to yet is drawn when there is time. Pure; what stayed the same stays the same object.
import { same } from "./same.ts";
import type { TranscriptRow } from "./transcript_rows.ts";

export interface RowBlock {
  rows: readonly TranscriptRow[];
}

export const BLOCK_ROWS = 50;

export function blocksOf(
  rows: readonly TranscriptRow[],
  before: readonly RowBlock[],
): readonly RowBlock[] {
  const blocks: RowBlock[] = [];
  for (let from = 0; from < rows.length; from += BLOCK_ROWS) {
    const old = before[blocks.length];
    const length = Math.min(BLOCK_ROWS, rows.length - from);
    const unchanged = old?.rows.length === length &&
      old.rows.every((row, index) => row === rows[from + index]);
    blocks.push(unchanged ? old : { rows: rows.slice(from, from + length) });
  }
  return blocks;
}

/** The rows, and in the place of each that says what its predecessor said, that one. */
export function keptRows(
  rows: readonly TranscriptRow[],
  before: readonly TranscriptRow[],
): readonly TranscriptRow[] {
  return rows.map((row, index) => {
    const old = before[index];
    return old && sameRow(row, old) ? old : row;
  });
}

function sameRow(a: TranscriptRow, b: TranscriptRow): boolean {
  if (a.key !== b.key) return false;
  // Lines are never changed in place: another one is another object.
  if (a.kind === "line") return b.kind === "line" && a.line === b.line && same(a, b);
  return same(a, b);
}
