// The caller's items of one session: when they began and ended, what was said, and which are to be forgotten.
// Knows neither socket nor responses.
import type { UpstreamEvent } from "./upstream.ts";

export interface CallerTurnsPorts {
  tell: (event: UpstreamEvent) => void;
  /** Removes an item of the conversation. */
  remove: (itemId: string) => void;
  count: (kind: string) => void;
}

export class CallerTurns {
  #ports: CallerTurnsPorts;
  #known = new Map<string, { committed: boolean }>();
  #forgotten = new Set<string>();
  #transcribed = new Set<string>();

  constructor(ports: CallerTurnsPorts) {
    this.#ports = ports;
  }

  started(itemId: string, audioStartMs: number): void {
    this.#known.set(itemId, { committed: false });
    this.#ports.tell({ type: "speech_started", itemId, audioStartMs });
  }

  stopped(itemId: string, audioEndMs: number): void {
    this.#ports.tell({ type: "speech_stopped", itemId, audioEndMs });
  }

  committed(itemId: string, previousItemId: string | null): void {
    this.#known.set(itemId, { committed: true });
    if (this.#forgotten.has(itemId)) this.#ports.remove(itemId);
    this.#ports.tell({ type: "committed", itemId, previousItemId });
  }

  /** Whether it is one of the caller's; one that is not committed yet is removed as soon as it is. */
  forget(itemId: string): boolean {
    const item = this.#known.get(itemId);
    if (!item) return false;
    if (this.#forgotten.has(itemId)) return true;
    this.#forgotten.add(itemId);
    if (item.committed) this.#ports.remove(itemId);
    return true;
  }

  delta(itemId: string, delta: string): void {
    if (delta === "" || this.#isForgotten(itemId)) return;
    this.#ports.tell({ type: "caller_delta", itemId, delta });
  }

  text(itemId: string, text: string): void {
    if (this.#isFirst(itemId)) this.#ports.tell({ type: "caller_text", itemId, text });
  }

  textFailed(itemId: string, code: string): void {
    if (this.#isFirst(itemId)) this.#ports.tell({ type: "caller_text_failed", itemId, code });
  }

  #isForgotten(itemId: string): boolean {
    const forgotten = this.#forgotten.has(itemId);
    if (forgotten) this.#ports.count("forgotten_text");
    return forgotten;
  }

  #isFirst(itemId: string): boolean {
    if (this.#isForgotten(itemId) || this.#transcribed.has(itemId)) return false;
    this.#transcribed.add(itemId);
    return true;
  }
}
