// Where the utterances of one ear come together: what was begun, what came of it, what has been told. Words without
// sound behind them stay here. Knows neither sockets nor who listens.
import type { Clock } from "../../clock.ts";
import type { EarEvent } from "./ear.ts";
import { isInvented } from "./invented.ts";
import type { Line } from "./line.ts";
import { OrderBook, type Outcome, type Utterance } from "./order_book.ts";
import { confidenceOf, languageTag } from "./words.ts";

/**
 * After its end an utterance has so long to be written down. Its sound must still be there for another try: the
 * longest and this are less than what a line keeps.
 */
const PATIENCE_MS = 8_000;
const MAX_TEXT = 10_000;
const MAX_LOST = 8;
/** One that is heard once more begins about where it did. */
const SAME_MS = 1000;

export interface DeskOptions {
  line: Line;
  clock: Clock;
  tell: (event: EarEvent) => void;
  /** Tags of the languages that are expected. */
  expected: () => readonly string[];
  model: (by: object) => string;
  /** No words came in time: another way may be tried, which ends in `words` or `fail`. */
  late: (utterance: Utterance) => void;
}

export interface Told {
  text: string;
  logprobs: readonly number[] | null;
  languages: readonly string[];
  /** What is billed; null: the length of its sound. */
  seconds: number | null;
  /** Who wrote it down, where that is not whoever heard it. */
  model?: string;
}

export class Desk {
  readonly #options: DeskOptions;
  readonly #book = new OrderBook();
  /** Begun by somebody who is gone, with words that were told in part: whoever hears them again goes on there. */
  #lost: Utterance[] = [];
  #number = 0;
  #settledMs = 0;
  #patienceMs = PATIENCE_MS;

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  /** Everything said before this moment was told, or will never be. */
  get settledMs(): number {
    return this.#settledMs;
  }

  /** Nothing is open. */
  get isIdle(): boolean {
    return this.#book.isEmpty;
  }

  get dueMs(): number | null {
    return this.#book.dueMs;
  }

  /** The oldest sound that somebody may still ask for. */
  get neededFromMs(): number {
    return this.#book.all[0]?.fromMs ?? Infinity;
  }

  /** Those of one writer that have no outcome yet. */
  openOf(by: object): Utterance[] {
    return this.#book.all.filter((utterance) => utterance.by === by && !utterance.outcome);
  }

  begin(by: object, { fromMs, startMs }: { fromMs: number; startMs: number }): Utterance {
    const lost = this.#lost.find((other) =>
      Math.abs(other.startMs - startMs) < SAME_MS ||
      (startMs > other.startMs && startMs < (other.untilMs ?? other.startMs))
    );
    this.#lost = this.#lost.filter((other) => other !== lost);
    const utterance: Utterance = {
      id: lost?.id ?? `u${++this.#number}`,
      by,
      fromMs,
      untilMs: null,
      startMs,
      endMs: startMs,
      text: "",
      shown: lost !== undefined,
      logprobs: [],
      dueMs: null,
      outcome: null,
    };
    this.#book.add(utterance);
    return utterance;
  }

  /** It is whole: from now on its words are waited for, unless whoever writes it down has deadlines of their own. */
  end(
    utterance: Utterance,
    { untilMs, startMs, endMs }: { untilMs: number; startMs: number; endMs: number },
    patient = false,
  ): void {
    Object.assign(utterance, { untilMs, startMs, endMs });
    utterance.dueMs = patient ? null : this.#options.clock.now() + this.#patienceMs;
  }

  /** The end is near: from now on words are late after so long. */
  hurry(patienceMs: number): void {
    this.#patienceMs = patienceMs;
    const dueMs = this.#options.clock.now() + patienceMs;
    for (const utterance of this.#book.all) {
      if (utterance.dueMs !== null) utterance.dueMs = Math.min(utterance.dueMs, dueMs);
    }
  }

  partial(utterance: Utterance, delta: string, logprobs: readonly number[] = []): void {
    if (utterance.outcome || delta === "" || !this.#book.has(utterance)) return;
    utterance.text = (utterance.text + delta).slice(0, MAX_TEXT);
    utterance.logprobs = [...utterance.logprobs, ...logprobs].slice(0, MAX_TEXT);
    const { id, text, startMs } = utterance;
    if (text.trim() === "") return;
    utterance.shown = true;
    this.#options.tell({ type: "partial", utteranceId: id, text: text.trim(), startMs });
  }

  words(utterance: Utterance, told: Told): void {
    const { text, logprobs, languages, seconds } = told;
    if (logprobs) utterance.logprobs = logprobs;
    const { expected, model } = this.#options;
    this.#settle(utterance, {
      type: "words",
      text: text.trim().slice(0, MAX_TEXT),
      language: languageTag(languages, expected()),
      seconds: seconds ?? soundMs(utterance) / 1000,
      model: told.model ?? model(utterance.by),
    });
  }

  /** There will be no words; those that came so far count, since they were said. */
  fail(utterance: Utterance, code: string, detail: string): void {
    const text = utterance.text.trim();
    if (text === "") return this.#settle(utterance, { type: "none", code, detail });
    this.#options.tell({ type: "note", code, detail });
    const seconds = soundMs(utterance) / 1000;
    const model = this.#options.model(utterance.by);
    this.#settle(utterance, { type: "words", text, language: "", seconds, model });
  }

  /** Whoever wrote these down is gone: they will be heard once more. */
  withdraw(by: object): void {
    const begun = this.#book.withdraw(by).filter(({ text }) => text.trim() !== "");
    this.#lost = [...this.#lost, ...begun].slice(-MAX_LOST);
    this.#tellSettled();
  }

  /** Gives up what waits too long. */
  tick(): void {
    const nowMs = this.#options.clock.now();
    for (const utterance of [...this.#book.all]) {
      if (utterance.outcome || utterance.dueMs === null || utterance.dueMs > nowMs) continue;
      utterance.dueMs = null;
      this.#options.late(utterance);
    }
  }

  /** Nobody waits any longer. */
  flush(): void {
    for (const utterance of [...this.#book.all]) {
      if (utterance.outcome) continue;
      utterance.endMs = Math.max(utterance.endMs, utterance.startMs);
      this.fail(utterance, "transcript_late", "No words came before the end of the call");
    }
  }

  #settle(utterance: Utterance, outcome: Outcome): void {
    if (utterance.outcome || !this.#book.has(utterance)) return;
    utterance.outcome = outcome;
    utterance.dueMs = null;
    this.#tellSettled();
  }

  #tellSettled(): void {
    for (;;) {
      const next = this.#book.takeNext();
      if (!next) return;
      this.#settledMs = Math.max(this.#settledMs, next.untilMs ?? 0, next.endMs);
      this.#tell(next, next.outcome!);
      // Somebody may keep it for a while, so that nothing is told of it twice.
      next.text = "";
      next.logprobs = [];
      this.#dropLost();
    }
  }

  /** What was shown in part, and was passed over when its sound was heard once more. */
  #dropLost(): void {
    const passed = (lost: Utterance) => lost.startMs + SAME_MS < this.#settledMs;
    for (const lost of this.#lost.filter(passed)) this.#tellDropped(lost, "empty");
    this.#lost = this.#lost.filter((lost) => !passed(lost));
  }

  #tellDropped({ id, shown, startMs, endMs }: Utterance, why: "empty" | "invented"): void {
    const utteranceId = shown ? { utteranceId: id } : {};
    this.#options.tell({ type: "dropped", ...utteranceId, why, startMs, endMs });
  }

  #tell(utterance: Utterance, outcome: Outcome): void {
    const { tell, line } = this.#options;
    const { id, startMs, endMs, fromMs } = utterance;
    if (outcome.type === "none") {
      this.#tellDropped(utterance, "empty");
      if (outcome.code !== "") {
        tell({ type: "note", code: outcome.code, detail: outcome.detail });
      }
      return;
    }
    const { text, language, seconds, model } = outcome;
    const confidence = confidenceOf(utterance.logprobs);
    const untilMs = utterance.untilMs ?? endMs;
    const loudest = line.loudest(fromMs, untilMs);
    if (text === "") this.#tellDropped(utterance, "empty");
    else if (isInvented({ text, confidence, loudest, gate: line.gate })) {
      this.#tellDropped(utterance, "invented");
    } else {
      const words = { utteranceId: id, text, startMs, endMs, language };
      tell({ type: "final", words: { ...words, confidence: confidence ?? 1 } });
    }
    if (seconds > 0) tell({ type: "used", seconds, model });
  }
}

function soundMs({ fromMs, untilMs, endMs }: Utterance): number {
  return Math.max(0, (untilMs ?? endMs) - fromMs);
}
