// Two texts as rows a person can compare: lines, with the words that changed inside them. Pure.
import { diffArrays } from "diff";
import { ended, lineChanges } from "./line_changes.ts";

export interface DiffPart {
  text: string;
  changed: boolean;
}

export type DiffRow =
  | { kind: "same" | "removed" | "added"; parts: readonly DiffPart[] }
  /** Lines left out because nothing changed near them. */
  | { kind: "skipped"; count: number };

const CONTEXT_LINES = 2;
const MARKED_ABOVE = 0.3;

/** Rows from `before` to `after`; empty where the texts are equal. */
export function diffRows(before: string, after: string): DiffRow[] {
  if (ended(before) === ended(after)) return [];
  const changes = lineChanges(before, after);
  const rows: DiffRow[] = [];
  for (let i = 0; i < changes.length; i++) {
    const change = changes[i]!;
    const next = changes[i + 1];
    if (change.removed && next?.added) {
      rows.push(...replaced(change.lines.join(""), next.lines.join("")));
      i++;
    } else {
      const kind = change.added ? "added" : change.removed ? "removed" : "same";
      rows.push(
        ...change.lines.map((line) => row(kind, [{ text: line.slice(0, -1), changed: false }])),
      );
    }
  }
  return folded(rows);
}

/** A block that became another: the same words stay plain, the others are marked. */
function replaced(before: string, after: string): DiffRow[] {
  const removed: DiffPart[] = [];
  const added: DiffPart[] = [];
  const changes = diffArrays(wordsOf(before), wordsOf(after));
  const kept = changes.filter((change) => !change.added && !change.removed)
    .reduce((sum, change) => sum + change.value.join("").trim().length, 0);
  // Where little is left of the old words, marking all the others would only be noise.
  const marks = kept >= Math.min(before.length, after.length) * MARKED_ABOVE;
  for (const change of changes) {
    const changed = marks && (change.added || change.removed);
    const part = { text: change.value.join(""), changed };
    if (!change.added) removed.push(part);
    if (!change.removed) added.push(part);
  }
  return [
    ...splitLines(removed).map((parts) => row("removed", parts)),
    ...splitLines(added).map((parts) => row("added", parts)),
  ];
}

/** Words, the spaces and the marks between them: joined they are the text again. */
function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+|\s+|./gu) ?? [];
}

function splitLines(parts: readonly DiffPart[]): DiffPart[][] {
  const lines: DiffPart[][] = [[]];
  for (const { text, changed } of parts) {
    text.split("\n").forEach((piece, index) => {
      if (index > 0) lines.push([]);
      if (piece !== "") lines.at(-1)!.push({ text: piece, changed });
    });
  }
  if (lines.at(-1)!.length === 0) lines.pop();
  return lines;
}

function folded(rows: readonly DiffRow[]): DiffRow[] {
  const near = rows.map((_, index) =>
    rows.slice(Math.max(0, index - CONTEXT_LINES), index + CONTEXT_LINES + 1)
      .some((other) => other.kind !== "same")
  );
  const result: DiffRow[] = [];
  rows.forEach((line, index) => {
    const last = result.at(-1);
    if (near[index]) result.push(line);
    else if (last?.kind === "skipped") last.count++;
    else result.push({ kind: "skipped", count: 1 });
  });
  return result;
}

function row(kind: "same" | "removed" | "added", parts: readonly DiffPart[]): DiffRow {
  return { kind, parts };
}
