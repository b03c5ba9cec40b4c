// Writes down the caller's turns, several at once, each in its own time. Knows nothing of answers.
import { writeWav } from "../../audio/wav.ts";
import { failed } from "../failure.ts";
import type { Rest } from "../rest/rest.ts";
import type { UpstreamFailure } from "../upstream.ts";

export interface ScribeOptions {
  rest: Rest;
  model: string;
  /** ISO 639-1, "" to detect it. */
  language: string;
  onText(itemId: string, text: string): void;
  onFailed(itemId: string, failure: UpstreamFailure): void;
  /** Turns will not be understood any more. */
  onLost(failure: UpstreamFailure): void;
  onFault(error: unknown): void;
}

const MAX_FAILURES = 3;
/** One turn that cannot be read says nothing about the next; these do. */
const HOPELESS: ReadonlySet<UpstreamFailure["code"]> = new Set([
  "E_UP_AUTH",
  "E_UP_MODEL",
  "E_UP_QUOTA",
]);

export class Scribe {
  readonly #options: ScribeOptions;
  #open = new Map<string, { controller: AbortController; written: Promise<void> }>();
  #failures = 0;

  constructor(options: ScribeOptions) {
    this.#options = options;
  }

  /** @param audio mu-law */
  write(itemId: string, audio: Uint8Array): void {
    const controller = new AbortController();
    const written = this.#write(itemId, audio, controller.signal)
      .catch((error) => this.#options.onFault(error))
      .finally(() => this.#open.delete(itemId));
    this.#open.set(itemId, { controller, written });
  }

  /** When everything that was said so far is written down, or could not be. */
  async idle(): Promise<void> {
    await Promise.all([...this.#open.values()].map(({ written }) => written));
  }

  /** Nobody wants to know any more. */
  forget(itemId: string): void {
    this.#open.get(itemId)?.controller.abort();
  }

  stop(): void {
    for (const { controller } of this.#open.values()) controller.abort();
  }

  async #write(itemId: string, audio: Uint8Array, signal: AbortSignal): Promise<void> {
    const { rest, model, language, onText, onFailed, onLost } = this.#options;
    const wav = writeWav(audio) as Uint8Array<ArrayBuffer>;
    let result = await rest.transcribe(wav, { model, language, signal });
    // A caller who has to say it again is worse off than one who waits a moment longer.
    const passing = !result.ok &&
      ["E_UP_5XX", "E_UP_LOST", "E_UP_CONNECT"].includes(result.failure.code);
    if (passing && !signal.aborted) {
      result = await rest.transcribe(wav, { model, language, signal });
    }
    if (signal.aborted) return;
    if (result.ok) {
      this.#failures = 0;
      return onText(itemId, result.text.trim());
    }
    const { failure } = result;
    this.#failures++;
    onFailed(itemId, failure);
    if (HOPELESS.has(failure.code)) onLost(failure);
    else if (this.#failures >= MAX_FAILURES) {
      onLost(failed(failure.code, `Three turns in a row were not transcribed. ${failure.detail}`));
    }
  }
}
