// What a text frame of the model's server comes to: an event, the end of the session, or nothing that matters.
// The same for sessions that talk and sessions that write down.
import { failed, fatalError } from "./failure.ts";
import type { Skips } from "./skips.ts";
import type { UpstreamFailure } from "./upstream.ts";
import { readEvent, type ServerEvent, type WireError } from "./wire.ts";

export type Received =
  | { event: ServerEvent }
  /** `error`: what the server said, where it said anything. */
  | { failure: UpstreamFailure; error: WireError | null };

/** Null: it is passed over, and counted. Longer than `maxChars` is no event. */
export function receive(
  text: string,
  { maxChars, skips }: { maxChars: number; skips: Skips },
): Received | null {
  if (text.length > maxChars) {
    const detail = `The model's server sent an event of ${text.length} characters`;
    return { failure: failed("E_UP_LOST", detail), error: null };
  }
  const read = readEvent(text);
  if ("skip" in read) {
    if (read.skip !== "unneeded") {
      skips.note(`${read.skip}_event`, `Passed over: ${read.name || "not an event"}`);
    }
    return null;
  }
  const { event } = read;
  const failure = event.type === "error" ? fatalError(event.error) : null;
  return failure && event.type === "error" ? { failure, error: event.error } : { event };
}
