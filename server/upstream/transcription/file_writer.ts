// Has utterances written down as files over REST (openai-realtime § 19): two at once, each with its own patience.
// Knows neither the line nor the order in which words are told.
import { BYTES_PER_MS } from "../../audio/ulaw.ts";
import { writeWav } from "../../audio/wav.ts";
import type { Clock } from "../../clock.ts";
import { nextAttempt } from "../retry.ts";
import type { Rest, TranscribeOptions } from "../rest/rest.ts";
import type { UpstreamFailure } from "../upstream.ts";
import type { Told } from "./desk.ts";
import { fileModelOf, takesHints, tellsLogprobsOfFiles } from "./models.ts";
import type { Utterance } from "./order_book.ts";
import { languageCodes } from "./words.ts";

const AT_ONCE = 2;
/** Two minutes of sound wait at most. */
const MAX_WAITING_BYTES = 120_000 * BYTES_PER_MS;
/** Less is refused. */
const LEAST_MS = 100;
const BUDGET_MS = 15_000;
/** So many in a row that are refused as they are mean that all will be. */
const MAX_REFUSALS = 3;
const HOPELESS: ReadonlySet<UpstreamFailure["code"]> = new Set(
  ["E_UP_AUTH", "E_UP_MODEL", "E_UP_QUOTA"],
);

export interface FileWriterOptions {
  rest: Rest;
  /** The ear's; the one for files is made from it. */
  model: string;
  keywords: readonly string[];
  languages: () => readonly string[];
  clock: Clock;
  random: () => number;
  written: (utterance: Utterance, told: Told) => void;
  failed: (utterance: Utterance, failure: UpstreamFailure) => void;
  /** No file will be taken. Once; it follows the failure of the utterance that showed it. */
  refused: (failure: UpstreamFailure) => void;
  fault: (error: unknown) => void;
}

interface Task {
  utterance: Utterance;
  audio: Uint8Array;
}

export class FileWriter {
  readonly #options: FileWriterOptions;
  readonly model: string;
  #waiting: Task[] = [];
  #busy = new Map<AbortController, Utterance>();
  /** What but the model and one language may be said; refused once, it is left out. */
  #plain = false;
  #refusals = 0;
  #isRefused = false;

  constructor(options: FileWriterOptions) {
    this.#options = options;
    this.model = fileModelOf(options.model);
  }

  /** No file is taken. */
  get isRefused(): boolean {
    return this.#isRefused;
  }

  /** @param audio mu-law; it is kept */
  write(utterance: Utterance, audio: Uint8Array): void {
    this.#waiting.push({ utterance, audio });
    let bytes = this.#waiting.reduce((sum, task) => sum + task.audio.length, 0);
    while (bytes > MAX_WAITING_BYTES) {
      const oldest = this.#waiting.shift()!;
      bytes -= oldest.audio.length;
      this.#options.failed(oldest.utterance, TOO_MUCH);
    }
    this.#next();
  }

  /** Nobody wants to know any more. @returns what will not be written down */
  stop(): Utterance[] {
    const left = [...this.#busy.values(), ...this.#waiting.map(({ utterance }) => utterance)];
    this.#waiting = [];
    for (const controller of this.#busy.keys()) controller.abort();
    this.#busy.clear();
    return left;
  }

  #next(): void {
    while (this.#busy.size < AT_ONCE) {
      const task = this.#waiting.shift();
      if (!task) return;
      const controller = new AbortController();
      this.#busy.set(controller, task.utterance);
      this.#write(task, controller.signal)
        .catch((error) => {
          this.#options.fault(error);
          this.#options.failed(task.utterance, BROKEN);
        })
        .finally(() => {
          this.#busy.delete(controller);
          this.#next();
        });
    }
  }

  async #write({ utterance, audio }: Task, signal: AbortSignal): Promise<void> {
    const { rest, clock, random, written, failed, refused } = this.#options;
    if (audio.length < LEAST_MS * BYTES_PER_MS) return failed(utterance, TOO_SHORT);
    const wav = writeWav(audio) as Uint8Array<ArrayBuffer>;
    const sinceMs = clock.now();
    for (let attempt = 1;; attempt++) {
      const plain = this.#plain;
      const answer = await rest.transcribe(wav, this.#request(plain, signal));
      if (signal.aborted) return;
      if (answer.ok) {
        this.#refusals = 0;
        const { text, logprobs = null, languages = [] } = answer;
        return written(utterance, {
          text,
          logprobs,
          languages,
          seconds: audio.length / BYTES_PER_MS / 1000,
          model: this.model,
        });
      }
      const { failure } = answer;
      if (failure.code === "E_UP_CONFIG" && !plain) {
        this.#plain = true;
        continue;
      }
      const elapsedMs = clock.now() - sinceMs;
      const waitMs = nextAttempt({ attempt, failure, elapsedMs, budgetMs: BUDGET_MS, random });
      if (waitMs === null) {
        failed(utterance, failure);
        if (this.#isHopeless(failure)) refused(failure);
        return;
      }
      await paused(clock, waitMs, signal);
      if (signal.aborted) return;
    }
  }

  #isHopeless({ code }: UpstreamFailure): boolean {
    if (this.#isRefused) return false;
    if (code === "E_UP_CONFIG") this.#refusals++;
    this.#isRefused = HOPELESS.has(code) || this.#refusals >= MAX_REFUSALS;
    return this.#isRefused;
  }

  #request(plain: boolean, signal: AbortSignal): TranscribeOptions {
    const { keywords, languages } = this.#options;
    const codes = languageCodes(languages());
    const hints = takesHints(this.model) && !plain;
    return {
      model: this.model,
      ...(codes.length === 1 ? { language: codes[0]! } : {}),
      ...(codes.length > 1 && hints ? { languages: codes } : {}),
      ...(keywords.length > 0 && hints ? { keywords } : {}),
      ...(tellsLogprobsOfFiles(this.model) && !plain ? { logprobs: true } : {}),
      signal,
    };
  }
}

const TOO_MUCH: UpstreamFailure = {
  code: "E_UP_TIMEOUT",
  detail: "Too much sound waits to be written down",
  retry: false,
};
const BROKEN: UpstreamFailure = {
  code: "E_UP_ERROR",
  detail: "An error in the server",
  retry: false,
};
const TOO_SHORT: UpstreamFailure = {
  code: "E_UP_ERROR",
  detail: "Too little sound to be written down",
  retry: false,
};

function paused(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      cancel();
      signal.removeEventListener("abort", done);
      resolve();
    };
    const cancel = clock.after(ms, done);
    signal.addEventListener("abort", done);
  });
}
