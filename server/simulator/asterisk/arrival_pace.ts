// Judges sound that a server sends in real time by the moments at which it arrives. Pure; time comes in.

/** Two frames of 20 ms further apart than this are a gap: a phone without a jitter buffer clicks. */
const GAP_MS = 40;
const FRAME_MS = 20;
/** Sound that pauses for longer begins a schedule of its own; what was late by less is caught up with. */
const NEW_SCHEDULE_MS = 500;

/** How sound flowed. */
export interface Flow {
  frames: number;
  gaps: number;
  largestGapMs: number;
}

export class ArrivalPace {
  #anchorMs = -Infinity;
  #sinceAnchorMs = 0;
  #lastMs: number | null = null;
  readonly flow: Flow = { frames: 0, gaps: 0, largestGapMs: 0 };

  /**
   * @param soundMs length of what arrived
   * @param ownStallMs how late this side may be in seeing it
   * @returns how far its last frame runs ahead of a schedule that began with the first of the stretch, ms
   */
  arrived({ soundMs, atMs, ownStallMs }: {
    soundMs: number;
    atMs: number;
    ownStallMs: number;
  }): number {
    this.quietUntil(atMs, ownStallMs);
    this.#lastMs = atMs;
    this.flow.frames++;
    if (atMs - this.#anchorMs > this.#sinceAnchorMs + NEW_SCHEDULE_MS) {
      this.#anchorMs = atMs;
      this.#sinceAnchorMs = 0;
    }
    this.#sinceAnchorMs += soundMs;
    return this.#sinceAnchorMs - FRAME_MS - (atMs - this.#anchorMs) - ownStallMs;
  }

  /** Counts the time since the last arrival as a gap if it is one; once, at the end of the flow. */
  quietUntil(atMs: number, ownStallMs: number): void {
    if (this.#lastMs === null) return;
    const gapMs = atMs - this.#lastMs - ownStallMs;
    if (gapMs <= GAP_MS) return;
    this.flow.gaps++;
    this.flow.largestGapMs = Math.max(this.flow.largestGapMs, gapMs);
  }
}
