// Words of the building blocks: what a button of any part says.
import { texted } from "./language.ts";
import { countWords } from "./numbers.ts";

export const UI_TEXTS = texted("ui", {
  close: "Close",
  copy: "Copy",
  copyWhat: (what: string) => `Copy ${what}`,
  copied: (what: string) => `Copied ${what}`,
  notCopied: (what: string) => `Could not copy ${what}: select it and copy by hand`,
  remove: (what: string) => `Remove ${what}`,
  range: (from: string, to: string, unit: string) => `${from} to ${to}${unit && ` ${unit}`}`,
  linesSkipped: (n: number) => `${n} lines skipped`,
  moreRows: ({ next, left }: { next: number; left: number }) =>
    `Show ${countWords(next)} more of ${countWords(left)}`,
});
