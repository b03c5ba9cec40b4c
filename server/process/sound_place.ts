// Where the recordings of this server are kept: in a folder, or in the database that it shares with others. And what all
// that is kept takes on disk.
import type { Clock } from "../clock.ts";
import type { Config } from "../config/config.ts";
import type { Log } from "../observe/log.ts";
import { databaseRecordings } from "../recording/database_recordings.ts";
import { fileRecordings } from "../recording/file_recordings.ts";
import type { RecordingStore } from "../recording/recording_store.ts";
import type { StorageSizes } from "../server_health.ts";
import { databaseFileBytes, folderBytes } from "./storage_sizes.ts";

export interface SoundPlace {
  recordings: RecordingStore;
  /** May reject. */
  measure(): Promise<StorageSizes>;
  close(): Promise<void>;
}

export async function openSoundPlace(
  { config, clock, log }: {
    config: Pick<Config, "DATABASE_URL" | "DATA_DIR" | "RECORDINGS_DIR">;
    clock: Clock;
    log: Log;
  },
): Promise<SoundPlace> {
  const { DATABASE_URL: url, DATA_DIR, RECORDINGS_DIR } = config;
  const folder = RECORDINGS_DIR === "" ? `${DATA_DIR}/recordings` : RECORDINGS_DIR;
  if (url === "") {
    return {
      recordings: fileRecordings(folder),
      async measure() {
        const parts = [databaseFileBytes(DATA_DIR), folderBytes(folder)] as const;
        const [bytes, recordingsBytes] = await Promise.all(parts);
        return { bytes, recordingsBytes };
      },
      close: () => Promise.resolve(),
    };
  }
  // What speaks with PostgreSQL is loaded only where it is used.
  const { openPostgresSound } = await import("../store/postgres/postgres_sound_thread.ts");
  const pieces = openPostgresSound({ url, log, clock });
  const inFolder = RECORDINGS_DIR !== "";
  return {
    recordings: inFolder ? fileRecordings(folder) : databaseRecordings({ pieces, clock }),
    async measure() {
      const { all, sound } = await pieces.diskBytes();
      return {
        bytes: all - sound,
        recordingsBytes: inFolder ? await folderBytes(folder) : sound,
      };
    },
    close: () => pieces.close(),
  };
}
