// What the events of a call say of its recording: where it begins on the clock of the call, how long it is, whether it
// broke off. Pure.
import type { CallEvent } from "../../server/contract/event.ts";

export interface RecordingFacts {
  /** Of the call's first recorded sample; null: nothing was recorded. */
  startMs: number | null;
  /** Null: nobody said how long it is, because the server went down. */
  lengthMs: number | null;
  /** A short code; "": it is whole. */
  brokeOff: string;
}

export function recordingFacts(events: readonly CallEvent[]): RecordingFacts {
  let facts: RecordingFacts = { startMs: null, lengthMs: null, brokeOff: "" };
  for (const event of events) {
    if (event.type === "recording.started") {
      facts = { ...facts, startMs: facts.startMs ?? event.offsetMs };
    } else if (event.type === "recording.ended") {
      facts = { ...facts, lengthMs: event.durationMs, brokeOff: event.ok ? "" : event.detail };
    }
  }
  return facts;
}
