// Which line of a transcript is being heard at a moment of the call. Pure.
import type { TranscriptLine } from "../../server/contract/transcript.ts";

/** A line is still what one hears for so long after its end, unless another begins. */
const ECHO_MS = 1500;

/** The one that began last and is not long over; null: nobody speaks. `lines`: in order of their beginnings. */
export function heardLine(lines: readonly TranscriptLine[], atMs: number): string | null {
  let found: TranscriptLine | null = null;
  for (const line of lines) {
    if (line.startMs === null) continue;
    if (line.startMs > atMs) break;
    const over = line.endMs !== null && line.endMs + ECHO_MS < atMs;
    const inside = line.endMs === null || line.endMs >= atMs;
    // Whoever speaks now comes before whoever has just ended.
    const before = found !== null && (found.endMs === null || found.endMs >= atMs) && !inside;
    if (!over && !before) found = line;
  }
  return found?.itemId ?? null;
}
