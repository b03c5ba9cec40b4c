// How long the caller waited for each answer: from the end of the own words to the agent's first sound. Pure.

export class AnswerTimes {
  readonly #ms: number[] = [];
  #askedMs: number | null = null;

  get ms(): readonly number[] {
    return this.#ms;
  }

  /** @param endMs when the words are over, monotonic */
  said(endMs: number): void {
    this.#askedMs = endMs;
  }

  /** A sound of the agent at `soundMs`, in a stretch that began at `begunMs`. */
  heard({ begunMs, soundMs }: { begunMs: number; soundMs: number }): void {
    if (this.#askedMs === null || soundMs < this.#askedMs) return;
    // Words that had begun before the question was over, and go on, are no answer that could be timed.
    if (begunMs >= this.#askedMs) this.#ms.push(begunMs - this.#askedMs);
    this.#askedMs = null;
  }
}
