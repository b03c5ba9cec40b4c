// Frames out over TCP: each in a write of its own, one after the other, and how long the peer has not read.
// Knows nothing of what is in them.
import type { Clock } from "../../clock.ts";

/** What a channel needs of its connection. */
export interface FrameWire {
  /** Sends a whole frame, after those before it. Harmless once closed or broken. */
  write(frame: Uint8Array<ArrayBuffer>): void;
  /** Drops frames of which nothing has left; returns how many. */
  drop(): number;
  /** Frames that have not left whole. */
  readonly pending: number;
  /** How long the eldest of them has waited; 0 where none does. */
  readonly stuckMs: number;
  close(): void;
}

/** The part of Deno's TCP connection that is written to. */
export interface Writable {
  write(bytes: Uint8Array): Promise<number>;
  close(): void;
}

export class TcpWire implements FrameWire {
  readonly #connection: Writable;
  readonly #clock: Clock;
  /** The first is being written. */
  #frames: { bytes: Uint8Array<ArrayBuffer>; atMs: number }[] = [];
  #over = false;

  constructor(connection: Writable, clock: Clock) {
    this.#connection = connection;
    this.#clock = clock;
  }

  get pending(): number {
    return this.#frames.length;
  }

  get stuckMs(): number {
    const eldest = this.#frames[0];
    return eldest ? this.#clock.now() - eldest.atMs : 0;
  }

  write(frame: Uint8Array<ArrayBuffer>): void {
    if (this.#over) return;
    this.#frames.push({ bytes: frame, atMs: this.#clock.now() });
    if (this.#frames.length === 1) this.#pump();
  }

  drop(): number {
    return this.#frames.splice(1).length;
  }

  close(): void {
    this.#over = true;
    this.drop();
    try {
      this.#connection.close();
    } catch {
      // Deno throws where it was closed already.
    }
  }

  async #pump(): Promise<void> {
    try {
      for (let head = this.#frames[0]; head; head = this.#frames[0]) {
        for (let at = 0; at < head.bytes.length;) {
          at += await this.#connection.write(head.bytes.subarray(at));
        }
        this.#frames.shift();
      }
    } catch {
      // A connection that breaks ends the reading too, which tells how: whether the peer hung up or was lost.
      this.#over = true;
      this.#frames = [];
    }
  }
}
