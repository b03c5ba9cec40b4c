// Recordings in memory, for tests: the same port, and troubles on demand.
import { ulawWavHeader, WAV_HEADER_BYTES } from "../audio/wav_header.ts";
import { RecordingError, type RecordingStore } from "./recording_store.ts";

export interface MemoryRecordings extends RecordingStore {
  /** Both sides' samples in turns. */
  audio(callId: string): Uint8Array;
  /** From now on: writes fail so, or hang; null: all is well. */
  trouble: "disk_full" | "hangs" | null;
  free: number | null;
}

export function memoryRecordings(nowMs: () => number = () => 0): MemoryRecordings {
  const kept = new Map<string, { pieces: Uint8Array[]; atMs: number }>();
  const audioOf = (callId: string) =>
    Uint8Array.from(kept.get(callId)?.pieces.flatMap((piece) => [...piece]) ?? []);

  const store: MemoryRecordings = {
    trouble: null,
    free: null,
    audio: audioOf,
    open(callId) {
      if (kept.has(callId)) return Promise.reject(new RecordingError("exists", "is there"));
      const one = { pieces: [] as Uint8Array[], atMs: nowMs() };
      kept.set(callId, one);
      return Promise.resolve({
        write(audio: Uint8Array) {
          if (store.trouble === "hangs") return new Promise<void>(() => {});
          if (store.trouble) return Promise.reject(new RecordingError(store.trouble, "full"));
          one.pieces.push(audio.slice());
          one.atMs = nowMs();
          return Promise.resolve();
        },
        close: () => Promise.resolve(),
      });
    },
    size(callId) {
      const bytes = audioOf(callId).length;
      return Promise.resolve(bytes === 0 ? null : WAV_HEADER_BYTES + bytes);
    },
    read(callId, { from, to }) {
      const audio = audioOf(callId);
      if (audio.length === 0) return Promise.resolve(null);
      const file = Uint8Array.from([...ulawWavHeader(2, audio.length), ...audio]);
      return Promise.resolve(ReadableStream.from([file.subarray(from, to + 1)]));
    },
    delete: (callId) => Promise.resolve(kept.delete(callId)),
    deleteOld({ beforeMs, limit }) {
      const old = [...kept].filter(([, { atMs }]) => atMs < beforeMs).slice(0, limit);
      for (const [callId] of old) kept.delete(callId);
      return Promise.resolve(old.map(([callId]) => callId));
    },
    bytes: () => Promise.resolve([...kept.keys()].reduce((sum, id) => sum + audioOf(id).length, 0)),
    freeBytes: () => Promise.resolve(store.free),
  };
  return store;
}
