// Counts what was passed over, dropped or harmlessly refused, and speaks of each kind once.
// Knows neither socket nor wire.

export class Skips {
  #counts = new Map<string, number>();
  #note: (code: string, detail: string) => void;

  constructor(note: (code: string, detail: string) => void) {
    this.#note = note;
  }

  count(kind: string): void {
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
  }

  /** Counts, and makes a note the first time that one of its kind comes. */
  note(code: string, detail: string, kind = code): void {
    this.count(kind);
    if (this.#counts.get(kind) === 1) this.#note(code, detail);
  }

  get counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }
}
