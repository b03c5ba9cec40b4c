// From the clock of the sound that a session was given to the clock of the line: they differ by every pause of the
// phone, by what was left out and by silence that was put in. Pure bookkeeping, bounded.

interface Piece {
  /** On the session's clock. */
  fromMs: number;
  untilMs: number;
  lineMs: number;
  /** Silence that the line never brought: the line's clock stands still meanwhile. */
  still: boolean;
}

const MAX_PIECES = 500;

export class ClockMap {
  #pieces: Piece[] = [];

  /** All that the session was given, in milliseconds. */
  get endMs(): number {
    return this.#pieces.at(-1)?.untilMs ?? 0;
  }

  /** Sound of the line, which began there at `lineMs`. */
  appended(ms: number, lineMs: number): void {
    this.#add(ms, lineMs, false);
  }

  /** Silence that was put in after what came last. */
  silenced(ms: number): void {
    this.#add(ms, this.toLine(this.endMs, "end"), true);
  }

  /** Where a moment of the session lies on the line. At a seam an end belongs to what came before it. */
  toLine(sessionMs: number, edge: "start" | "end"): number {
    const found = this.#pieces.findLast(({ fromMs }) =>
      edge === "end" ? fromMs < sessionMs : fromMs <= sessionMs
    );
    const piece = found ?? this.#pieces[0];
    if (!piece) return 0;
    if (piece.still) return piece.lineMs;
    const withinMs = Math.min(sessionMs, piece.untilMs) - piece.fromMs;
    return piece.lineMs + Math.max(0, withinMs);
  }

  #add(ms: number, lineMs: number, still: boolean): void {
    const last = this.#pieces.at(-1);
    const fromMs = this.endMs;
    const goesOn = last && last.still === still &&
      Math.abs(last.lineMs + (still ? 0 : last.untilMs - last.fromMs) - lineMs) < 0.5;
    if (goesOn) last.untilMs += ms;
    else this.#pieces.push({ fromMs, untilMs: fromMs + ms, lineMs, still });
    if (this.#pieces.length > MAX_PIECES) this.#pieces.shift();
  }
}
