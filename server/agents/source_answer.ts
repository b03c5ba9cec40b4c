// What a source of instructions outside this process answers, and which texts may be used. Pure.
import { LIMITS, utf8Bytes } from "../contract/agent_limits.ts";
import type { Note } from "./note.ts";

/** A text or null; the note says what went wrong, which a text may come with: then it is a kept copy. */
export interface SourceAnswer {
  text: string | null;
  note: Note | null;
}

/** Instructions as they may be used; null: empty. `tooLong`: more than a prompt may have. */
export function usableText(raw: string): { text: string | null; tooLong: boolean } {
  const usable = raw.toWellFormed().replace(/^\ufeff/, "").trim();
  return utf8Bytes(usable) > LIMITS.promptBytes
    ? { text: null, tooLong: true }
    : { text: usable === "" ? null : usable, tooLong: false };
}
