// What a transcription session hears and tells (realtime-stand-in § 8): either it finds the turns and writes each down
// when it is over, or it writes word by word behind the sound and the client commits the pauses.
import { BYTES_PER_MS, rms } from "../../audio/ulaw.ts";
import type { Recording, Speech } from "../speech.ts";
import type { SpottedWord, WordSpotter } from "../word_spotter.ts";
import type { Conduct } from "./conduct.ts";
import type { Emitter } from "./emit.ts";
import type { FaultPlan } from "./faults.ts";
import { InputBuffer } from "./input_buffer.ts";
import { between, type Random } from "./random.ts";
import type { Fault, Scenario, Timing } from "./scenario.ts";
import { WITHOUT_VAD } from "./session_rules.ts";
import { type Refusal, tooLittleAudio } from "./shape.ts";
import type { Timers } from "./timers.ts";
import type { TranscriptionConfig } from "./transcription_config.ts";
import { inventedWords, type Written, writtenDown } from "./written_words.ts";

/** How long after speech began F02 cuts the line. */
const CUT_MS = 300;
const LATE_MS = 5000;
/** A held-back transcript waits so long for the next one. */
const HELD_MS = 4000;
/** Below this nobody speaks. */
const QUIET_RMS = 60;
/** From here on silence that is appended only costs, and a client waits too long with its commit. */
const BILLED_SILENCE_MS = 10_000;
const UNCOMMITTED_MS = 30_000;

export interface UtterancesOptions {
  scenario: Scenario;
  faults: FaultPlan;
  connection: number;
  conduct: Conduct;
  emitter: Emitter;
  timers: Timers;
  timing: Timing;
  random: Random;
  speech: Speech | undefined;
  config: () => TranscriptionConfig;
  drop: () => void;
}

export class Utterances {
  #options: UtterancesOptions;
  #buffer: InputBuffer;
  #spotter: WordSpotter<Recording> | undefined;
  /** Heard and not part of a committed utterance yet. */
  #words: SpottedWord<Recording>[] = [];
  #itemId: string | null = null;
  #previousId: string | null = null;
  #count = 0;
  /** When the last word that was heard is told. */
  #wordDueMs = 0;
  /** Words that were heard and are not told yet: timers that are due at once fire in any order. */
  #waiting: { itemId: string; tell: () => void }[] = [];
  #heldUntilNext: (() => void)[] = [];
  #cutAtMs = Infinity;
  #quietMs = 0;
  #uncommittedMs = 0;

  constructor(options: UtterancesOptions) {
    this.#options = options;
    const { random, timing, scenario, speech } = options;
    this.#spotter = speech?.spotWords();
    this.#buffer = new InputBuffer({
      random,
      semanticWait: timing.semanticWait,
      ...(scenario.speechAtMs ? { speechAtMs: scenario.speechAtMs } : {}),
    });
  }

  /** @param audio mu-law */
  append(audio: Uint8Array): void {
    const { config, drop } = this.#options;
    const words = this.#spotter?.listen(audio) ?? [];
    this.#words.push(...words);
    if (this.#streams) this.#streamed(words, audio);
    const { turn_detection: detection } = config().audio.input;
    for (const turn of this.#buffer.append(audio, detection)) {
      if (turn.type === "started") this.#started(turn.audioStartMs);
      else this.#stopped(turn.audioEndMs, turn.audio);
    }
    if (this.#buffer.clockMs >= this.#cutAtMs) drop();
  }

  commit(): Refusal | null {
    const { audio, bufferedMs } = this.#buffer.commit();
    if (!audio) return tooLittleAudio(bufferedMs);
    this.#committed(audio, this.#words.splice(0));
    return null;
  }

  clear(): void {
    this.#buffer.clear();
    this.#words = [];
    this.#itemId = null;
    this.#uncommittedMs = 0;
    this.#options.emitter.emit("input_audio_buffer.cleared", {});
  }

  get #model(): string {
    return this.#options.config().audio.input.transcription?.model ?? "";
  }

  /** Whether it tells words before anything is committed. */
  get #streams(): boolean {
    return WITHOUT_VAD.includes(this.#model);
  }

  /** The id of the utterance that is being said. */
  #comingId(): string {
    return this.#itemId ??= this.#options.emitter.id("item");
  }

  #streamed(words: readonly SpottedWord<Recording>[], audio: Uint8Array): void {
    const { timers, timing, random, scenario, conduct } = this.#options;
    const audioMs = audio.length / BYTES_PER_MS;
    this.#uncommittedMs += audioMs;
    this.#quietMs = rms(audio) < QUIET_RMS ? this.#quietMs + audioMs : 0;
    if (this.#quietMs > BILLED_SILENCE_MS && this.#quietMs - audioMs <= BILLED_SILENCE_MS) {
      conduct.note("silence_billed", "more than 10 s of silence were appended in a row");
    }
    if (this.#uncommittedMs > UNCOMMITTED_MS && this.#uncommittedMs - audioMs <= UNCOMMITTED_MS) {
      conduct.note("uncommitted", "more than 30 s of audio without a commit");
    }
    if (words.length > 0) this.#mayCut();
    if (scenario.hears) return;
    const itemId = this.#comingId();
    for (const word of words) {
      const first = this.#words.indexOf(word) === 0;
      const dueMs = Math.max(this.#wordDueMs, timers.now() + between(random, timing.word));
      this.#wordDueMs = dueMs;
      const written = this.#written([word], audio);
      this.#waiting.push({ itemId, tell: () => this.#delta(itemId, written, first ? "" : " ") });
      timers.after(dueMs - timers.now(), () => this.#waiting.shift()?.tell());
    }
  }

  #started(audioStartMs: number): void {
    const { emitter } = this.#options;
    // What was too soft to be a turn is none.
    this.#words = this.#words.filter(({ endMs }) => endMs > audioStartMs);
    this.#itemId = null;
    const itemId = this.#comingId();
    emitter.emit("input_audio_buffer.speech_started", {
      audio_start_ms: audioStartMs,
      item_id: itemId,
    });
    this.#mayCut();
  }

  #mayCut(): void {
    const { faults, connection } = this.#options;
    if (faults.take("F02", { connection }, ({ at }) => at?.ms === undefined)) {
      this.#cutAtMs = this.#buffer.clockMs + CUT_MS;
    }
  }

  #stopped(audioEndMs: number, audio: Uint8Array): void {
    this.#options.emitter.emit("input_audio_buffer.speech_stopped", {
      audio_end_ms: audioEndMs,
      item_id: this.#comingId(),
    });
    const words = this.#words.filter(({ startMs }) => startMs < audioEndMs);
    this.#words = this.#words.slice(words.length);
    this.#committed(audio, words);
  }

  #committed(audio: Uint8Array, words: readonly SpottedWord<Recording>[]): void {
    const { emitter, faults, connection } = this.#options;
    const id = this.#comingId();
    const previous = this.#previousId;
    this.#itemId = null;
    this.#previousId = id;
    this.#uncommittedMs = 0;
    this.#count++;
    emitter.emit("input_audio_buffer.committed", { item_id: id, previous_item_id: previous });
    const item = {
      id,
      object: "realtime.item" as const,
      type: "message" as const,
      role: "user" as const,
      status: "completed" as const,
      content: [{ type: "input_audio" as const }],
    };
    emitter.emit("conversation.item.added", { previous_item_id: previous, item });
    emitter.emit("conversation.item.done", { previous_item_id: previous, item });
    const written = this.#written(words, audio);
    const told = this.#streams && !this.#options.scenario.hears ? words.length : 0;
    const fault = faults.take("F36", { connection, utterance: this.#count });
    this.#schedule({ id, written, told, audioMs: audio.length / BYTES_PER_MS }, fault);
  }

  #schedule(utterance: Utterance, fault: Fault | undefined): void {
    const { timers, timing, random } = this.#options;
    const tell = () => this.#complete(utterance);
    const usual = timers.now() +
      between(random, this.#streams ? timing.committed : timing.utterance);
    const dueMs = Math.max(usual, this.#streams ? this.#wordDueMs : 0);
    const later = (fn: () => void, moreMs = 0) => timers.after(dueMs - timers.now() + moreMs, fn);
    switch (fault?.variant) {
      case undefined:
        return void later(tell);
      case "never":
        return;
      case "empty":
        utterance.written = { ...utterance.written, pieces: [] };
        return void later(tell);
      case "invented":
        utterance.written = inventedWords(this.#count);
        utterance.told = 0;
        return void later(tell);
      case "failed":
        return void later(() => this.#fail(utterance.id));
      case "out-of-order": {
        const cancel = timers.after(HELD_MS, () => held());
        const held = () => {
          cancel();
          this.#heldUntilNext = this.#heldUntilNext.filter((one) => one !== held);
          tell();
        };
        this.#heldUntilNext.push(held);
        return;
      }
      default:
        return void later(tell, fault?.value ?? LATE_MS);
    }
  }

  #written(words: readonly SpottedWord<Recording>[], audio: Uint8Array): Written {
    const { scenario, config } = this.#options;
    return writtenDown({
      words,
      hears: scenario.hears?.[this.#count - 1],
      noise: scenario.noise ?? "speech",
      number: this.#count,
      audioMs: audio.length / BYTES_PER_MS,
      quiet: rms(audio) < QUIET_RMS,
      transcription: config().audio.input.transcription,
    });
  }

  #delta(itemId: string, { pieces, logprob }: Written, before = ""): void {
    const text = before + pieces.join(" ");
    this.#options.emitter.emit("conversation.item.input_audio_transcription.delta", {
      item_id: itemId,
      content_index: 0,
      delta: text,
      ...this.#logprobs([text], logprob),
    });
  }

  #complete({ id, written, told, audioMs }: Utterance): void {
    const { emitter } = this.#options;
    const { pieces, logprob, languages } = written;
    while (this.#waiting.some(({ itemId }) => itemId === id)) this.#waiting.shift()!.tell();
    pieces.slice(told).forEach((piece, i) =>
      this.#delta(id, { ...written, pieces: [piece] }, told + i > 0 ? " " : "")
    );
    const tokens = pieces.map((piece, i) => i > 0 ? ` ${piece}` : piece);
    emitter.emit("conversation.item.input_audio_transcription.completed", {
      item_id: id,
      content_index: 0,
      transcript: pieces.join(" "),
      usage: { type: "duration", seconds: Math.ceil(audioMs / 1000) },
      ...this.#logprobs(tokens, logprob),
      // Only this model tells them (§ 5.2).
      ...(this.#model === "gpt-transcribe" && { languages: languages.map((code) => ({ code })) }),
    });
    for (const held of this.#heldUntilNext.splice(0)) held();
  }

  #fail(itemId: string): void {
    this.#options.emitter.emit("conversation.item.input_audio_transcription.failed", {
      item_id: itemId,
      content_index: 0,
      error: {
        type: "transcription_error",
        code: "audio_unintelligible",
        message: "The audio could not be transcribed.",
      },
    });
  }

  #logprobs(tokens: readonly string[], mean: number) {
    const { config, random } = this.#options;
    if (!config().include) return {};
    return {
      logprobs: tokens.map((token) => ({
        token,
        bytes: [...new TextEncoder().encode(token)],
        logprob: mean * between(random, [0.6, 1.4]),
      })),
    };
  }
}

interface Utterance {
  id: string;
  written: Written;
  /** Pieces that were told before. */
  told: number;
  audioMs: number;
}
