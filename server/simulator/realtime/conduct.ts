// Watches how a client behaves and lists what the real service would bear in silence, and we do not
// (realtime-stand-in § 1). It is told what happened; it knows no wire and no names of events.
import type { Tolerance } from "./scenario.ts";

/** A mistake of the client; `code` is one of the words in this file. */
export interface Mistake {
  code: string;
  detail: string;
}

interface Call {
  name: string;
  atMs: number;
  outputs: number;
  answeredAtMs: number | null;
  /** Whether any response began after its output. */
  followed: boolean;
}

export class Conduct {
  #tolerance: Tolerance;
  #now: () => number;
  #counts = new Map<string, { times: number; detail: string }>();
  #configured = false;
  #regular = true;
  #first: { atMs: number; audioMs: number } | null = null;
  #lastAtMs = 0;
  #appendedMs = 0;
  #worstGapMs = 0;
  #gaps = 0;
  #calls = new Map<string, Call>();
  #surpriseAtMs: number | null = null;
  #closedAtMs: number | null = null;

  constructor(options: { tolerance: Tolerance; now: () => number }) {
    this.#tolerance = options.tolerance;
    this.#now = options.now;
  }

  /** Milliseconds of caller audio. */
  get appendedMs(): number {
    return this.#appendedMs;
  }

  note(code: string, detail: string): void {
    const before = this.#counts.get(code);
    this.#counts.set(code, { times: (before?.times ?? 0) + 1, detail: before?.detail ?? detail });
  }

  /** @param identifier value of OpenAI-Safety-Identifier */
  arrived(identifier: string | null): void {
    if (identifier === null || identifier === "") {
      this.note("no_safety_identifier", "no OpenAI-Safety-Identifier header");
    } else if (/^(tel:|sip:)|^\+?[\d\s()-]{5,}$/i.test(identifier)) {
      this.note(
        "raw_safety_identifier",
        "OpenAI-Safety-Identifier looks like a number, not a hash",
      );
    }
  }

  /**
   * Sound need not come at the pace of life: a transcription may leave out pauses, and catch up on what was said while
   * it was away.
   */
  irregular(): void {
    this.#regular = false;
  }

  /** `session.updated` has left. */
  configured(): void {
    this.#configured = true;
  }

  appended(audioMs: number): void {
    const atMs = this.#now();
    if (!this.#configured) this.note("audio_before_updated", "audio before session.updated");
    if (this.#first) {
      // A frame brings the sound of the time before it: only what it does not cover is a gap.
      const gapMs = atMs - this.#lastAtMs - audioMs;
      if (gapMs > this.#tolerance.gapMs) {
        this.#gaps++;
        this.#worstGapMs = Math.max(this.#worstGapMs, gapMs);
      }
    } else {
      this.#first = { atMs, audioMs };
    }
    this.#lastAtMs = atMs;
    this.#appendedMs += audioMs;
  }

  askedWhileActive(createdAtMs: number | null, nowMs: number): void {
    // Not yet announced, or only just: the two crossed on the wire.
    if (createdAtMs === null || nowMs - createdAtMs <= this.#tolerance.raceMs) return;
    this.note("create_while_active", "response.create while a response was active");
  }

  responseBegan(): void {
    for (const call of this.#calls.values()) {
      if (call.answeredAtMs !== null) call.followed = true;
      else this.note("call_unanswered", `a response began before the output of ${call.name}`);
    }
  }

  callMade(callId: string, name: string): void {
    if (this.#calls.has(callId)) return;
    this.#calls.set(callId, {
      name,
      atMs: this.#now(),
      outputs: 0,
      answeredAtMs: null,
      followed: false,
    });
  }

  callAnswered(callId: string): void {
    const call = this.#calls.get(callId);
    if (!call) return; // Of a call that was seeded or that never was: the latter is refused anyhow.
    call.outputs++;
    if (call.outputs === 2) this.note("call_answered_twice", `two outputs for ${call.name}`);
    call.answeredAtMs ??= this.#now();
  }

  /** An event was sent that no client can know. */
  surprised(): void {
    this.#surpriseAtMs = this.#now();
  }

  /** @param code with which the client closed */
  closed(code: number): void {
    if (this.#closedAtMs !== null) return;
    this.#closedAtMs = this.#now();
    if (code === 1000 || this.#surpriseAtMs === null) return;
    if (this.#closedAtMs - this.#surpriseAtMs < 50) {
      this.note("closed_on_unknown", "closed right after an event of an unknown type");
    }
  }

  mistakes(): Mistake[] {
    const list = [...this.#counts].map(([code, { times, detail }]) => ({
      code,
      detail: times > 1 ? `${detail} (${times} times)` : detail,
    }));
    const rate = this.#rateMistake();
    if (rate) list.push(rate);
    if (this.#gaps > 0 && this.#regular) {
      const worst = Math.round(this.#worstGapMs);
      list.push({ code: "audio_gap", detail: `${this.#gaps} gaps in audio, at most ${worst} ms` });
    }
    const endMs = this.#closedAtMs ?? this.#now();
    for (const { name, atMs, answeredAtMs, followed } of this.#calls.values()) {
      const { answerMs } = this.#tolerance;
      if (answeredAtMs === null && endMs - atMs > answerMs) {
        list.push({ code: "call_unanswered", detail: `${name} never got its output` });
      }
      if (answeredAtMs !== null && !followed && endMs - answeredAtMs > answerMs) {
        list.push({ code: "call_not_followed", detail: `no response after the output of ${name}` });
      }
    }
    return list;
  }

  #rateMistake(): Mistake | null {
    if (!this.#first || !this.#regular) return null;
    const passedMs = this.#lastAtMs - this.#first.atMs;
    const broughtMs = this.#appendedMs - this.#first.audioMs;
    const { rate, rateGraceMs } = this.#tolerance;
    if (Math.abs(broughtMs - passedMs) <= Math.max(rate * passedMs, rateGraceMs)) return null;
    return {
      code: "audio_rate",
      detail: `${Math.round(broughtMs)} ms of audio in ${Math.round(passedMs)} ms`,
    };
  }
}
