// Closes a socket in a moment when nothing from the other side waits to be read. Deno's WebSocket breaks off without
// its close frame when a message is read after `close`, and to the core a call that ended well would look like a crash
// (code 1006): it sends sound every 20 ms, so after any stall of ours some of it is always waiting.
import type { Cancel, Clock } from "../../clock.ts";
import { guarded } from "../../guard.ts";
import type { SocketPort } from "../socket_port.ts";

export interface QuietCloseOptions {
  socket: SocketPort;
  clock: Clock;
  onFault(error: unknown): void;
}

/** Longer than a core that sends sound is ever silent. */
const SILENT_MS = 40;
/** What waits is read within this; the next sound comes later. */
const QUIET_MS = 5;
/** A look that comes so late says nothing: what has come meanwhile is not read yet. */
const LATE_MS = 15;
/** Of a core that never pauses no more is expected. */
const AT_MOST_MS = 200;

export class QuietClose {
  readonly #options: QuietCloseOptions;
  #wish: { code: number; reason: string; untilMs: number } | null = null;
  #cancel: Cancel | null = null;

  constructor(options: QuietCloseOptions) {
    this.#options = options;
  }

  /** Once; within a fifth of a second. */
  close(code: number, reason: string): void {
    if (this.#wish) return;
    this.#wish = { code, reason, untilMs: this.#options.clock.now() + AT_MOST_MS };
    this.#lookIn(SILENT_MS);
  }

  /** Something was read. */
  heard(): void {
    if (!this.#wish) return;
    if (this.#options.clock.now() >= this.#wish.untilMs) return this.letGo();
    this.#lookIn(QUIET_MS);
  }

  /** What is still to be closed is closed now; no timer is left. */
  letGo(): void {
    this.#cancel?.();
    this.#cancel = null;
    const wish = this.#wish;
    this.#wish = null;
    const { socket, onFault } = this.#options;
    if (wish) guarded(onFault, () => socket.close(wish.code, wish.reason))();
  }

  #lookIn(ms: number): void {
    const { clock, onFault } = this.#options;
    const dueMs = clock.now() + ms;
    this.#cancel?.();
    this.#cancel = clock.after(
      ms,
      guarded(onFault, () => {
        this.#cancel = null;
        const nowMs = clock.now();
        if (!this.#wish) return;
        if (nowMs - dueMs <= LATE_MS || nowMs >= this.#wish.untilMs) return this.letGo();
        this.#lookIn(QUIET_MS);
      }),
    );
  }
}
