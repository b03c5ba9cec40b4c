// The caller's audio in the chained upstream: finds turns in it and keeps what belongs to them. It has no clock
// of its own: where appends stop, it stops. Knows nothing of what is done with a turn.
import { BYTES_PER_MS, rms } from "../../audio/ulaw.ts";
import type { TurnTaking } from "../../contract/agent.ts";
import { FRAME_MS, QUIET, stepVad, type VadSettings, type VadState } from "../energy_vad.ts";

const FRAME_BYTES = FRAME_MS * BYTES_PER_MS;
/** Frames that can pass before speech is known to be speech. */
const ONSET_MS = 160;
/** Somebody who never stops is answered all the same. */
const LONGEST_MS = 60_000;

/** Times are milliseconds of appended audio; the start has its padding, the end its silence (§ 8). */
export type Turn =
  | { type: "started"; startMs: number }
  /** `audio`: mu-law. */
  | { type: "stopped"; endMs: number; audio: Uint8Array };

export class Ears {
  readonly #settings: VadSettings;
  readonly #prefixMs: number;
  #vad: VadState = QUIET;
  #frames: Uint8Array[] = [];
  #rest: Uint8Array = new Uint8Array(0);
  /** Where the kept frames begin. */
  #baseMs = 0;

  constructor(turnTaking: TurnTaking) {
    const semantic = turnTaking.mode === "semantic_vad";
    this.#settings = semantic
      ? { threshold: 0.5, silenceMs: PATIENCE_MS[turnTaking.eagerness] }
      : { threshold: turnTaking.threshold, silenceMs: turnTaking.silenceDurationMs };
    this.#prefixMs = semantic ? 300 : turnTaking.prefixPaddingMs;
  }

  get speaking(): boolean {
    return this.#vad.speaking;
  }

  /** Takes audio and tells, in order, which turns began and ended in it. */
  append(audio: Uint8Array): Turn[] {
    const pending = joined([this.#rest, audio]);
    const turns: Turn[] = [];
    let at = 0;
    for (; at + FRAME_BYTES <= pending.length; at += FRAME_BYTES) {
      const turn = this.#frame(pending.subarray(at, at + FRAME_BYTES));
      if (turn) turns.push(turn);
    }
    this.#rest = pending.subarray(at);
    return turns;
  }

  #frame(frame: Uint8Array): Turn | null {
    this.#frames.push(frame);
    const { state, heard } = stepVad(this.#vad, rms(frame), this.#settings);
    this.#vad = state;
    if (heard?.type === "started") {
      const startMs = Math.max(this.#baseMs, heard.startMs - this.#prefixMs);
      this.#drop(Math.floor((startMs - this.#baseMs) / FRAME_MS));
      return { type: "started", startMs: this.#baseMs };
    }
    if (heard?.type === "stopped") return this.#stopped();
    if (!state.speaking) {
      this.#drop(this.#frames.length - Math.ceil((this.#prefixMs + ONSET_MS) / FRAME_MS));
      return null;
    }
    if (this.#frames.length * FRAME_MS < LONGEST_MS) return null;
    this.#vad = { ...state, speaking: false, recent: 0 };
    return this.#stopped();
  }

  #stopped(): Turn {
    const audio = joined(this.#frames);
    this.#drop(this.#frames.length);
    return { type: "stopped", endMs: this.#vad.clockMs, audio };
  }

  #drop(frames: number): void {
    if (frames <= 0) return;
    this.#frames.splice(0, frames);
    this.#baseMs += frames * FRAME_MS;
  }
}

/** What stands for an understanding of sentences: the readier to answer, the shorter the silence. */
const PATIENCE_MS = { low: 1200, auto: 800, medium: 800, high: 500 } as const;

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
