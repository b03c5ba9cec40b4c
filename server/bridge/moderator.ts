// Has the words of one call checked, beside its sound, and tells what came of it. Ends with the call.
import type { Moderate, Moderated } from "./moderation.ts";
import type { CheckedWords } from "./talk_moderation.ts";

export interface ModeratorOptions {
  /** null: nobody can check, so every check fails. */
  moderate: Moderate | null;
  /** Faults in callbacks must reach the call, not the process. */
  guard<A extends unknown[]>(fn: (...args: A) => void): (...args: A) => void;
  onResult(words: CheckedWords, result: Moderated | null): void;
}

export class Moderator {
  readonly #options: ModeratorOptions;
  readonly #over = new AbortController();

  constructor(options: ModeratorOptions) {
    this.#options = options;
  }

  check(words: CheckedWords, text: string): void {
    const { moderate, guard, onResult } = this.#options;
    const { signal } = this.#over;
    const tell = guard((result: Moderated | null) => {
      if (!signal.aborted) onResult(words, result);
    });
    const checked = moderate?.(text, signal) ?? Promise.resolve(null);
    checked.then(tell, () => tell(null));
  }

  stop(): void {
    this.#over.abort();
  }
}
