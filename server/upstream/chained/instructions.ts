// What the text model is told beyond the agent's own instructions: that its words are spoken, and what only this
// kind of line can say about the caller's last turn. Pure.
import type { Wish } from "../response_state.ts";

const SPOKEN = `# This line
What you write is read aloud to a caller on the phone, as you write it. Write plain spoken sentences, short ones first: no lists, no headings, no formatting, no emoji, no stage directions. Write numbers and abbreviations as they are said.`;
const LOST =
  "The caller's last words could not be understood. Say so in a few words and ask for them once more. Do not guess.";
const SILENT =
  "The caller has said nothing for a while. Ask in a few words whether they are there.";

export function systemText(instructions: string): string {
  return `${SPOKEN}\n\n${instructions}`;
}

/** A last word before the answer, or "". */
export function hintFor({ cause, instructions }: Wish, lastTurnLost: boolean): string {
  if (instructions !== undefined) return "";
  if (cause === "turn" && lastTurnLost) return LOST;
  return cause === "no_input" ? SILENT : "";
}
