// When frames of 20 ms may leave: an absolute schedule, so that late timers do not add up. Pure; time is an argument.

export const SLOT_MS = 20;
/** What a stall of ours has withheld leaves at once up to here; Asterisk keeps that much. The rest of it is let go. */
export const CATCH_UP_FRAMES = 5;

/**
 * Sound may leave as its slot begins, silence as its slot ends. So the first frame of an answer does not wait for
 * a slot, and the silence after the answer is one frame shorter: the phone never gets more than time has passed.
 */
export class Slots {
  #startMs: number;
  #sent = 0;

  constructor(nowMs: number) {
    this.#startMs = nowMs;
  }

  /** Slots that a stall of ours has cost beyond what can be caught up are given up; returns their milliseconds. */
  letGo(nowMs: number): number {
    const tooMany = this.#passed(nowMs) + 1 - this.#sent - CATCH_UP_FRAMES;
    if (tooMany <= 0) return 0;
    this.#startMs += tooMany * SLOT_MS;
    return tooMany * SLOT_MS;
  }

  /** Frames of sound that may leave now. */
  soundDue(nowMs: number): number {
    return this.#passed(nowMs) + 1 - this.#sent;
  }

  /** Whether a slot has ended without a frame. */
  silenceDue(nowMs: number): boolean {
    return this.#passed(nowMs) > this.#sent;
  }

  sentSound(): void {
    this.#sent++;
  }

  /** Slots that passed without sound are not caught up: what comes after them would only be late. */
  passSilence(nowMs: number): void {
    this.#sent = Math.max(this.#sent, this.#passed(nowMs));
  }

  /** When to look again: for sound, where some waits, or for silence. */
  nextMs(soundWaits: boolean): number {
    return this.#startMs + (this.#sent + (soundWaits ? 0 : 1)) * SLOT_MS;
  }

  /** Begins anew, as if everything due had left. */
  restart(nowMs: number): void {
    this.#startMs = nowMs;
    this.#sent = 0;
  }

  #passed(nowMs: number): number {
    // A timer's rounding must not cost a slot.
    return Math.floor((nowMs - this.#startMs) / SLOT_MS + 1e-6);
  }
}
