// Hears, as audio comes in, the single words of recordings that passed untouched, and when each was said. Pure.
// A recording tells no times of its words: they are spread over its sound, its pauses left out.
import { BYTES_PER_MS, rms } from "../audio/ulaw.ts";
import { indexWindows, WINDOW_BYTES, type WindowIndex } from "./recogniser.ts";

export interface SpottedWord<R> {
  recording: R;
  text: string;
  /** Its place among the words of the recording. */
  index: number;
  /** Milliseconds of the audio that was listened to. */
  startMs: number;
  endMs: number;
}

export interface WordSpotter<R> {
  /** The words of which more than half has been heard, now that this audio has come, in order. */
  listen(audio: Uint8Array): SpottedWord<R>[];
}

interface Word {
  text: string;
  /** Bytes from the beginning of the recording. */
  from: number;
  to: number;
  /** Windows that must have been heard. */
  needed: number;
}

interface Known<R> {
  recording: R;
  words: Word[];
  /** By the window's number: the words that it is part of. */
  wordsOf: number[][];
  numberOf: Map<number, number>;
}

/** A recording that is being said, as far as it was heard. */
interface Saying {
  lastWindow: number;
  heard: Map<number, number>;
}

const FRAME_BYTES = 20 * BYTES_PER_MS;
const QUIET_RMS = 300;

/** @returns makes a spotter; the work that is the same for all is done once */
export function createWordSpotting<R extends { audio: Uint8Array; text: string }>(
  recordings: readonly R[],
): () => WordSpotter<R> {
  const index = indexWindows(recordings);
  const known = recordings.map((recording, i) => learn(recording, index.starts[i]!));
  return () => new Spotter(index, known);
}

class Spotter<R> implements WordSpotter<R> {
  readonly #index: WindowIndex;
  readonly #known: readonly Known<R>[];
  readonly #sayings = new Map<number, Saying>();
  #rest = new Uint8Array(0);
  /** Where `#rest` begins, in bytes. */
  #restAt = 0;

  constructor(index: WindowIndex, known: readonly Known<R>[]) {
    this.#index = index;
    this.#known = known;
  }

  listen(audio: Uint8Array): SpottedWord<R>[] {
    const pending = new Uint8Array(this.#rest.length + audio.length);
    pending.set(this.#rest);
    pending.set(audio, this.#rest.length);
    const words: SpottedWord<R>[] = [];
    this.#index.find(pending, (window, at) => {
      words.push(...this.#hear(window, this.#restAt + at));
    });
    // A window that begins in the rest is not whole yet.
    const kept = Math.min(pending.length, WINDOW_BYTES - 1);
    this.#rest = pending.slice(pending.length - kept);
    this.#restAt += pending.length - kept;
    return words;
  }

  #hear(window: { recording: number; at: number }, at: number): SpottedWord<R>[] {
    const { recording, words, wordsOf, numberOf } = this.#known[window.recording]!;
    const number = numberOf.get(window.at)!;
    let saying = this.#sayings.get(window.recording);
    if (!saying || number <= saying.lastWindow) {
      // From the beginning: it is being said again.
      saying = { lastWindow: -1, heard: new Map() };
      this.#sayings.set(window.recording, saying);
    }
    saying.lastWindow = number;
    const originMs = (at - window.at) / BYTES_PER_MS;
    const spotted: SpottedWord<R>[] = [];
    for (const i of wordsOf[number]!) {
      const word = words[i]!;
      const heard = (saying.heard.get(i) ?? 0) + 1;
      saying.heard.set(i, heard);
      if (heard !== word.needed) continue;
      spotted.push({
        recording,
        text: word.text,
        index: i,
        startMs: originMs + word.from / BYTES_PER_MS,
        endMs: originMs + word.to / BYTES_PER_MS,
      });
    }
    return spotted;
  }
}

function learn<R extends { audio: Uint8Array; text: string }>(
  recording: R,
  starts: readonly number[],
): Known<R> {
  const words = placeWords(recording);
  const wordsOf: number[][] = starts.map(() => []);
  words.forEach((word, i) => {
    const own = starts.flatMap((at, number) => {
      const middle = at + WINDOW_BYTES / 2;
      return middle >= word.from && middle < word.to ? [number] : [];
    });
    // A word may be shorter than the way from one window to the next.
    const numbers = own.length > 0 ? own : nearest(starts, (word.from + word.to) / 2);
    for (const number of numbers) wordsOf[number]!.push(i);
    word.needed = Math.floor(numbers.length / 2) + 1;
  });
  const numberOf = new Map(starts.map((at, number) => [at, number]));
  return { recording, words, wordsOf, numberOf };
}

/** By their letters over the frames that have sound. */
function placeWords({ audio, text }: { audio: Uint8Array; text: string }): Word[] {
  const loud: number[] = [];
  for (let at = 0; at < audio.length; at += FRAME_BYTES) {
    if (rms(audio.subarray(at, at + FRAME_BYTES)) >= QUIET_RMS) loud.push(at);
  }
  const frames = loud.length > 0 ? loud : [0];
  const texts = text.split(/\s+/).filter((word) => word !== "");
  const letters = texts.reduce((sum, word) => sum + word.length, 0);
  let said = 0;
  return texts.map((word) => {
    const first = Math.floor(said / letters * frames.length);
    said += word.length;
    const last = Math.max(first, Math.floor(said / letters * frames.length) - 1);
    const to = Math.min(audio.length, frames[last]! + FRAME_BYTES);
    return { text: word, from: frames[first]!, to, needed: 1 };
  });
}

function nearest(starts: readonly number[], place: number): number[] {
  let best = -1;
  starts.forEach((at, number) => {
    if (best < 0 || Math.abs(at - place) < Math.abs(starts[best]! - place)) best = number;
  });
  return best < 0 ? [] : [best];
}
