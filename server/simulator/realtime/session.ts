// One session: takes the client's frames in their order, answers them, and lives until its hour is over
// (openai-realtime §§ 4–15). It knows a wire of four methods, not sockets.
import { bytesPerMs, toUlaw } from "./audio_format.ts";
import type { ClientFrame } from "./client_event.ts";
import { Dialogue } from "./dialogue.ts";
import { ItemRequests } from "./item_requests.ts";
import { Conversation } from "./items.ts";
import type { Mischief } from "./plan.ts";
import { between } from "./random.ts";
import { RemoteServers } from "./remote_servers.ts";
import { Responses } from "./responses.ts";
import { defaultConfig, type SessionConfig, updateConfig } from "./session_config.ts";
import { SessionLine, type SessionLineOptions } from "./session_line.ts";
import { type Fields, invalidValue, type Refusal, refuse } from "./shape.ts";
import { Turns } from "./turns.ts";
import type { Speech } from "../speech.ts";

export interface SessionOptions extends SessionLineOptions {
  speech?: Speech | undefined;
  model: string;
}

export class Session {
  #options: SessionOptions;
  #line: SessionLine;
  #items: ItemRequests;
  #servers: RemoteServers;
  #responses: Responses;
  #turns: Turns;
  #config: SessionConfig = defaultConfig();
  /** Frames behind an update that is not answered yet; audio does not wait. */
  #queue: ClientFrame[] | null = null;
  #configured = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    const { scenario, journal, random, faults, model, speech } = options;
    const connection = journal.number;
    const line = this.#line = new SessionLine(options);
    const { emitter, timers, timing } = line;
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

  get id(): string {
    return this.#line.id;
  }

  /** Says hello after a while, unless a fault forbids it. */
  begin(): void {
    const { faults, journal } = this.#options;
    this.#line.begin(() => {
      this.#line.emitter.emit("session.created", { session: this.#view() });
      if (faults.take("F46", { connection: journal.number })) this.#responses.create("turn");
    });
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

  #take(read: ClientFrame): void {
    const refusal = read.type === "refused"
      ? read.refusal
      : this.#perform(read.type, read.event, read);
    if (refusal) this.#line.refuse(read, refusal);
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
      this.#line.emitter.refuse(
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
    const delayMs = late ? late.value ?? 5000 : between(random, this.#line.timing.sessionUpdated);
    this.#line.timers.after(delayMs, () => this.#updated(result.config));
    return null;
  }

  #updated(config: SessionConfig): void {
    const { faults, journal } = this.#options;
    this.#config = config;
    if (faults.take("F11", { connection: journal.number })) {
      config.audio.output.format = { type: "audio/pcm", rate: 24000 };
    }
    this.#line.emitter.emit("session.updated", { session: this.#view() });
    journal.conduct.configured();
    this.#servers.configured(config.tools);
    if (!this.#configured) this.#line.scheduleFaults();
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
    const { emitter } = this.#line;
    switch (step.type) {
      case "frame":
        return this.#line.sendRaw(step.frame);
      case "event":
        return emitter.raw(step.event);
      case "repeat":
        return emitter.repeat();
      case "false_start":
        return this.#turns.falseStart();
      case "flapping":
        return this.#turns.flap();
      case "drop":
        return this.#line.drop();
      case "stall":
        return this.#line.stall();
      case "close_socket":
        if (step.refusal) {
          const message = "You exceeded your current quota, please check your plan.";
          emitter.refuse(refuse(step.refusal, message, null), null, step.refusal);
        }
        return this.#line.close(step.code, step.refusal ? `${step.refusal}.${step.refusal}` : "");
    }
  }

  #view() {
    return {
      type: "realtime" as const,
      object: "realtime.session" as const,
      id: this.id,
      model: this.#options.model,
      expires_at: this.#line.expiresAtS,
      ...this.#config,
    };
  }
}
