// Two edits of one text joined by lines. Pure; every line of both stays where they clash.
import { lineChanges, linesOf } from "./line_changes.ts";

/** Joined by lines; where both edited the same or neighbouring lines, every line of both stays. */
export function mergeTexts(
  base: string,
  mine: string,
  theirs: string,
): { text: string; clean: boolean } {
  if (mine === theirs || theirs === base) return { text: mine, clean: true };
  if (mine === base) return { text: theirs, clean: true };
  const edits = [...editsOf(base, mine), ...editsOf(base, theirs)].sort((a, b) => a.from - b.from);
  const clash = edits.some((edit, index) => {
    const before = edits[index - 1];
    return before !== undefined && edit.from <= before.to && !sameEdit(edit, before);
  });
  if (clash) return { text: both(mine, theirs), clean: false };
  const lines = linesOf(base);
  const merged: string[] = [];
  let at = 0;
  edits.forEach((edit, index) => {
    const before = edits[index - 1];
    if (before && sameEdit(edit, before)) return;
    merged.push(...lines.slice(at, edit.from), ...edit.lines);
    at = edit.to;
  });
  return { text: [...merged, ...lines.slice(at)].join(""), clean: true };
}

/** Lines `from` up to, not including, `to` of the base become `lines`. */
interface Edit {
  from: number;
  to: number;
  lines: readonly string[];
}

function editsOf(base: string, text: string): Edit[] {
  const edits: Edit[] = [];
  let at = 0;
  for (const { lines, added, removed } of lineChanges(base, text)) {
    const last = edits.at(-1);
    // A removal and the addition after it are one edit.
    const open = last !== undefined && last.to === at ? last : null;
    if (added) {
      if (open) open.lines = lines;
      else edits.push({ from: at, to: at, lines });
    } else {
      if (removed) edits.push({ from: at, to: at + lines.length, lines: [] });
      at += lines.length;
    }
  }
  return edits;
}

function sameEdit(a: Edit, b: Edit): boolean {
  return a.from === b.from && a.to === b.to && a.lines.join("") === b.lines.join("");
}

/** Every line of both, theirs before mine where they differ. */
function both(mine: string, theirs: string): string {
  return lineChanges(theirs, mine).flatMap(({ lines }) => lines).join("");
}
