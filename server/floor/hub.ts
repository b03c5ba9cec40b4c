// Tells every reader of the event stream what happens: each message encoded once, its bytes shared.
// Knows nothing of HTTP, of sessions or of what a call is; no reader can make another wait.
import type { Clock } from "../clock.ts";
import { PASSING } from "../contract/event.ts";
import type { FeedMessage, Snapshot } from "../contract/feed.ts";
import type { Log } from "../observe/log.ts";
import { EventRing } from "./event_ring.ts";
import { Outbox } from "./outbox.ts";
import { encodeMessage, encodeRetry, HEARTBEAT } from "./sse.ts";

export type HubMessage = Exclude<FeedMessage, { event: "snapshot" }>;

/** The hub numbers what it sends: those who make events number each call for themselves. */
export type Shown = Omit<Snapshot, "seq">;

export interface FeedStream {
  stream: ReadableStream<Uint8Array>;
  /** Ends the stream in order; "signed_out" is told to the reader first. Idempotent. */
  close(reason?: "signed_out"): void;
}

export interface Hub {
  publish(message: HubMessage): void;
  /**
   * A stream for one reader. With a `lastEventId` that is still known: what was missed since; else a
   * snapshot, after a `resync` where an id was given.
   */
  open(options: { lastEventId: string | null; snapshot: () => Shown }): FeedStream;
  /** Has every reader begin anew: what waits for them gives way to a `resync` and a snapshot. */
  resync(reason: string, snapshot: () => Shown): void;
  /** Number of the last event of a call that was sent. */
  readonly seq: number;
  /** Ends all streams in order. */
  closeAll(): void;
  readonly readers: number;
}

export interface HubOptions {
  clock: Clock;
  log: Log;
  /** Letters and digits; differs for each process, so that its ids mean nothing to the next. */
  epoch?: string;
  ringSize?: number;
  /** 0 ≤ x < 1 */
  random?: () => number;
}

const HEARTBEAT_MS = 15_000;
/** A reader this far behind is cut off; it comes back and gets what it missed. */
const OUTBOX_BYTES = 256 * 1024;

export function createHub(options: HubOptions): Hub {
  return new EventHub(options);
}

class EventHub implements Hub {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #random: () => number;
  readonly #ring: EventRing;
  readonly #readers = new Set<Outbox>();
  /** Messages without a number, by subject: a reader who comes back may have missed the last one. */
  readonly #standing = new Map<string, () => Uint8Array>();
  #seq = 0;
  #stopHeartbeat: (() => void) | null = null;

  constructor(options: HubOptions) {
    this.#clock = options.clock;
    this.#log = options.log;
    this.#random = options.random ?? Math.random;
    this.#ring = new EventRing({
      epoch: options.epoch ?? crypto.randomUUID().replaceAll("-", "").slice(0, 12),
      size: options.ringSize ?? 2000,
    });
  }

  get readers(): number {
    return this.#readers.size;
  }

  get seq(): number {
    return this.#seq;
  }

  publish(message: HubMessage): void {
    const chunk = this.#chunk(message);
    if (this.#readers.size > 0) this.#send(chunk());
  }

  resync(reason: string, snapshot: () => Shown): void {
    if (this.#readers.size === 0) return;
    const anew = [encodeMessage({ event: "resync", data: { reason } }), this.#snapshot(snapshot)];
    for (const reader of this.#readers) reader.restart([this.#retry(), ...anew]);
  }

  open(options: { lastEventId: string | null; snapshot: () => Shown }): FeedStream {
    const first = this.#first(options);
    const reader: Outbox = new Outbox(first, OUTBOX_BYTES, () => this.#forget(reader));
    this.#readers.add(reader);
    this.#beat();
    return {
      stream: reader.stream,
      close: (reason) => {
        if (reason === "signed_out") reader.push(encodeMessage({ event: "signed_out", data: {} }));
        this.#end(reader);
      },
    };
  }

  closeAll(): void {
    for (const reader of [...this.#readers]) this.#end(reader);
  }

  /** Encoded once, and not before somebody is to have it: where nobody watches, calls come from all instances. */
  #chunk(message: HubMessage): () => Uint8Array {
    if (message.event === "call") {
      const seq = ++this.#seq;
      const chunk = once(() => encodeMessage(message, this.#ring.id(seq)));
      this.#ring.add(seq, chunk, !PASSING.has(message.data.type));
      return chunk;
    }
    const chunk = once(() => encodeMessage(message));
    if (message.event === "status") this.#standing.set("status", chunk);
    if (message.event === "notices") this.#standing.set("notices", chunk);
    if (message.event === "agent") this.#standing.set(`agent ${message.data.id}`, chunk);
    return chunk;
  }

  #first(options: { lastEventId: string | null; snapshot: () => Shown }): Uint8Array[] {
    const retry = this.#retry();
    const { lastEventId } = options;
    const missed = lastEventId ? this.#ring.missedSince(lastEventId) : null;
    if (missed?.ok) {
      return [
        retry,
        ...missed.chunks,
        ...[...this.#standing.values()].map((chunk) => chunk()),
      ];
    }
    const snapshot = this.#snapshot(options.snapshot);
    if (!missed) return [retry, snapshot];
    const resync = encodeMessage({ event: "resync", data: { reason: missed.reason } });
    return [retry, resync, snapshot];
  }

  #retry(): Uint8Array {
    return encodeRetry(1000 + this.#random() * 4000);
  }

  #snapshot(shown: () => Shown): Uint8Array {
    const data: Snapshot = { ...shown(), seq: this.#seq };
    return encodeMessage({ event: "snapshot", data }, this.#ring.id(this.#seq));
  }

  #send(chunk: Uint8Array): void {
    for (const reader of [...this.#readers]) {
      if (reader.push(chunk)) continue;
      this.#log.warn("reader_too_slow", { behindBytes: reader.waitingBytes });
      this.#forget(reader);
      reader.drop();
    }
  }

  #end(reader: Outbox): void {
    this.#forget(reader);
    reader.end();
  }

  #forget(reader: Outbox): void {
    this.#readers.delete(reader);
    if (this.#readers.size > 0) return;
    this.#stopHeartbeat?.();
    this.#stopHeartbeat = null;
  }

  #beat(): void {
    if (this.#stopHeartbeat || this.#readers.size === 0) return;
    this.#stopHeartbeat = this.#clock.after(HEARTBEAT_MS, () => {
      this.#stopHeartbeat = null;
      this.#send(HEARTBEAT);
      this.#beat();
    });
  }
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => made ??= make();
}
