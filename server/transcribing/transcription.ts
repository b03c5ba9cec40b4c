// Runs one call between people: joins its channel and one ear for each side, feeds the rules in
// listening_step.ts and does what they say. A fault in here ends this call only.
import type { Cancel, Clock } from "../clock.ts";
import type { EndReason } from "../contract/call.ts";
import type { CallEventBody } from "../contract/event.ts";
import { faultPlace, guarded } from "../guard.ts";
import type { Log } from "../observe/log.ts";
import type {
  Speaker,
  TranscriptChannel,
  TranscriptListener,
} from "../telephony/transcript_channel.ts";
import type { Ear, EarSettings, OpenEar } from "../upstream/transcription/ear.ts";
import { languageTag } from "./languages.ts";
import {
  type Circumstances,
  type Effect,
  type Listening,
  type ListeningInput,
  newListening,
} from "./listening.ts";
import { endedOf, step } from "./listening_step.ts";
import type { Translate } from "./translation.ts";
import { Translations } from "./translations.ts";
import { utteranceUuid } from "./utterance_id.ts";

export interface TranscriptionOptions {
  callId: string;
  channel: TranscriptChannel;
  /** By the channel's index. */
  speakers: readonly Speaker[];
  /** As the phone system named it; "": none. */
  language: string;
  ear: Pick<EarSettings, "model" | "keywords">;
  openEar: OpenEar;
  safetyIdentifier: string;
  supportedLanguages: readonly string[];
  interims: boolean;
  /** Null: lines stay in their own language. */
  translation: { to: string; translate: Translate } | null;
  clock: Clock;
  log: Log;
  emit(event: CallEventBody): void;
  /** Seconds of sound that `model` wrote down. */
  onCost(model: string, seconds: number): void;
  onEnded(): void;
}

export class Transcription {
  readonly #options: TranscriptionOptions;
  readonly #answeredAtMs: number;
  readonly #ears: readonly Ear[];
  readonly #translations: Translations | null;
  /** Where the last sound of each channel ended, on the clock of the line. */
  readonly #heardUntilMs: number[];
  readonly #around: Omit<Circumstances, "nowMs">;
  #listening: Listening;
  #wake: Cancel | null = null;
  /** Of the phone system's `closing`. */
  #done: (() => void) | null = null;
  /** What the channel calls. */
  readonly listener: TranscriptListener;

  constructor(options: TranscriptionOptions) {
    this.#options = options;
    const { callId, speakers, openEar, safetyIdentifier, translation } = options;
    this.#answeredAtMs = options.clock.now();
    this.#heardUntilMs = speakers.map(() => 0);
    const language = languageTag(options.language);
    this.#listening = newListening(speakers, language);
    this.#around = {
      translateTo: translation?.to ?? "",
      interims: options.interims,
      supportedLanguages: options.supportedLanguages,
      itemId: (channel, utteranceId) => utteranceUuid(callId, channel, utteranceId),
      heardUntilMs: (channel) => this.#heardUntilMs[channel] ?? 0,
    };
    this.#translations = translation &&
      new Translations(
        translation.translate,
        this.#guard((itemId, text) => this.#take({ type: "translated", itemId, text })),
      );
    const settings = { ...options.ear, languages: language === "" ? [] : [language] };
    this.#ears = speakers.map((_, channel) =>
      openEar(
        settings,
        safetyIdentifier,
        this.#guard((event) => this.#take({ type: "ear", channel, event })),
      )
    );
    this.listener = this.#listener();
  }

  /** Ends the call by its failure path, for instance when the server stops; `quick`: at once. */
  fail(reason: EndReason, code: string, quick: boolean): void {
    this.#take({ type: "fail", reason, code, quick });
  }

  #listener(): TranscriptListener {
    const guard = this.#guard;
    return {
      audio: guard((channel: number, audio: Uint8Array, startMs: number) => {
        if (this.#listening.held || this.#listening.phase !== "live") return;
        this.#heardUntilMs[channel] = startMs + audio.length / 8;
        this.#ears[channel]?.append(audio, startMs);
      }),
      held: guard(() => this.#take({ type: "held" })),
      resumed: guard((gapMs: number) => this.#take({ type: "resumed", gapMs })),
      language: guard((tag: string) => this.#take({ type: "language", tag })),
      note: guard((code: string, detail: string) =>
        this.#options.emit({ type: "call.note", code, detail })
      ),
      closing: guard((done: () => void, withinMs: number) => {
        this.#done = done;
        if (this.#listening.phase === "over") done();
        this.#take({ type: "closing", withinMs });
      }),
      closed: guard((how) => this.#take({ type: "closed", how })),
    };
  }

  readonly #guard = <A extends unknown[]>(fn: (...args: A) => void): (...args: A) => void =>
    guarded<A>((error) => this.#onFault(error), fn);

  #take(input: ListeningInput): void {
    const around = { ...this.#around, nowMs: this.#nowMs() };
    const { listening, effects } = step(this.#listening, input, around);
    this.#listening = listening;
    for (const effect of effects) this.#perform(effect);
  }

  #nowMs(): number {
    return Math.max(0, Math.round(this.#options.clock.now() - this.#answeredAtMs));
  }

  #perform(effect: Effect): void {
    const { channel } = this.#options;
    switch (effect.do) {
      case "emit":
        return this.#options.emit(effect.event);
      case "send":
        // Once the phone has gone, lines are for our own record alone.
        return this.#listening.closedAtMs === null ? channel.send(effect.line) : undefined;
      case "translate": {
        const { itemId, text, from, to } = effect;
        return this.#translations?.begin(itemId, text, { from, to });
      }
      case "giveUp":
        return this.#translations?.giveUp(effect.itemId);
      case "pauseEars":
        return this.#ears.forEach((ear) => ear.pause());
      case "setLanguages":
        return this.#ears.forEach((ear, index) => {
          if (effect.channel === null || effect.channel === index) ear.setLanguages(effect.tags);
        });
      case "languageChanged":
        return channel.languageChanged(effect.tag);
      case "cost":
        return this.#options.onCost(effect.model, effect.seconds);
      case "finishEars":
        return this.#finishEars(effect.withinMs);
      case "done":
        return this.#done?.();
      case "end":
        return channel.end(effect.ending);
      case "wake":
        return this.#wakeAt(effect.atMs);
      case "finish":
        return this.#finish();
    }
  }

  #finishEars(withinMs: number): void {
    const finished = this.#guard(() => this.#take({ type: "finished" }));
    Promise.allSettled(this.#ears.map((ear) => ear.finish(withinMs))).then(finished);
  }

  #wakeAt(atMs: number): void {
    const { clock } = this.#options;
    this.#wake?.();
    const tick = this.#guard(() => this.#take({ type: "tick" }));
    this.#wake = clock.after(Math.max(0, this.#answeredAtMs + atMs - clock.now()), tick);
  }

  #finish(): void {
    this.#wake?.();
    this.#wake = null;
    this.#translations?.stop();
    for (const ear of this.#ears) ear.close();
    this.#options.onEnded();
  }

  /** An exception of ours: this call ends with a reason, no other is touched (P-01). */
  #onFault(error: unknown): void {
    const { callId: call, log, channel } = this.#options;
    log.error("transcription_fault", { call, at: faultPlace(error) });
    try {
      this.#take({ type: "fail", reason: "internal", code: "E_INTERNAL", quick: false });
    } catch {
      // Even the failure path failed: end it by hand, so that nobody waits for it.
      if (this.#listening.phase === "over") return;
      this.#listening = { ...this.#listening, phase: "over" };
      channel.end({ outcome: "error", code: "E_INTERNAL", outputs: {} });
      this.#done?.();
      this.#options.emit(endedOf(this.#listening, this.#nowMs()));
      this.#finish();
    }
  }
}
