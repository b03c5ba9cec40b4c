// When nobody has spoken for a while: the provider's idle timeout, on the clock of appended audio. Pure but for
// its memory.
import type { TurnTaking } from "../../contract/agent.ts";

export class IdleWatch {
  readonly #timeoutMs: number | null;
  /** When the agent will have been heard to its end; null: nothing is waited for. */
  #quietFromMs: number | null = null;

  constructor({ mode, idleTimeoutMs }: TurnTaking) {
    this.#timeoutMs = mode === "server_vad" ? idleTimeoutMs : null;
  }

  /** The agent's sound comes in bursts and is heard one after another. */
  sounds(nowMs: number, audioMs: number): void {
    this.#quietFromMs = Math.max(nowMs, this.#quietFromMs ?? 0) + audioMs;
  }

  reset(): void {
    this.#quietFromMs = null;
  }

  /** Whether the silence has lasted long enough; says so once. */
  passed(nowMs: number): boolean {
    if (this.#timeoutMs === null || this.#quietFromMs === null) return false;
    if (nowMs - this.#quietFromMs < this.#timeoutMs) return false;
    this.#quietFromMs = null;
    return true;
  }
}
