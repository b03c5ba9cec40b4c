// The translations of one call that are under way: each can be given up, and all at its end.
// Knows neither order nor deadlines; those are waiting_lines.ts.
import type { Translate } from "./translation.ts";

export class Translations {
  readonly #translate: Translate;
  readonly #onDone: (itemId: string, text: string | null) => void;
  readonly #running = new Map<string, AbortController>();

  /** `onDone` must not throw; it is not told of what was given up. */
  constructor(translate: Translate, onDone: (itemId: string, text: string | null) => void) {
    this.#translate = translate;
    this.#onDone = onDone;
  }

  begin(itemId: string, text: string, languages: { from: string; to: string }): void {
    const controller = new AbortController();
    this.#running.set(itemId, controller);
    const done = (translation: string | null) => {
      if (this.#running.get(itemId) !== controller) return;
      this.#running.delete(itemId);
      this.#onDone(itemId, translation);
    };
    this.#translate(text, { ...languages, signal: controller.signal }).then(done, () => done(null));
  }

  giveUp(itemId: string): void {
    const controller = this.#running.get(itemId);
    this.#running.delete(itemId);
    controller?.abort();
  }

  stop(): void {
    for (const itemId of [...this.#running.keys()]) this.giveUp(itemId);
  }
}
