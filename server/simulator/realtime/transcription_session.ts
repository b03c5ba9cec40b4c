// A session that only writes down what it hears (openai-realtime § 17, realtime-stand-in § 8): no conversation, no
// responses. It takes the client's frames in their order; utterances.ts hears and tells.
import { bytesPerMs, toUlaw } from "./audio_format.ts";
import type { ClientFrame } from "./client_event.ts";
import type { TranscriptionView } from "./emit.ts";
import { between } from "./random.ts";
import { SessionLine, type SessionLineOptions } from "./session_line.ts";
import { type Fields, invalidValue, type Refusal, refuse } from "./shape.ts";
import {
  defaultTranscription,
  type TranscriptionConfig,
  updateTranscription,
} from "./transcription_config.ts";
import { Utterances } from "./utterances.ts";
import type { Speech } from "../speech.ts";

export interface TranscriptionSessionOptions extends SessionLineOptions {
  speech?: Speech | undefined;
}

export class TranscriptionSession {
  #options: TranscriptionSessionOptions;
  #line: SessionLine;
  #utterances: Utterances;
  #config: TranscriptionConfig = defaultTranscription();
  /** Frames behind an update that is not answered yet; audio does not wait. */
  #queue: ClientFrame[] | null = null;
  #configured = false;

  constructor(options: TranscriptionSessionOptions) {
    this.#options = options;
    const line = this.#line = new SessionLine(options);
    const { scenario, faults, journal, speech, random } = options;
    journal.conduct.irregular();
    this.#utterances = new Utterances({
      scenario,
      faults,
      connection: journal.number,
      conduct: journal.conduct,
      emitter: line.emitter,
      timers: line.timers,
      timing: line.timing,
      random,
      speech,
      config: () => this.#config,
      drop: () => line.drop(),
    });
  }

  get id(): string {
    return this.#line.id;
  }

  /** Says hello after a while, unless a fault forbids it. */
  begin(): void {
    this.#line.begin(() => this.#line.emitter.emit("session.created", { session: this.#view() }));
  }

  /** One frame of the client. Never throws. */
  receive(frame: string | Uint8Array): void {
    const read = this.#line.read(frame);
    if (read) this.#inOrder(read);
  }

  /** The connection is gone. Nothing is sent afterwards; no timer is left. */
  end(): void {
    this.#line.end();
    this.#queue = null;
  }

  #inOrder(read: ClientFrame): void {
    if (read.type !== "input_audio_buffer.append" && this.#queue) {
      this.#queue.push(read);
      return;
    }
    const refusal = read.type === "refused"
      ? read.refusal
      : this.#perform(read.type, read.event, read.eventId);
    if (refusal) this.#line.refuse(read, refusal);
  }

  #perform(
    type: Exclude<ClientFrame["type"], "refused">,
    event: Fields,
    eventId: string | null,
  ): Refusal | null {
    switch (type) {
      case "session.update":
        return this.#update(event.session, eventId);
      case "input_audio_buffer.append":
        return this.#append(String(event.audio));
      case "input_audio_buffer.commit":
        return this.#utterances.commit();
      case "input_audio_buffer.clear":
        this.#utterances.clear();
        return null;
      default: {
        const message = `'${type}' is not supported in a transcription session.`;
        return invalidValue("type", message);
      }
    }
  }

  #update(session: unknown, eventId: string | null): Refusal | null {
    const { faults, journal, random, scenario } = this.#options;
    const connection = journal.number;
    const result = updateTranscription(this.#config, session, scenario.models);
    if ("refusal" in result) return result.refusal;
    const refused = faults.take("F10", { connection });
    if (refused) {
      const param = refused.variant ?? "session.audio.input.transcription.keywords";
      const message = `Unknown parameter: '${param}'.`;
      this.#line.emitter.refuse(refuse("unknown_parameter", message, param), eventId);
      return null;
    }
    const late = faults.take("F09", { connection });
    this.#queue = [];
    if (late?.variant === "never") return null;
    const delayMs = late ? late.value ?? 5000 : between(random, this.#line.timing.sessionUpdated);
    this.#line.timers.after(delayMs, () => this.#updated(result.config));
    return null;
  }

  #updated(config: TranscriptionConfig): void {
    const { faults, journal } = this.#options;
    this.#config = config;
    if (faults.take("F11", { connection: journal.number })) {
      config.audio.input.format = { type: "audio/pcm", rate: 24000 };
    }
    journal.model = config.audio.input.transcription?.model ?? "";
    this.#line.emitter.emit("session.updated", { session: this.#view() });
    journal.conduct.configured();
    if (!this.#configured) this.#line.scheduleFaults();
    this.#configured = true;
    const queue = this.#queue ?? [];
    this.#queue = null;
    // Another update among them makes the rest wait again.
    for (const read of queue) this.#inOrder(read);
  }

  #append(base64: string): Refusal | null {
    let audio: Uint8Array;
    try {
      audio = Uint8Array.fromBase64(base64);
    } catch {
      return invalidValue("audio", "Invalid 'audio': not base64.");
    }
    const { format } = this.#config.audio.input;
    this.#options.journal.hear(audio, audio.length / bytesPerMs(format));
    this.#utterances.append(toUlaw(audio, format));
    return null;
  }

  #view(): TranscriptionView {
    return {
      type: "transcription",
      object: "realtime.transcription_session",
      id: this.id,
      expires_at: this.#line.expiresAtS,
      ...this.#config,
    };
  }
}
