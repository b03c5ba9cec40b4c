// The last events as they were sent, for readers who come back. Knows nothing of streams.

/** What a reader who comes back has missed, or why that cannot be said. */
export type Missed = { ok: true; chunks: Uint8Array[] } | { ok: false; reason: string };

export class EventRing {
  readonly #epoch: string;
  readonly #size: number;
  #events: { seq: number; chunk: () => Uint8Array }[] = [];
  /** Events up to here have been dropped. */
  #droppedSeq = 0;
  #newestSeq = 0;

  constructor(options: { epoch: string; size: number }) {
    this.#epoch = options.epoch;
    this.#size = options.size;
  }

  /** Name of an event for SSE: "<epoch>-<seq>". */
  id(seq: number): string {
    return `${this.#epoch}-${seq}`;
  }

  /** `keep`: false for an event whose content comes again, so that nobody misses it. */
  add(seq: number, chunk: () => Uint8Array, keep: boolean): void {
    this.#newestSeq = seq;
    if (!keep) return;
    this.#events.push({ seq, chunk });
    // Cut in batches: taking the first from an array moves all others.
    if (this.#events.length < this.#size * 1.25) return;
    const dropped = this.#events.splice(0, this.#events.length - this.#size);
    this.#droppedSeq = dropped.at(-1)?.seq ?? this.#droppedSeq;
  }

  missedSince(lastEventId: string): Missed {
    const [, epoch, digits] = /^([0-9a-z]{1,32})-([0-9]{1,15})$/.exec(lastEventId) ?? [];
    if (epoch === undefined) return { ok: false, reason: "unknown id" };
    if (epoch !== this.#epoch) {
      return { ok: false, reason: "another server, or one that was restarted" };
    }
    const seq = Number(digits);
    if (seq > this.#newestSeq) return { ok: false, reason: "unknown id" };
    if (seq < this.#droppedSeq) return { ok: false, reason: "too long ago" };
    const first = this.#events.findIndex((event) => event.seq > seq);
    const missed = first === -1 ? [] : this.#events.slice(first);
    return { ok: true, chunks: missed.map((event) => event.chunk()) };
  }
}
