// The way out over avr-core's WebSocket: each frame of sound its own message, held back while the core does not read,
// and a reckoning of how long what was sent may still sound. Knows no state of the call.
import type { Cancel, Clock } from "../../clock.ts";
import { guarded } from "../../guard.ts";
import type { SocketPort } from "../socket_port.ts";
import { FRAME_MS, Frames, ULAW_FRAME_BYTES } from "./frames.ts";

export interface SocketOutboxOptions {
  socket: SocketPort;
  clock: Clock;
  /** The core does not read; it reads again. */
  onSlow(bufferedBytes: number): void;
  onReads(): void;
  /** It has taken nothing for five seconds. */
  onStuck(): void;
  onFault(error: unknown): void;
}

/** Two seconds of sound as it is sent: no more may wait in the socket. */
const MAX_BUFFERED_BYTES = 48 * 1024;
const LOOK_EVERY_MS = 50;
const STUCK_AFTER_MS = 5_000;
/** The core may play a little later than we sent. */
const PLAY_SLACK_MS = 500;

export class SocketOutbox {
  #options: SocketOutboxOptions;
  #frames = new Frames();
  #held: Uint8Array<ArrayBuffer>[] = [];
  #takenAtMs = 0;
  #timer: Cancel | null = null;
  #soundsUntilMs = -Infinity;

  constructor(options: SocketOutboxOptions) {
    this.#options = options;
  }

  /** Bytes of mu-law that should have left and have not. */
  get unsentBytes(): number {
    return this.#held.length * ULAW_FRAME_BYTES;
  }

  play(ulaw: Uint8Array): void {
    for (const frame of this.#frames.push(ulaw)) this.#put(frame);
  }

  /** Nothing of an answer stays behind. */
  rest(): void {
    const frame = this.#frames.rest();
    if (frame) this.#put(frame);
  }

  /** Drops what has not left, and has the core drop what it may still hold. Returns the bytes dropped here. */
  silence(): number {
    const dropped = this.drop();
    const nowMs = this.#options.clock.now();
    if (dropped > 0 || nowMs < this.#soundsUntilMs + PLAY_SLACK_MS) {
      this.#soundsUntilMs = -Infinity;
      this.say({ type: "interruption" });
    }
    return dropped;
  }

  /** Drops what has not left; no timer is left either. */
  drop(): number {
    const dropped = this.unsentBytes + this.#frames.clear();
    this.#held = [];
    this.#timer?.();
    this.#timer = null;
    return dropped;
  }

  say(message: Readonly<Record<string, string>>): void {
    this.#options.socket.send(JSON.stringify(message));
  }

  #put(frame: Uint8Array<ArrayBuffer>): void {
    const { socket, clock, onSlow } = this.#options;
    if (this.#held.length === 0 && socket.bufferedAmount <= MAX_BUFFERED_BYTES) {
      return this.#send(frame);
    }
    this.#held.push(frame);
    if (this.#held.length > 1) return;
    this.#takenAtMs = clock.now();
    this.#lookLater();
    onSlow(socket.bufferedAmount);
  }

  #send(frame: Uint8Array<ArrayBuffer>): void {
    const nowMs = this.#options.clock.now();
    this.#soundsUntilMs = Math.max(nowMs, this.#soundsUntilMs) + FRAME_MS;
    this.#options.socket.send(`{"type":"audio","audio":"${frame.toBase64()}"}`);
  }

  #lookLater(): void {
    const { clock, onFault } = this.#options;
    this.#timer = clock.after(LOOK_EVERY_MS, guarded(onFault, () => this.#look()));
  }

  #look(): void {
    const { socket, clock, onReads, onStuck } = this.#options;
    this.#timer = null;
    while (this.#held.length > 0 && socket.bufferedAmount <= MAX_BUFFERED_BYTES) {
      this.#takenAtMs = clock.now();
      this.#send(this.#held.shift()!);
    }
    if (this.#held.length === 0) return onReads();
    if (clock.now() - this.#takenAtMs >= STUCK_AFTER_MS) return onStuck();
    this.#lookLater();
  }
}
