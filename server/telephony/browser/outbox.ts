// The way out to a browser: sound as it comes, held back while the browser does not read. Knows no state of the call.
import type { Cancel, Clock } from "../../clock.ts";
import { guarded } from "../../guard.ts";
import type { TestCallTells } from "../../contract/test_call.ts";
import type { SocketPort } from "../socket_port.ts";

export interface OutboxOptions {
  socket: SocketPort;
  clock: Clock;
  /** The browser does not read. */
  onSlow(bufferedBytes: number): void;
  /** It has taken nothing for five seconds. */
  onStuck(): void;
  onFault(error: unknown): void;
}

/** Two seconds of sound: no more may wait in the socket. */
const MAX_BUFFERED_BYTES = 16 * 1024;
const LOOK_EVERY_MS = 50;
const STUCK_AFTER_MS = 5_000;

export class Outbox {
  readonly #options: OutboxOptions;
  #held: Uint8Array<ArrayBuffer>[] = [];
  #heldBytes = 0;
  #takenAtMs = 0;
  #cancelLook: Cancel | null = null;
  /** The browser may have sound that it has not played. */
  #sounding = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** Bytes that should have left and have not. */
  get unsentBytes(): number {
    return this.#heldBytes;
  }

  play(audio: Uint8Array<ArrayBuffer>): void {
    const { socket, clock, onSlow } = this.#options;
    if (this.#held.length === 0 && socket.bufferedAmount <= MAX_BUFFERED_BYTES) {
      return this.#send(audio);
    }
    this.#held.push(audio);
    this.#heldBytes += audio.length;
    if (this.#held.length > 1) return;
    this.#takenAtMs = clock.now();
    this.#lookLater();
    onSlow(socket.bufferedAmount);
  }

  /** Drops what has not left and has the browser drop what it has. Returns the bytes dropped here. */
  silence(): number {
    const dropped = this.drop();
    if (this.#sounding) this.say({ type: "clear" });
    this.#sounding = false;
    return dropped;
  }

  /** The browser has played all that left. */
  played(): void {
    this.#sounding = false;
  }

  /** Drops what has not left; no timer is left either. */
  drop(): number {
    const dropped = this.#heldBytes;
    this.#held = [];
    this.#heldBytes = 0;
    this.#cancelLook?.();
    this.#cancelLook = null;
    return dropped;
  }

  say(message: TestCallTells): void {
    this.#options.socket.send(JSON.stringify(message));
  }

  #send(audio: Uint8Array<ArrayBuffer>): void {
    this.#sounding = true;
    this.#options.socket.send(audio);
  }

  #lookLater(): void {
    const { clock, onFault } = this.#options;
    this.#cancelLook = clock.after(LOOK_EVERY_MS, guarded(onFault, () => this.#look()));
  }

  #look(): void {
    const { socket, clock, onStuck } = this.#options;
    this.#cancelLook = null;
    while (this.#held.length > 0 && socket.bufferedAmount <= MAX_BUFFERED_BYTES) {
      const audio = this.#held.shift()!;
      this.#heldBytes -= audio.length;
      this.#takenAtMs = clock.now();
      this.#send(audio);
    }
    if (this.#held.length === 0) return;
    if (clock.now() - this.#takenAtMs >= STUCK_AFTER_MS) return onStuck();
    this.#lookLater();
  }
}
