// One session: takes the client's frames in their order, answers them, and lives until its hour is over
// (openai-realtime §§ 4–15). It knows a wire of four methods, not sockets.
import type { Clock } from "../../clock.ts";
import { bytesPerMs, toUlaw } from "./audio_format.ts";
import { type ClientFrame, readClientFrame } from "./client_event.ts";
import { Dialogue } from "./dialogue.ts";
import { Emitter } from "./emit.ts";
import type { FaultPlan } from "./faults.ts";
import { ItemRequests } from "./item_requests.ts";
import { Conversation } from "./items.ts";
import type { Journal } from "./journal.ts";
import type { Mischief } from "./plan.ts";
import { between, type Random } from "./random.ts";
import { RemoteServers } from "./remote_servers.ts";
import { Responses } from "./responses.ts";
import { type Fault, type Scenario, TIMING, type Timing } from "./scenario.ts";
import { defaultConfig, type SessionConfig, updateConfig } from "./session_config.ts";
import { type Fields, invalidValue, type Refusal, refuse } from "./shape.ts";
import { Timers } from "./timers.ts";
import { Turns } from "./turns.ts";
import { faultPlace } from "../../guard.ts";
import type { Speech } from "../speech.ts";

/** What a session needs of its connection. */
export interface Wire {
  send(frame: string | Uint8Array): void;
  close(code?: number, reason?: string): void;
  /** Breaks the connection without a close frame. */
  drop(): void;
  /** Neither reads nor writes any more, and does not say so. */
  stall(): void;
}

export interface SessionOptions {
  wire: Wire;
  journal: Journal;
  faults: FaultPlan;
  scenario: Scenario;
  speech?: Speech | undefined;
  clock: Clock;
  random: Random;
  paceX: number;
  model: string;
}

const SESSION_MS = 3_600_000;
const YEARS_MS = 10 * 365 * 86_400_000;
const CONNECTION_FAULTS = ["F01", "F02", "F15", "F42"] as const;

export class Session {
  readonly id: string;
  #options: SessionOptions;
  #timing: Timing;
  #timers: Timers;
  #emitter: Emitter;
  #items: ItemRequests;
  #servers: RemoteServers;
  #responses: Responses;
  #turns: Turns;
  #config: SessionConfig = defaultConfig();
  #expiresAtMs = 0;
  /** Frames behind an update that is not answered yet; audio does not wait. */
  #queue: ClientFrame[] | null = null;
  #configured = false;
  #over = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    const { scenario, journal, random, clock, paceX, faults, model, speech } = options;
    const connection = journal.number;
    const timing = { ...TIMING, ...scenario.timing };
    const timers = new Timers({
      clock,
      paceX,
      onFault: (error) => {
        journal.faults.push(faultPlace(error));
        this.#close(1011, "server_error.null");
      },
    });
    const emitter = new Emitter({
      connection,
      random,
      untidy: scenario.untidy === false ? 0 : 1,
      send: (text, type) => this.#send(text, type),
    });
    const conversation = new Conversation();
    const dialogue = new Dialogue(scenario, { speech, random });
    const config = () => this.#config;
    const parts = {
      scenario,
      faults,
      connection,
      emitter,
      timers,
      timing,
      random,
      conversation,
      dialogue,
      config,
    };
    this.#timing = timing;
    this.#timers = timers;
    this.#emitter = emitter;
    this.id = emitter.id("sess");
    journal.sessionId = this.id;
    const servers = this.#servers = new RemoteServers({ ...parts, conduct: journal.conduct });
    this.#items = new ItemRequests({ ...parts, servers, journal });
    this.#responses = new Responses({
      ...parts,
      servers,
      model,
      conduct: journal.conduct,
      mischief: (step) => this.#mischief(step),
      sent: ({ record, piece }, audio) =>
        journal.say(record.id, piece.type === "speech" ? piece.text : "", audio),
      over: (audioMs) => this.#turns.responseOver(audioMs),
    });
    this.#turns = new Turns({
      ...parts,
      interrupt: () => this.#responses.interrupt(),
      answer: (why) => this.#answer(why),
      responseActive: () => this.#responses.active !== null,
      drop: () => this.#mischief({ type: "drop" }),
    });
  }

  /** Says hello after a while, unless a fault forbids it. */
  begin(): void {
    const { faults, journal, random } = this.#options;
    const connection = journal.number;
    if (faults.take("F08", { connection }, ({ variant }) => variant !== "tcp")) return;
    this.#timers.after(between(random, this.#timing.sessionCreated), () => {
      this.#expire(faults.take("F41", { connection }));
      this.#emitter.emit("session.created", { session: this.#view() });
      if (faults.take("F46", { connection })) this.#responses.create("turn");
    });
  }

  /** One frame of the client. Never throws. */
  receive(frame: string | Uint8Array): void {
    if (this.#over) return;
    const { refuseRate } = this.#options.scenario;
    const read = readClientFrame(frame, { refuseRate: refuseRate ?? true });
    const bytes = typeof frame === "string" ? frame.length : frame.byteLength;
    const seen = read.type === "refused" ? read.seen : read.type;
    const event = read.type === "refused" ? undefined : read.event;
    this.#options.journal.record("in", seen, bytes, event);
    this.#inOrder(read);
  }

  /** The connection is gone. Nothing is sent afterwards; no timer is left. */
  end(): void {
    this.#over = true;
    this.#timers.clear();
    this.#queue = null;
  }

  #take(read: ClientFrame): void {
    const refusal = read.type === "refused"
      ? read.refusal
      : this.#perform(read.type, read.event, read);
    if (!refusal) return;
    const { seen } = read.type === "refused" ? read : { seen: read.type };
    const { code, param } = refusal;
    if (!RACES.includes(code)) {
      this.#options.journal.conduct.note("refused", `${seen}: ${code} ${param ?? ""}`.trimEnd());
    }
    this.#emitter.refuse(refusal, read.eventId);
  }

  #perform(type: ClientFrame["type"], event: Fields, read: ClientFrame): Refusal | null {
    switch (type) {
      case "session.update":
        return this.#update(event.session, read.eventId);
      case "input_audio_buffer.append":
        return this.#append(String(event.audio));
      case "input_audio_buffer.commit":
        return this.#turns.commit();
      case "input_audio_buffer.clear":
        this.#turns.clear();
        return null;
      case "conversation.item.create":
        return this.#items.create(event);
      case "conversation.item.retrieve":
        return this.#items.retrieve(event.item_id);
      case "conversation.item.truncate":
        return this.#items.truncate(event);
      case "conversation.item.delete":
        return this.#items.delete(event.item_id);
      case "response.create":
        this.#turns.responseBegan();
        return this.#responses.create("asked", event.response as Fields | undefined);
      case "response.cancel":
        this.#options.journal.totals.cancels++;
        return this.#responses.cancel(event.response_id);
      case "refused":
        return null;
    }
  }

  #update(session: unknown, eventId: string | null): Refusal | null {
    const { faults, journal, random, scenario, model } = this.#options;
    const connection = journal.number;
    const before = this.#config;
    const result = updateConfig(before, session, {
      model,
      refuseRate: scenario.refuseRate ?? true,
      audioProduced: this.#responses.audioProduced,
      responseActive: this.#responses.active !== null,
    });
    if ("refusal" in result) return result.refusal;
    const refused = faults.take("F10", { connection });
    if (refused) {
      const param = refused.variant ?? "session.audio.input.transcription.language";
      this.#emitter.refuse(
        refuse("unknown_parameter", `Unknown parameter: '${param}'.`, param),
        eventId,
      );
      return null;
    }
    if (
      this.#configured &&
      String(result.config.audio.output.voice) !== String(before.audio.output.voice)
    ) {
      journal.conduct.note("voice_changed", "session.update with another voice");
    }
    const late = faults.take("F09", { connection });
    this.#queue = [];
    if (late?.variant === "never") return null;
    const delayMs = late ? late.value ?? 5000 : between(random, this.#timing.sessionUpdated);
    this.#timers.after(delayMs, () => this.#updated(result.config));
    return null;
  }

  #updated(config: SessionConfig): void {
    const { faults, journal } = this.#options;
    this.#config = config;
    if (faults.take("F11", { connection: journal.number })) {
      config.audio.output.format = { type: "audio/pcm", rate: 24000 };
    }
    this.#emitter.emit("session.updated", { session: this.#view() });
    journal.conduct.configured();
    this.#servers.configured(config.tools);
    if (!this.#configured) this.#scheduleFaults();
    this.#configured = true;
    const queue = this.#queue ?? [];
    this.#queue = null;
    // Another update among them makes the rest wait again.
    for (const read of queue) this.#inOrder(read);
  }

  #inOrder(read: ClientFrame): void {
    if (read.type !== "input_audio_buffer.append" && this.#queue) this.#queue.push(read);
    else this.#take(read);
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
    this.#turns.append(toUlaw(audio, format));
    return null;
  }

  #answer(why: "turn" | "idle"): void {
    this.#turns.responseBegan();
    this.#responses.create(why);
  }

  #mischief(step: Mischief): void {
    const { wire, journal } = this.#options;
    switch (step.type) {
      case "frame":
        journal.record(
          "out",
          typeof step.frame === "string" ? "text" : "binary",
          step.frame.length,
        );
        return wire.send(step.frame);
      case "event":
        return this.#emitter.raw(step.event);
      case "repeat":
        return this.#emitter.repeat();
      case "false_start":
        return this.#turns.falseStart();
      case "flapping":
        return this.#turns.flap();
      case "drop":
        this.end();
        journal.end("stand-in", 1006, "dropped");
        return wire.drop();
      case "stall":
        this.end();
        return wire.stall();
      case "close_socket":
        if (step.refusal) {
          const message = "You exceeded your current quota, please check your plan.";
          this.#emitter.refuse(refuse(step.refusal, message, null), null, step.refusal);
        }
        return this.#close(step.code, step.refusal ? `${step.refusal}.${step.refusal}` : "");
    }
  }

  #scheduleFaults(): void {
    const { faults, journal } = this.#options;
    const timed = ({ at }: Fault) => at?.ms !== undefined;
    const fault = faults.takeAny(CONNECTION_FAULTS, { connection: journal.number }, timed);
    if (!fault) return;
    this.#timers.after(fault.at?.ms ?? 0, () => {
      if (fault.name === "F15") return this.#mischief({ type: "stall" });
      const code = fault.name === "F42" ? fault.value ?? 1011 : 1006;
      this.#mischief(code === 1006 ? { type: "drop" } : { type: "close_socket", code });
    });
  }

  #expire(fault: Fault | undefined): void {
    const { clock, scenario } = this.#options;
    const lifeMs = fault && fault.variant === undefined
      ? fault.value ?? 5000
      : scenario.sessionMs ?? SESSION_MS;
    const skewMs = { past: -2 * SESSION_MS, skewed: YEARS_MS }[fault?.variant ?? ""] ?? 0;
    this.#expiresAtMs = clock.wall() + lifeMs + skewMs;
    this.#timers.after(lifeMs, () => {
      const message = "Your session hit the maximum duration of 60 minutes.";
      this.#emitter.refuse(refuse("session_expired", message, null), null);
      this.#close(1001, message);
    });
  }

  #view() {
    return {
      type: "realtime" as const,
      object: "realtime.session" as const,
      id: this.id,
      model: this.#options.model,
      expires_at: Math.floor(this.#expiresAtMs / 1000),
      ...this.#config,
    };
  }

  #send(text: string, type: string): void {
    if (this.#over) return;
    const { journal, wire } = this.#options;
    journal.record("out", type, text.length);
    if (type === "session.hint.updated") journal.conduct.surprised();
    wire.send(text);
  }

  #close(code: number, reason: string): void {
    if (this.#over) return;
    this.end();
    this.#options.journal.end("stand-in", code, reason);
    this.#options.wire.close(code === 1005 ? undefined : code, reason);
  }
}

/** Refusals that a good client meets too: two events crossed, or a truncation was too long by a hair. */
const RACES: readonly (string | null)[] = [
  "response_cancel_not_active",
  "conversation_already_has_active_response",
  "unsupported_content_type",
  null,
];
