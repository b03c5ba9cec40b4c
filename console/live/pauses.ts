// When the phone system held the sound back: secure pause, hold, monitoring switched off. Pure.
import type { CallEvent } from "../../server/contract/event.ts";

export interface Pause {
  /** Number of the event that began it. */
  seq: number;
  startMs: number;
  /** Null: it still goes on. */
  endMs: number | null;
}

export function pausesOf(events: readonly CallEvent[]): Pause[] {
  const pauses: Pause[] = [];
  let open: Pause | null = null;
  for (const event of events) {
    const { seq, offsetMs } = event;
    switch (event.type) {
      case "call.held":
        open ??= { seq, startMs: offsetMs, endMs: null };
        break;
      case "call.resumed": {
        // Sound that went missing is told of afterwards, in one breath: the gap says since when.
        const startMs = Math.max(0, Math.min(open?.startMs ?? offsetMs, offsetMs - event.gapMs));
        pauses.push({ seq: open?.seq ?? seq, startMs, endMs: offsetMs });
        open = null;
        break;
      }
      case "call.ended":
        if (open) pauses.push({ ...open, endMs: offsetMs });
        open = null;
    }
  }
  return open ? [...pauses, open] : pauses;
}
