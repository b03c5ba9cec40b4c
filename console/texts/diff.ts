// Every word of what changes between two states.
import { texted } from "./language.ts";
import { plural } from "./numbers.ts";

export const DIFF_TEXTS = texted("diff", {
  none: "There is no difference.",
  settings: "Changed settings",
  setting: "Setting",
  before: "Before",
  after: "After",
  changes: (title: string) => `Changes: ${title}`,
  unchanged: (lines: number) => plural(lines, "unchanged line"),
  /** Before a line, for those who do not see its sign. */
  removed: "Removed: ",
  added: "Added: ",
});
