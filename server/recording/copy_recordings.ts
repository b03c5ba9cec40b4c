// Copies recordings from files to where a database keeps them; for `deno task store copy`. Once more, it goes on where it
// stopped.
import { WAV_HEADER_BYTES } from "../audio/wav_header.ts";
import type { SoundPieces } from "../store/sound_pieces.ts";
import { recordingFiles } from "./file_recordings.ts";

/** Two seconds, as while a call is recorded. */
const PIECE_BYTES = 32_000;
const SAY_EVERY = 500;

/** How many were copied, and how many were there. @throws StoreError, and what the disk throws */
export async function copyRecordings(
  { folder, pieces, say }: {
    folder: string;
    pieces: SoundPieces;
    say: (line: string) => void;
  },
): Promise<{ copied: number; there: number }> {
  const counts = { copied: 0, there: 0 };
  for await (const { callId, path, size, mtimeMs: atMs } of recordingFiles(folder)) {
    const bytes = size - WAV_HEADER_BYTES;
    if (bytes <= 0) continue;
    const kept = await pieces.size(callId);
    if (kept === bytes) {
      counts.there++;
      continue;
    }
    // A copy that was cut short is made anew.
    if (kept !== null) await pieces.delete(callId);
    await pieces.begin(callId, atMs);
    using file = await Deno.open(path);
    await file.seek(WAV_HEADER_BYTES, Deno.SeekMode.Start);
    for (let from = 0; from < bytes;) {
      const audio = new Uint8Array(PIECE_BYTES);
      const read = await file.read(audio);
      if (read === null) break;
      await pieces.add({ callId, from, audio: audio.slice(0, read), atMs });
      from += read;
    }
    counts.copied++;
    if (counts.copied % SAY_EVERY === 0) say(`${counts.copied} recordings copied …`);
  }
  return counts;
}
