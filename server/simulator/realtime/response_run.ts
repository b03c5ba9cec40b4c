// One response as it goes out: performs its plan, and ends it in one of the five ways
// (openai-realtime §§ 8, 9, realtime-stand-in §§ 5.2, 5.6). It knows neither why it began nor the others.
import type { Cancel } from "../../clock.ts";
import { bytesPerMs } from "./audio_format.ts";
import type { Reply } from "./dialogue.ts";
import type { Emitter, ItemView, ResponseView, StatusDetails } from "./emit.ts";
import { type OutputItem, OutputItems } from "./output_items.ts";
import type { Mischief, Step, Timed } from "./plan.ts";
import { between, type Random, type Range, wholeBetween } from "./random.ts";
import type { Timing } from "./scenario.ts";
import type { AudioFormat, Voice } from "./session_config.ts";
import type { Timers } from "./timers.ts";
import { NO_USAGE, spokenTokens, textTokens, type Tokens, type Usage } from "./usage_ledger.ts";

export type Ending = "completed" | "cancelled" | "incomplete" | "failed";
export type CancelReason = "turn_detected" | "client_cancelled";

/** What a response is, apart from what it says; taken when it is asked for. */
export interface RunSettings {
  id: string;
  /** null: out of band, not part of the conversation. */
  conversationId: string | null;
  format: AudioFormat;
  voice: Voice;
  written: boolean;
  maxOutputTokens: number | "inf";
  metadata: Record<string, string> | null;
  reply: Reply;
  plan: readonly Timed[];
  /** How many deltas still come out after a cancel. */
  lateDeltas: Range;
}

/** What a response needs of its session. */
export interface RunSurroundings {
  emitter: Emitter;
  timers: Timers;
  timing: Timing;
  random: Random;
  items: OutputItems;
  /** Books the output and says what it cost. */
  book: (output: Tokens) => Usage;
  mischief: (step: Mischief) => void;
  over: (run: ResponseRun, ending: Ending) => void;
}

export class ResponseRun {
  readonly settings: RunSettings;
  #surroundings: RunSurroundings;
  #outputs: OutputItem[] = [];
  #at = 0;
  #next: Cancel = () => {};
  #createdAtMs: number | null = null;
  #state: "running" | "cancelling" | "over" = "running";

  constructor(settings: RunSettings, surroundings: RunSurroundings) {
    this.settings = settings;
    this.#surroundings = surroundings;
    const { timers, timing, random } = surroundings;
    this.#next = timers.after(between(random, timing.responseCreated), () => this.#begin());
  }

  /** When `response.created` was sent; null: not yet. */
  get createdAtMs(): number | null {
    return this.#createdAtMs;
  }

  get running(): boolean {
    return this.#state === "running";
  }

  /** Length of all audio sent, in milliseconds. */
  get audioMs(): number {
    return this.#outputs.reduce((sum, { record }) => sum + record.audioMs, 0);
  }

  /** What is already in the pipe still comes out, then the partial ends. */
  cancel(reason: CancelReason): void {
    if (this.#state !== "running") return;
    this.#state = "cancelling";
    this.#next();
    if (this.#createdAtMs === null) this.#announce();
    const { random } = this.#surroundings;
    const open = this.#outputs.findIndex((output) => !output.closed);
    const late = this.settings.plan.slice(this.#at)
      .filter(({ step }) => step.type === "audio" && step.item === open)
      .slice(0, wholeBetween(random, this.settings.lateDeltas))
      .map(({ step }) => step);
    const end = () => this.#finish({ type: "cancelled", reason });
    const pour = () => {
      const step = late.shift();
      if (!step) return end();
      this.#perform(step);
      this.#next = this.#surroundings.timers.after(between(random, [1, 15]), pour);
    };
    this.#next = this.#surroundings.timers.after(between(random, [1, 15]), pour);
  }

  #begin(): void {
    this.#announce();
    this.#schedule();
  }

  #announce(): void {
    const { emitter, timers } = this.#surroundings;
    this.#createdAtMs = timers.now();
    emitter.emit("response.created", { response: this.#view("in_progress", null, null) });
  }

  #schedule(): void {
    const timed = this.settings.plan[this.#at];
    if (!timed) return; // A plan without an end: the response hangs until it is cancelled.
    const beforeMs = this.settings.plan[this.#at - 1]?.atMs ?? 0;
    this.#next = this.#surroundings.timers.after(Math.max(0, timed.atMs - beforeMs), () => {
      // Steps of the same moment leave together, as a clump.
      do {
        const { step } = this.settings.plan[this.#at]!;
        this.#at++;
        this.#perform(step);
      } while (this.running && this.settings.plan[this.#at]?.atMs === timed.atMs);
      if (this.running) this.#schedule();
    });
  }

  #perform(step: Step): void {
    const { items, mischief } = this.#surroundings;
    const { settings } = this;
    switch (step.type) {
      case "open":
        this.#outputs[step.item] = items.open(settings, settings.reply[step.item]!, step.item);
        return;
      case "words":
        return items.words(settings, this.#outputs[step.item]!, step.text);
      case "audio":
        return items.audio(
          settings,
          this.#outputs[step.item]!,
          step.audio,
          bytesPerMs(settings.format),
        );
      case "arguments":
        return items.arguments(settings, this.#outputs[step.item]!, step.text);
      case "work":
        return items.work(settings, this.#outputs[step.item]!, step.phase);
      case "close":
        return items.close(settings, this.#outputs[step.item]!, "completed");
      case "done":
        return this.#finish({ type: "completed" });
      case "end":
        return this.#finish(
          step.status === "incomplete"
            ? { type: "incomplete", reason: step.code as "max_output_tokens" | "content_filter" }
            : {
              type: "failed",
              error: { type: "server_error", code: step.code, message: step.message },
            },
        );
      case "ghosts":
        return items.ghosts(settings);
      default:
        mischief(step);
    }
  }

  #finish(details: StatusDetails): void {
    if (this.#state === "over") return;
    this.#state = "over";
    this.#next();
    const { emitter, items, timers, timing, random, book, over } = this.#surroundings;
    for (const output of this.#outputs) {
      if (!output.closed) items.close(this.settings, output, "incomplete");
    }
    const usage = details.type === "failed" && this.#outputs.length === 0
      ? NO_USAGE
      : book(this.#tokens());
    emitter.emit("response.done", {
      response: this.#view(details.type, details.type === "completed" ? null : details, usage),
    });
    const aftermath = this.settings.plan.findIndex(({ step }) => step.type === "done") + 1;
    if (aftermath > 0) {
      for (const { step } of this.settings.plan.slice(aftermath)) this.#perform(step);
    }
    timers.after(between(random, timing.rateLimits), () => items.rateLimits());
    over(this, details.type);
  }

  #tokens(): Tokens {
    return this.#outputs.reduce<Tokens>((sum, { words, args, record }) => ({
      text: sum.text + textTokens(words + args),
      audio: sum.audio + spokenTokens(record.audioMs),
    }), { text: 0, audio: 0 });
  }

  #view(
    status: Ending | "in_progress",
    details: StatusDetails | null,
    usage: Usage | null,
  ): ResponseView {
    const { id, conversationId, written, format, voice, maxOutputTokens, metadata } = this.settings;
    const output: ItemView[] = this.#outputs.map(({ record }) => record.view);
    return {
      object: "realtime.response",
      id,
      status,
      status_details: details,
      output,
      conversation_id: conversationId,
      output_modalities: [written ? "text" : "audio"],
      max_output_tokens: maxOutputTokens,
      audio: { output: { format, voice: typeof voice === "string" ? voice : voice.id } },
      usage,
      metadata,
    };
  }
}
