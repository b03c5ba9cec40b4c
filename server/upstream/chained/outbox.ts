// Tells events in their order, each outside of whatever brought it about: a listener that answers at once finds a
// session at rest. Knows nothing of their meaning.
import type { UpstreamEvent } from "../upstream.ts";

export class Outbox {
  readonly #listener: (event: UpstreamEvent) => void;
  #events: UpstreamEvent[] = [];
  #waking = false;
  #sealed = false;

  constructor(listener: (event: UpstreamEvent) => void) {
    this.#listener = listener;
  }

  tell(event: UpstreamEvent): void {
    if (this.#sealed) return;
    this.#events.push(event);
    this.#wake();
  }

  /** Takes back what was not told yet. */
  drop(unwanted: (event: UpstreamEvent) => boolean): void {
    this.#events = this.#events.filter((event) => !unwanted(event));
  }

  /** What waits is still told, nothing else. */
  seal(): void {
    this.#sealed = true;
  }

  /** Nothing is told any more. */
  close(): void {
    this.#sealed = true;
    this.#events = [];
  }

  #wake(): void {
    if (this.#waking) return;
    this.#waking = true;
    queueMicrotask(() => {
      this.#waking = false;
      const event = this.#events.shift();
      if (this.#events.length > 0) this.#wake();
      if (event) this.#listener(event);
    });
  }
}
