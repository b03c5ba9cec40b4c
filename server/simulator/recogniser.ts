// Finds out which recording is contained in audio that passed untouched, byte for byte. Pure.
// It does not listen: audio that was transcoded or resampled is not recognised.
import { SILENCE } from "../audio/ulaw.ts";

export const WINDOW_BYTES = 64;
/** One window for each stretch of this length, where its bytes differ most. */
const STRETCH_BYTES = 640;

interface Window {
  recording: number;
  /** Where it begins in its recording. */
  at: number;
}

/** The distinctive places of some recordings, and a quick way to find them. */
export interface WindowIndex {
  /** Where the windows of each recording begin, ascending. */
  readonly starts: readonly (readonly number[])[];
  /** Calls back for each window that is found in the audio, byte by byte, with the place where it begins. */
  find(audio: Uint8Array, found: (window: Window, at: number) => void): void;
}

export function indexWindows(recordings: readonly { audio: Uint8Array }[]): WindowIndex {
  const starts = recordings.map(({ audio }) => distinctiveWindows(audio));
  const byKey = new Map<number, Window[]>();
  starts.forEach((places, recording) => {
    for (const at of places) {
      const key = keyAt(recordings[recording]!.audio, at);
      const others = byKey.get(key);
      if (others) others.push({ recording, at });
      else byKey.set(key, [{ recording, at }]);
    }
  });
  // Most places of any audio are the beginning of no window: two bytes tell.
  const begins = new Uint8Array(65_536);
  for (const key of byKey.keys()) begins[key & 0xffff] = 1;
  return {
    starts,
    find(audio, found) {
      for (let at = 0; at + WINDOW_BYTES <= audio.length; at++) {
        if (!begins[audio[at]! | audio[at + 1]! << 8]) continue;
        const candidates = byKey.get(keyAt(audio, at));
        if (!candidates) continue;
        for (const window of candidates) {
          if (sameBytes(audio, at, recordings[window.recording]!.audio, window.at)) {
            found(window, at);
          }
        }
      }
    },
  };
}

/** A recording that was found. */
export interface Match<R> {
  recording: R;
  /** How much of it is there, 0 to 1. */
  share: number;
  /** Where it was last seen, bytes from the beginning of the audio. */
  lastAt: number;
}

/**
 * @param recordings what may be recognised; mono mu-law
 * @param minShare how much of a recording must be there, 0 to 1
 * @returns a function that names the recordings in its argument, in the order of their ends
 */
export function createRecogniser<R extends { audio: Uint8Array }>(
  recordings: readonly R[],
  minShare: number,
): (audio: Uint8Array) => Match<R>[] {
  const index = indexWindows(recordings);
  return (audio) => {
    const found = recordings.map(() => ({ windows: new Set<number>(), lastAt: -1 }));
    index.find(audio, ({ recording, at }, lastAt) => {
      found[recording]!.windows.add(at);
      found[recording]!.lastAt = lastAt;
    });
    return found
      .map(({ windows: seen, lastAt }, i) => ({
        recording: recordings[i]!,
        share: seen.size / Math.max(1, index.starts[i]!.length),
        lastAt,
      }))
      .filter(({ share }) => share > 0 && share >= minShare)
      .sort((a, b) => a.lastAt - b.lastAt);
  };
}

/** The places of the windows: none in silence, which every recording has. */
function distinctiveWindows(audio: Uint8Array): number[] {
  const starts: number[] = [];
  for (let from = 0; from + WINDOW_BYTES <= audio.length; from += STRETCH_BYTES) {
    const until = Math.min(from + STRETCH_BYTES, audio.length) - WINDOW_BYTES;
    let best = { at: -1, variety: 16 };
    for (let at = from; at <= until; at += 16) {
      const variety = varietyAt(audio, at);
      if (variety > best.variety && audio[at] !== SILENCE) best = { at, variety };
    }
    if (best.at >= 0) starts.push(best.at);
  }
  return starts;
}

const stamps = new Uint32Array(256);
let stamp = 0;

/** How many different bytes a window has. Runs many thousand times at a start: no Set. */
function varietyAt(audio: Uint8Array, at: number): number {
  stamp++;
  let variety = 0;
  for (let i = at; i < at + WINDOW_BYTES; i++) {
    if (stamps[audio[i]!] === stamp) continue;
    stamps[audio[i]!] = stamp;
    variety++;
  }
  return variety;
}

function keyAt(audio: Uint8Array, at: number): number {
  return audio[at]! | audio[at + 1]! << 8 | audio[at + 2]! << 16 | audio[at + 3]! << 24;
}

function sameBytes(a: Uint8Array, aAt: number, b: Uint8Array, bAt: number): boolean {
  for (let i = 0; i < WINDOW_BYTES; i++) {
    if (a[aAt + i] !== b[bAt + i]) return false;
  }
  return true;
}
