// The utterances of one ear between their beginning and the moment they are told: results come late and out of order,
// and are told in the order in which the utterances began. Knows neither socket nor time.

/** What became of an utterance. */
export type Outcome =
  | { type: "words"; text: string; language: string; seconds: number; model: string }
  /** No words came; "": there were none. */
  | { type: "none"; code: string; detail: string };

export interface Utterance {
  readonly id: string;
  /** Whoever writes it down. */
  readonly by: object;
  /** The sound that was transcribed, on the clock of the line. `untilMs` null: it goes on. */
  fromMs: number;
  untilMs: number | null;
  /** When its words were spoken. */
  startMs: number;
  endMs: number;
  /** Words so far. */
  text: string;
  /** Words of it were told in part. */
  shown: boolean;
  /** Of the tokens so far. */
  logprobs: readonly number[];
  /** When it is given up, on the Clock; null: not yet. */
  dueMs: number | null;
  outcome: Outcome | null;
}

export class OrderBook {
  #open: Utterance[] = [];

  get isEmpty(): boolean {
    return this.#open.length === 0;
  }

  get all(): readonly Utterance[] {
    return this.#open;
  }

  /** Puts it where it began; of equals behind. */
  add(utterance: Utterance): void {
    const after = this.#open.findLastIndex(({ fromMs }) => fromMs <= utterance.fromMs);
    this.#open.splice(after + 1, 0, utterance);
  }

  has(utterance: Utterance): boolean {
    return this.#open.includes(utterance);
  }

  /** Takes the next one whose turn it is; undefined: it has no outcome yet, or there is none. */
  takeNext(): Utterance | undefined {
    return this.#open[0]?.outcome ? this.#open.shift() : undefined;
  }

  /** Takes out all that one writes down, settled or not. */
  withdraw(by: object): Utterance[] {
    const theirs = this.#open.filter((utterance) => utterance.by === by);
    this.#open = this.#open.filter((utterance) => utterance.by !== by);
    return theirs;
  }

  /** The moment at which the first is given up; null: none will be. */
  get dueMs(): number | null {
    const due = this.#open.filter(({ outcome, dueMs }) => !outcome && dueMs !== null);
    return due.length === 0 ? null : Math.min(...due.map(({ dueMs }) => dueMs!));
  }
}
