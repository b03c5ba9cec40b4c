// Recordings in the database of a server that has no disk of its own. Pieces are kept as they come and the head of the
// file is made when it is read, so that one whose instance died can be played as far as it goes, from any other.
import { ulawWavHeader, WAV_HEADER_BYTES } from "../audio/wav_header.ts";
import type { Clock } from "../clock.ts";
import type { SoundPieces } from "../store/sound_pieces.ts";
import { StoreError } from "../store/store_error.ts";
import { type ByteRange, RecordingError, type RecordingStore } from "./recording_store.ts";

const READ_BYTES = 64 * 1024;

export function databaseRecordings(
  { pieces, clock }: { pieces: SoundPieces; clock: Clock },
): RecordingStore {
  return {
    async open(callId) {
      const begun = await told(() => pieces.begin(callId, clock.wall()));
      if (!begun) throw new RecordingError("exists", "There is a recording of this name");
      let from = 0;
      return {
        async write(audio) {
          const atMs = clock.wall();
          const added = await told(() => pieces.add({ callId, from, audio, atMs }));
          if (!added) throw new RecordingError("not_written", "The recording was deleted");
          from += audio.length;
        },
        // Each piece was committed when it was written.
        close: () => Promise.resolve(),
      };
    },

    async size(callId) {
      const bytes = await told(() => pieces.size(callId));
      return bytes ? WAV_HEADER_BYTES + bytes : null;
    },

    async read(callId, range) {
      const bytes = await told(() => pieces.size(callId));
      return bytes ? piecesOf(pieces, { callId, bytes, range }) : null;
    },

    delete: (callId) => told(() => pieces.delete(callId)),
    deleteOld: (asked) => told(() => pieces.deleteOld(asked)),
    bytes: () => told(() => pieces.bytes()),
    // A database does not tell; where it is full, it says so when it is written to.
    freeBytes: () => Promise.resolve(null),
  };
}

function piecesOf(
  pieces: SoundPieces,
  { callId, bytes, range }: { callId: string; bytes: number; range: ByteRange },
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const header = ulawWavHeader(2, bytes);
  let at = range.from;
  return new ReadableStream({
    async pull(controller) {
      const left = range.to + 1 - at;
      const piece = at < header.length
        ? header.slice(at, Math.min(header.length, range.to + 1))
        : left > 0
        ? await pieces.read({
          callId,
          from: at - header.length,
          bytes: Math.min(READ_BYTES, left),
        })
        : new Uint8Array();
      at += piece.length;
      if (piece.length > 0) controller.enqueue(piece);
      if (at > range.to || piece.length === 0) controller.close();
    },
  }, { highWaterMark: 0 });
}

async function told<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const full = error instanceof StoreError && error.code === "full";
    const message = error instanceof Error ? error.message : String(error);
    throw new RecordingError(full ? "disk_full" : "not_written", message);
  }
}
