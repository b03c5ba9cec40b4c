// The caller's side of a session: turns heard in the appended audio, their commits and transcripts, and what
// happens when nobody speaks (realtime-stand-in § 4). It asks for answers; it does not make them.
import type { Cancel } from "../../clock.ts";
import type { Dialogue } from "./dialogue.ts";
import type { Emitter } from "./emit.ts";
import type { FaultPlan } from "./faults.ts";
import { InputBuffer } from "./input_buffer.ts";
import type { Conversation, Item } from "./items.ts";
import { between, type Random } from "./random.ts";
import type { Fault, Scenario, Timing } from "./scenario.ts";
import type { SessionConfig } from "./session_config.ts";
import { type Refusal, tooLittleAudio } from "./shape.ts";
import type { Timers } from "./timers.ts";

const BYTES_PER_MS = 8;
/** How long after the caller began F02 cuts the line. */
const CUT_MS = 300;

export interface TurnsOptions {
  scenario: Scenario;
  faults: FaultPlan;
  connection: number;
  emitter: Emitter;
  timers: Timers;
  timing: Timing;
  random: Random;
  conversation: Conversation;
  dialogue: Dialogue;
  config: () => SessionConfig;
  /** The caller began to speak and may interrupt. */
  interrupt: () => void;
  /** A turn is over and wants an answer. */
  answer: (why: "turn" | "idle") => void;
  responseActive: () => boolean;
  drop: () => void;
}

export class Turns {
  #options: TurnsOptions;
  #buffer: InputBuffer;
  #itemId: string | null = null;
  #idle: Cancel = () => {};
  /** Transcripts that wait for something: the end of a response, or a later transcript. */
  #heldUntilResponse: (() => void)[] = [];
  #heldUntilNext: (() => void)[] = [];
  #cutAtMs = Infinity;

  constructor(options: TurnsOptions) {
    this.#options = options;
    const { random, timing, scenario } = options;
    this.#buffer = new InputBuffer({
      random,
      semanticWait: timing.semanticWait,
      ...(scenario.speechAtMs ? { speechAtMs: scenario.speechAtMs } : {}),
    });
  }

  /** @param audio mu-law */
  append(audio: Uint8Array): void {
    const detection = this.#options.config().audio.input.turn_detection;
    for (const turn of this.#buffer.append(audio, detection)) {
      if (turn.type === "started") {
        this.#started(turn.audioStartMs);
        const { faults, connection } = this.#options;
        if (faults.take("F02", { connection }, ({ at }) => at?.ms === undefined)) {
          this.#cutAtMs = this.#buffer.clockMs + CUT_MS;
        }
      } else {
        this.#stopped(turn.audioEndMs, turn.audio);
      }
    }
    if (this.#buffer.clockMs >= this.#cutAtMs) this.#options.drop();
  }

  commit(): Refusal | null {
    const { audio, bufferedMs } = this.#buffer.commit();
    if (!audio) return tooLittleAudio(bufferedMs);
    this.#idle();
    this.#committed(this.#takeItemId(), audio);
    return null;
  }

  clear(): void {
    this.#buffer.clear();
    this.#itemId = null;
    this.#options.emitter.emit("input_audio_buffer.cleared", {});
  }

  /** A response of the conversation has ended: what it sent plays on for a while, then silence counts. */
  responseOver(audioMs: number): void {
    for (const tell of this.#heldUntilResponse.splice(0)) tell();
    const detection = this.#options.config().audio.input.turn_detection;
    if (detection?.type !== "server_vad" || detection.idle_timeout_ms === null) return;
    const waitMs = detection.idle_timeout_ms;
    const fromMs = this.#buffer.clockMs;
    this.#idle();
    this.#idle = this.#options.timers.after(audioMs + waitMs, () => this.#idled(fromMs, audioMs));
  }

  responseBegan(): void {
    this.#idle();
  }

  /** Speech that is none: it silences the model, and the turn that ends at once is empty and gets no answer. */
  falseStart(): void {
    this.#started(this.#buffer.clockMs);
    this.#options.timers.after(200, () => {
      const audio = new Uint8Array(0);
      this.#stopped(this.#buffer.clockMs, audio, { answered: false, text: "" });
    });
  }

  /** Speech that starts and stops five times in a second. */
  flap(times = 5): void {
    const { emitter, timers } = this.#options;
    if (times === 0) return;
    const itemId = emitter.id("item");
    const atMs = this.#buffer.clockMs;
    emitter.emit("input_audio_buffer.speech_started", { audio_start_ms: atMs, item_id: itemId });
    timers.after(100, () => {
      emitter.emit("input_audio_buffer.speech_stopped", {
        audio_end_ms: this.#buffer.clockMs,
        item_id: itemId,
      });
      timers.after(100, () => this.flap(times - 1));
    });
  }

  #started(audioStartMs: number): void {
    const { emitter, config, interrupt } = this.#options;
    this.#idle();
    this.#itemId = emitter.id("item");
    emitter.emit("input_audio_buffer.speech_started", {
      audio_start_ms: audioStartMs,
      item_id: this.#itemId,
    });
    if (config().audio.input.turn_detection?.interrupt_response !== false) interrupt();
  }

  #stopped(
    audioEndMs: number,
    audio: Uint8Array,
    options: { answered?: boolean; text?: string } = {},
  ): void {
    const { emitter, config, answer } = this.#options;
    const itemId = this.#takeItemId();
    emitter.emit("input_audio_buffer.speech_stopped", {
      audio_end_ms: audioEndMs,
      item_id: itemId,
    });
    this.#committed(itemId, audio, options.text);
    const detection = config().audio.input.turn_detection;
    if (detection?.create_response && options.answered !== false) answer("turn");
  }

  #takeItemId(): string {
    const id = this.#itemId ?? this.#options.emitter.id("item");
    this.#itemId = null;
    return id;
  }

  #committed(itemId: string, audio: Uint8Array, text?: string): void {
    const { emitter, conversation, dialogue, config } = this.#options;
    const heard = text === undefined ? dialogue.transcribe(audio) : { recording: undefined, text };
    const item: Item = {
      id: itemId,
      by: "caller",
      audioMs: audio.length / BYTES_PER_MS,
      shortMs: 0,
      heard,
      view: {
        id: itemId,
        object: "realtime.item",
        type: "message",
        role: "user",
        status: "completed",
        content: [{ type: "input_audio" }],
      },
    };
    const previous = conversation.push(item);
    emitter.emit("input_audio_buffer.committed", {
      item_id: itemId,
      previous_item_id: previous,
    });
    const transcribed = config().audio.input.transcription !== null;
    const fault = transcribed ? this.#transcriptFault() : undefined;
    if (fault?.variant === "before") this.#transcribed(item);
    emitter.emit("conversation.item.added", { previous_item_id: previous, item: item.view });
    emitter.emit("conversation.item.done", { previous_item_id: previous, item: item.view });
    if (transcribed && fault?.variant !== "before") this.#transcribe(item, fault);
  }

  #transcriptFault(): Fault | undefined {
    const { faults, connection } = this.#options;
    return faults.take("F36", { connection });
  }

  #transcribe(item: Item, fault: Fault | undefined): void {
    const { timers, random, timing, emitter } = this.#options;
    const tell = () => this.#transcribed(item);
    const later = (fn: () => void) => timers.after(between(random, timing.transcription), fn);
    if (!fault) return void later(tell);
    switch (fault.variant) {
      case "never":
        return;
      case "empty":
        item.heard = { recording: item.heard?.recording, text: "" };
        return void later(tell);
      case "out-of-order":
        this.#heldUntilNext.push(tell);
        return;
      case "failed":
        return void later(() =>
          emitter.emit("conversation.item.input_audio_transcription.failed", {
            item_id: item.id,
            content_index: 0,
            error: {
              type: "transcription_error",
              code: "audio_unintelligible",
              message: "The audio could not be transcribed.",
            },
          })
        );
      default:
        this.#heldUntilResponse.push(() => timers.after(50, tell));
    }
  }

  #transcribed(item: Item): void {
    const { emitter } = this.#options;
    const text = item.heard?.text ?? "";
    for (const delta of text.match(/\s*\S+/g) ?? []) {
      emitter.emit("conversation.item.input_audio_transcription.delta", {
        item_id: item.id,
        content_index: 0,
        delta,
      });
    }
    if (item.view.type === "message" && item.view.role === "user") {
      item.view.content = [{ type: "input_audio", transcript: text }];
    }
    emitter.emit("conversation.item.input_audio_transcription.completed", {
      item_id: item.id,
      content_index: 0,
      transcript: text,
      usage: { type: "duration", seconds: Math.ceil(item.audioMs / 1000) },
    });
    for (const held of this.#heldUntilNext.splice(0)) held();
  }

  #idled(fromMs: number, audioMs: number): void {
    const { emitter, config, answer, responseActive } = this.#options;
    const detection = config().audio.input.turn_detection;
    if (detection?.type !== "server_vad" || this.#buffer.speaking || responseActive()) return;
    const endMs = this.#buffer.clockMs;
    // Without audio nobody was silent: the line is held, and the wait begins anew.
    if (endMs === fromMs) return this.responseOver(0);
    const itemId = emitter.id("item");
    emitter.emit("input_audio_buffer.timeout_triggered", {
      audio_start_ms: Math.min(endMs, Math.round(fromMs + audioMs)),
      audio_end_ms: endMs,
      item_id: itemId,
    });
    this.#committed(itemId, this.#buffer.commit().audio ?? new Uint8Array(0), "");
    answer("idle");
  }
}
