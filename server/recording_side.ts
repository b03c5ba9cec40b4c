// The recordings of a server: kept beside calls, found and deleted for people, deleted when their time is up. Joins the
// room of recordings to the floor, so that a call's record says what became of its sound.
import { CALLER_LATE_MS } from "./bridge/call_sound.ts";
import type { KeepSound } from "./bridge/call_recording.ts";
import type { Clock } from "./clock.ts";
import type { Floor } from "./floor/floor.ts";
import type { RecordingsView } from "./http/admin_deps.ts";
import type { Log } from "./observe/log.ts";
import type { RecordingStore } from "./recording/recording_store.ts";
import { createRecordings } from "./recording/recordings.ts";
import type { OldRecordings } from "./store/housekeeping.ts";

export interface RecordingSide {
  keep: KeepSound;
  view: RecordingsView;
  old: OldRecordings;
  stop(): Promise<void>;
}

export function createRecordingSide(
  { store, floor, clock, log }: {
    store: RecordingStore;
    floor: Pick<Floor, "afterword">;
    clock: Clock;
    log: Log;
  },
): RecordingSide {
  const recordings = createRecordings({ store, clock, log, callerLateMs: CALLER_LATE_MS });
  return {
    keep: (callId, onBroken) => recordings.keep(callId, onBroken),
    view: {
      size: (callId) => recordings.size(callId),
      read: (callId, range) => recordings.read(callId, range),
      async delete(callId) {
        const deleted = await recordings.delete(callId);
        if (deleted) await floor.afterword(callId, { type: "recording.deleted", why: "asked" });
        return deleted;
      },
    },
    old: {
      delete: (callId) => recordings.delete(callId),
      async deleteOld(asked) {
        const callIds = await recordings.deleteOld(asked);
        for (const callId of callIds) {
          await floor.afterword(callId, { type: "recording.deleted", why: "old" });
        }
        if (callIds.length > 0) log.info("old_recordings_deleted", { recordings: callIds.length });
        return callIds.length >= asked.limit;
      },
    },
    stop: () => recordings.stop(),
  };
}
