// The port to the writing down of one side of a call: sound in, utterances out. However it is done — Realtime
// transcription that finds the turns, one that is told the pauses, or files over REST — it looks like this.
import type { EarMode } from "../../contract/call.ts";
import type { UpstreamFailure } from "../upstream.ts";

export interface EarSettings {
  /** OPENAI_TRANSCRIPTION_MODEL or its like. */
  model: string;
  /** Languages that may be spoken, BCP 47; empty: detected. */
  languages: readonly string[];
  /** Names and product words that help. */
  keywords: readonly string[];
}

export interface HeardWords {
  /** Unique within the ear; partial and final words of one utterance share it. */
  utteranceId: string;
  text: string;
  /** On the clock of the line. */
  startMs: number;
  endMs: number;
  /** BCP 47 tag or "" where the model tells none. */
  language: string;
  /** 0 to 1 from log probabilities; 1 where there are none. */
  confidence: number;
}

export type EarEvent =
  /** From here on words come this way. Told again when the way changes. */
  | { type: "ready"; mode: EarMode; model: string }
  | { type: "partial"; utteranceId: string; text: string; startMs: number }
  /** Each utterance at most once, in the order in which they began. */
  | { type: "final"; words: HeardWords }
  /** Left out: no words, or words that hardly any sound stands behind. */
  | {
    type: "dropped";
    /** Where partial words of it were told. */
    utteranceId?: string;
    why: "empty" | "invented";
    startMs: number;
    endMs: number;
  }
  /** `retrying`: the sound is kept (bounded) and the ear goes on by itself, perhaps in another mode. */
  | { type: "lost"; failure: UpstreamFailure; retrying: boolean }
  /** Seconds that were transcribed, for the cost. */
  | { type: "used"; seconds: number; model: string }
  | { type: "note"; code: string; detail: string };

export interface Ear {
  /**
   * Mono mu-law at 8 kHz that begins at `startMs` on the clock of the line; a gap since the last piece is a pause
   * of the phone system. Opens the session at the first sound of speech, so that a silent side costs nothing.
   * The array may be reused afterwards.
   */
  append(audio: Uint8Array, startMs: number): void;
  /** No more sound for now (secure pause): what was said is finished, nothing runs on meanwhile. */
  pause(): void;
  /** From the next utterance on. */
  setLanguages(languages: readonly string[]): void;
  /** Finishes what was said and tells all finals that can still be had within the time; then it is closed. */
  finish(withinMs: number): Promise<void>;
  /** Ends at once. No event follows. Idempotent. */
  close(): void;
}

/** Opens an ear. Never throws: failure arrives as `lost`. */
export type OpenEar = (
  settings: EarSettings,
  /** Stable hash of the caller, never the number itself. */
  safetyIdentifier: string,
  listener: (event: EarEvent) => void,
) => Ear;
