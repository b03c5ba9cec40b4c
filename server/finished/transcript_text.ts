// The transcript as a model reads it that sums up a call: heard words only, one line each. Pure.
import type { CallEvent } from "../contract/event.ts";
import { newestWithin, spokenLines } from "./spoken_lines.ts";

const TRANSCRIPT_BYTES = 32 * 1024;
const CUT = "(The beginning of the call is left out.)";

/** Null: nothing was said that could be summed up; of a call with our agent: the caller said nothing. */
export function transcriptText(events: readonly CallEvent[]): string | null {
  const spoken = spokenLines(events).filter(({ heard }) => heard.trim() !== "");
  const people = events.some((event) =>
    event.type === "call.started" && event.kind === "transcription"
  );
  if (!spoken.some(({ speaker }) => people || speaker === "caller")) return null;
  const lines = spoken.map(({ speaker, heard, interrupted }) => {
    const words = heard.replace(/\s+/g, " ").trim(); // a line break must not look like another speaker
    return `${speaker === "caller" ? "Caller" : "Agent"}: ${words}${interrupted ? " –" : ""}\n`;
  });
  const kept = newestWithin(lines, TRANSCRIPT_BYTES - CUT.length - 1, (line) => line);
  return `${kept.length < lines.length ? `${CUT}\n` : ""}${kept.join("")}`;
}
