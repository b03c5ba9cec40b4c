// What turns one text into another, in blocks of whole lines. Pure.
import { diffArrays } from "diff";

export interface LineChange {
  /** Lines with their ends; joined they are the text again. */
  lines: string[];
  added: boolean;
  removed: boolean;
}

export function lineChanges(before: string, after: string): LineChange[] {
  return diffArrays(linesOf(before), linesOf(after))
    .map(({ value, added, removed }) => ({ lines: value, added, removed }));
}

/** With their line ends. A missing last one is no difference a person cares for, and is given. */
export function linesOf(text: string): string[] {
  return ended(text).match(/[^\n]*\n/g) ?? [];
}

export function ended(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}
