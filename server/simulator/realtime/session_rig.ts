// For tests: a session on a hand-driven clock, without sockets, and a well-behaved client's words to it.
import { encodeUlaw, silence } from "../../audio/ulaw.ts";
import { ManualClock } from "../../clock.ts";
import type { Speech } from "../speech.ts";
import { FaultPlan } from "./faults.ts";
import { Journal } from "./journal.ts";
import { seeded } from "./random.ts";
import { type Fault, type Scenario, TOLERANCE } from "./scenario.ts";
import { Session } from "./session.ts";
import { type Fields, isFields } from "./shape.ts";
import { TranscriptionSession } from "./transcription_session.ts";

/** The settings a phone call begins with (openai-realtime § 4.7). */
export const PHONE_SETTINGS = {
  type: "realtime",
  instructions: "You answer the parcel hotline.",
  output_modalities: ["audio"],
  audio: {
    input: {
      format: { type: "audio/pcmu" },
      transcription: { model: "gpt-transcribe", language: "en" },
      turn_detection: {
        type: "server_vad",
        threshold: 0.5,
        prefix_padding_ms: 300,
        silence_duration_ms: 500,
        create_response: true,
        interrupt_response: true,
        idle_timeout_ms: null,
      },
    },
    output: { format: { type: "audio/pcmu" }, voice: "marin" },
  },
  tools: [{
    type: "function",
    name: "end_conversation_successfully",
    description: "Ends the call.",
    parameters: { type: "object", properties: { summary: { type: "string" } } },
  }],
  tool_choice: "auto",
  tracing: null,
} as const;

/** The settings of a phone's side that is only written down (openai-realtime § 17). */
export const LISTENING_SETTINGS = {
  type: "transcription",
  audio: {
    input: {
      format: { type: "audio/pcmu" },
      transcription: { model: "gpt-transcribe", languages: ["en", "de"], keywords: ["Weber"] },
      turn_detection: { type: "server_vad", silence_duration_ms: 500 },
    },
  },
  include: ["item.input_audio_transcription.logprobs"],
} as const;

/** The same with a model that writes word by word and leaves the pauses to us. */
export const STREAMING_SETTINGS = {
  type: "transcription",
  audio: {
    input: {
      format: { type: "audio/pcmu" },
      transcription: { model: "gpt-live-transcribe", languages: ["en", "de"] },
      turn_detection: null,
    },
  },
} as const;

/** A 440 Hz tone, as loud as speech unless told otherwise. */
export function loud(ms: number, amplitude = 6000): Uint8Array {
  const pcm = Int16Array.from(
    { length: ms * 8 },
    (_, i) => Math.round(amplitude * Math.sin((2 * Math.PI * 440 * i) / 8000)),
  );
  return encodeUlaw(pcm);
}

/** An event of the server, with its fields reachable by a path. */
export class Received {
  constructor(readonly event: Fields) {}

  get type(): string {
    return String(this.event.type);
  }

  /** The value at a path such as "response.status_details.reason". */
  at(path: string): unknown {
    return path.split(".").reduce<unknown>(
      (value, key) =>
        isFields(value) ? value[key] : Array.isArray(value) ? value[Number(key)] : undefined,
      this.event,
    );
  }
}

export interface RigOptions {
  scenario?: Scenario;
  faults?: readonly Fault[];
  speech?: Speech;
  model?: string;
  seed?: number;
  clock?: ManualClock;
  /** Beside those of PHONE_SETTINGS, or in place of them. */
  settings?: Fields;
  /** A session that only transcribes, with these settings. */
  transcription?: Fields;
}

export class Rig {
  readonly clock: ManualClock;
  readonly journal: Journal;
  readonly session: Session | TranscriptionSession;
  readonly frames: (string | Uint8Array)[] = [];
  ended: { how: "close" | "drop" | "stall"; code?: number | undefined; reason?: string } | null =
    null;

  constructor(options: RigOptions = {}) {
    this.clock = options.clock ?? new ManualClock();
    const model = options.model ?? "gpt-realtime-1.5";
    const scenario: Scenario = {
      answers: options.speech ? "speech" : "tone",
      untidy: false,
      ...options.scenario,
      ...(options.faults ? { faults: options.faults } : {}),
    };
    this.journal = new Journal({
      number: 1,
      url: new URL(
        `http://stand-in/v1/realtime?${
          options.transcription ? "intent=transcription" : `model=${model}`
        }`,
      ),
      headers: new Headers(),
      now: () => this.clock.now(),
      tolerance: { ...TOLERANCE, ...scenario.tolerance },
    });
    const parts = {
      wire: {
        send: (frame: string | Uint8Array) => void this.frames.push(frame),
        close: (code?: number, reason?: string) => {
          this.ended ??= { how: "close", code, ...(reason === undefined ? {} : { reason }) };
        },
        drop: () => void (this.ended ??= { how: "drop" }),
        stall: () => void (this.ended ??= { how: "stall" }),
      },
      journal: this.journal,
      faults: new FaultPlan(scenario),
      scenario,
      speech: options.speech,
      clock: this.clock,
      random: seeded(options.seed ?? 7),
      paceX: 1,
    };
    this.session = options.transcription
      ? new TranscriptionSession(parts)
      : new Session({ ...parts, model });
    this.session.begin();
  }

  /** A session that is configured for a phone. */
  static ready(options: RigOptions = {}): Rig {
    const rig = new Rig(options);
    rig.clock.advance(500);
    const settings = options.transcription ?? { ...PHONE_SETTINGS, ...options.settings };
    rig.send({ type: "session.update", session: settings });
    rig.clock.advance(400);
    return rig;
  }

  send(event: Fields | string | Uint8Array): void {
    const frame = typeof event === "string" || event instanceof Uint8Array;
    this.session.receive(frame ? event : JSON.stringify(event));
  }

  /** Appends in frames of 20 ms as time passes. */
  speak(audio: Uint8Array): void {
    for (let at = 0; at < audio.length; at += 160) {
      const frame = audio.slice(at, at + 160);
      this.clock.advance(20);
      this.send({ type: "input_audio_buffer.append", audio: frame.toBase64() });
    }
  }

  /** A turn of the caller: speech and the silence that ends it. */
  turn(speech: Uint8Array = loud(800)): void {
    this.speak(silence(200));
    this.speak(speech);
    this.speak(silence(700));
  }

  ask(response?: Fields): void {
    this.send({ type: "response.create", ...(response ? { response } : {}) });
  }

  /** What was received that is an event; malformed frames apart. */
  get events(): Received[] {
    return this.frames.flatMap((frame) => {
      try {
        return typeof frame === "string" ? [new Received(JSON.parse(frame))] : [];
      } catch {
        return [];
      }
    });
  }

  types(): string[] {
    return this.events.map(({ type }) => type);
  }

  all(type: string): Received[] {
    return this.events.filter((event) => event.type === type);
  }

  last(type: string): Received {
    const found = this.events.findLast((event) => event.type === type);
    if (!found) throw new Error(`Expected an event ${type}, received ${this.types().join(" ")}`);
    return found;
  }

  has(type: string): boolean {
    return this.events.some((event) => event.type === type);
  }

  /** All audio of an item, or of all items, as sent. */
  audio(itemId?: string): Uint8Array {
    const bytes = this.all("response.output_audio.delta")
      .filter((event) => itemId === undefined || event.at("item_id") === itemId)
      .flatMap((event) => [...Uint8Array.fromBase64(String(event.at("delta")))]);
    return new Uint8Array(bytes);
  }

  /** Lets time pass in small steps until an event of this type has come. */
  until(type: string, times = 1): void {
    for (let passed = 0; passed < 300_000; passed += 5) {
      if (this.all(type).length >= times) return;
      this.clock.advance(5);
    }
    throw new Error(`Expected ${times} of ${type}, received ${this.types().join(" ")}`);
  }

  /** The same with a silent caller on the line, as a good client has it. */
  listen(type: string, times = 1): void {
    for (let passed = 0; passed < 60_000; passed += 20) {
      if (this.all(type).length >= times) return;
      this.speak(silence(20));
    }
    throw new Error(`Expected ${times} of ${type}, received ${this.types().join(" ")}`);
  }
}
