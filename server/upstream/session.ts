// The runner of one session: dials, sets up, carries audio, notices the end. `lost` comes once and last.
// Knows no phone protocol and nothing of play-out; the conversation itself is in conversation.ts.
import type { Cancel, Clock } from "../clock.ts";
import { faultPlace, guarded } from "../guard.ts";
import type { Log } from "../observe/log.ts";
import { appendEvent, updateEvent } from "./client_events.ts";
import { Conversation } from "./conversation.ts";
import { failed, socketFailure, withoutKey } from "./failure.ts";
import { Heartbeat } from "./heartbeat.ts";
import { sessionHeaders } from "./key_headers.ts";
import { receive } from "./received.ts";
import { turnDuties } from "./settings.ts";
import { dialling, type Setup, type SetupInput, stepSetup } from "./setup.ts";
import { Skips } from "./skips.ts";
import type { OpenSocket, Socket, SocketEnd } from "./socket.ts";
import type {
  SessionSettings,
  Upstream,
  UpstreamEvent,
  UpstreamFailure,
  UpstreamTarget,
} from "./upstream.ts";
import { realtimeUrl } from "./url.ts";
import type { WireError } from "./wire.ts";

/** Until a model that is gone is noticed, a caller who speaks hears nothing. */
const PING_EVERY_MS = 4000;
/** Two seconds of mu-law as base64 with its envelopes: more unsent means that the server has stalled. */
const MAX_UNSENT_BYTES = 22_000;
const MAX_EVENT_CHARS = 24 * 1024 * 1024;
const DROP_NOTE_MS = 1_000;
const MAX_EARLY = 100;

export interface SessionOptions {
  settings: SessionSettings;
  safetyIdentifier: string;
  listener: (event: UpstreamEvent) => void;
  target: UpstreamTarget;
  clock: Clock;
  log: Log;
  openSocket: OpenSocket;
  random: () => number;
}

export class Session implements Upstream {
  #options: SessionOptions;
  #setup: Setup;
  #conversation: Conversation;
  #skips: Skips;
  #socket: Socket | null = null;
  #heartbeat: Heartbeat | null = null;
  #over = false;
  /** What no event may tell. */
  #secrets: string[];
  /** What was asked for before `ready`. */
  #early: { wish: boolean; act: () => void }[] = [];
  #lastError: WireError | null = null;
  #timer: { cancel: Cancel; dueMs: number } | null = null;
  #dropped = { bytes: 0, notedAtMs: -DROP_NOTE_MS };

  constructor(options: SessionOptions) {
    this.#options = options;
    const { clock, settings } = options;
    this.#secrets = [options.target.apiKey, ...secretsOf(settings)];
    this.#setup = dialling(clock.now());
    this.#skips = new Skips((code, detail) => this.#tell({ type: "note", code, detail }));
    this.#conversation = new Conversation({
      send: (text) => this.#send(text),
      tell: (event) => this.#tell(event),
      skips: this.#skips,
      clock,
      random: options.random,
      duties: turnDuties(settings.config.turnTaking),
    });
    this.#dial();
    this.#arm();
  }

  get unsentBytes(): number {
    return this.#socket?.bufferedBytes ?? 0;
  }

  append(audio: Uint8Array): void {
    const socket = this.#socket;
    if (this.#setup.at !== "ready" || this.#over || !socket || audio.length === 0) return;
    this.#conversation.appended(audio.length);
    if (socket.bufferedBytes > MAX_UNSENT_BYTES) return this.#drop(audio.length);
    if (audio.length <= socket.appendBytes) return socket.send(appendEvent(audio));
    for (let at = 0; at < audio.length; at += socket.appendBytes) {
      socket.send(appendEvent(audio.subarray(at, at + socket.appendBytes)));
    }
  }

  respond(wish: Parameters<Upstream["respond"]>[0]): void {
    this.#whenReady(() => this.#conversation.respond(wish), true);
  }

  cancel(): void {
    this.#early = this.#early.filter(({ wish }) => !wish);
    this.#whenReady(() => this.#conversation.cancel());
  }

  truncate(itemId: string, heardMs: number): void {
    this.#whenReady(() => this.#conversation.truncate(itemId, heardMs));
  }

  forget(itemId: string): void {
    this.#whenReady(() => this.#conversation.forget(itemId));
  }

  tell(text: string): void {
    this.#whenReady(() => this.#conversation.message({ role: "system", text }));
  }

  toolResult(toolCallId: string, output: string): void {
    this.#whenReady(() => this.#conversation.toolResult(toolCallId, output));
  }

  approve(approvalId: string, approve: boolean): void {
    this.#whenReady(() => this.#conversation.approve(approvalId, approve));
  }

  ask(question: Parameters<Upstream["ask"]>[0]): void {
    if (this.#over) return;
    this.#conversation.ask(question);
    this.#arm();
  }

  reconfigure(change: Parameters<Upstream["reconfigure"]>[0]): void {
    this.#secrets.push(...secretsOf(change));
    this.#whenReady(() => this.#conversation.reconfigure(change));
  }

  close(): void {
    if (this.#over) return;
    this.#conversation.end();
    if (this.#over) return;
    this.#finish();
    this.#socket?.close(1000);
  }

  #dial(): void {
    const { target, settings, safetyIdentifier, openSocket } = this.#options;
    const address = realtimeUrl(target.baseUrl, settings.config.model);
    if ("error" in address) return this.#loseSoon(failed("E_UP_CONFIG", address.error));
    const guard = <A extends unknown[]>(fn: (...args: A) => void) => guarded(this.#fault, fn);
    try {
      this.#socket = openSocket(address.url, sessionHeaders(target, safetyIdentifier), {
        opened: guard(() => this.#opened()),
        text: guard((text: string) => this.#text(text)),
        binary: guard(() => this.#skips.note("binary", "The model's server sent a binary frame")),
        pong: guard(() => this.#heartbeat?.pong()),
        ended: guard((end: SocketEnd) => this.#ended(end)),
      });
    } catch {
      // The message may quote a header's value.
      const detail = "Cannot dial the model: its address or a header is malformed; check the key";
      this.#loseSoon(failed("E_UP_CONFIG", detail));
    }
  }

  #opened(): void {
    if (this.#over) return this.#socket?.terminate();
    this.#heartbeat = new Heartbeat({
      everyMs: PING_EVERY_MS,
      clock: this.#options.clock,
      fault: this.#fault,
      ping: () => this.#socket?.ping() ?? false,
      dead: () => this.#lose(failed("E_UP_TIMEOUT", "The model's server answers no ping")),
    });
  }

  #text(text: string): void {
    if (this.#over) return;
    const received = receive(text, { maxChars: MAX_EVENT_CHARS, skips: this.#skips });
    if (!received) return;
    if ("failure" in received) {
      this.#lastError = received.error ?? this.#lastError;
      return this.#lose(received.failure);
    }
    const { event } = received;
    if (event.type === "error") this.#lastError = event.error;
    if (this.#setup.at !== "ready") this.#stepSetup({ type: "event", event });
    else if (event.type === "error") this.#conversation.error(event.error);
    else this.#conversation.event(event);
    // Audio only puts deadlines off, and the timer looks again when it fires.
    if (event.type !== "response.output_audio.delta" || !this.#timer) this.#arm();
  }

  #ended(end: SocketEnd): void {
    const wallMs = this.#options.clock.wall();
    this.#lose(socketFailure(end, { wallMs, last: this.#lastError }));
  }

  #stepSetup(input: SetupInput): void {
    const { clock, settings } = this.#options;
    const context = { settings, nowMs: clock.now(), wallMs: clock.wall() };
    const { state, effects } = stepSetup(this.#setup, input, context);
    this.#setup = state;
    for (const effect of effects) {
      if (effect.type === "update") this.#send(updateEvent(effect.eventId, effect.session));
      else if (effect.type === "tell") this.#tell(effect.event);
      else for (const item of settings.seed) this.#conversation.message(item);
    }
    if (state.at !== "ready") return;
    const early = this.#early;
    this.#early = [];
    for (const { act } of early) this.#whenReady(act);
    this.#conversation.begin();
  }

  #whenReady(act: () => void, wish = false): void {
    if (this.#over) return;
    if (this.#setup.at !== "ready") {
      if (this.#early.length < MAX_EARLY) this.#early.push({ wish, act });
      return;
    }
    act();
    this.#arm();
  }

  #send(text: string): void {
    if (!this.#over) this.#socket?.send(text);
  }

  #drop(audioBytes: number): void {
    this.#skips.count("audio_dropped");
    this.#dropped.bytes += audioBytes;
    const nowMs = this.#options.clock.now();
    if (nowMs - this.#dropped.notedAtMs < DROP_NOTE_MS) return;
    const detail = `${Math.ceil(this.#dropped.bytes / 8)} ms of the caller's audio were dropped: ` +
      "the model's server takes too little";
    this.#dropped = { bytes: 0, notedAtMs: nowMs };
    this.#tell({ type: "note", code: "audio_dropped", detail });
  }

  /** One timer for whatever is due next. It may fire early and look again, so it is not reset at every delta. */
  #arm(): void {
    const dueMs = this.#dueMs();
    if (dueMs === null || (this.#timer && this.#timer.dueMs > dueMs)) {
      this.#timer?.cancel();
      this.#timer = null;
    }
    if (dueMs === null || this.#timer) return;
    const { clock } = this.#options;
    const cancel = clock.after(
      Math.max(0, dueMs - clock.now()),
      guarded(this.#fault, () => this.#tick()),
    );
    this.#timer = { cancel, dueMs };
  }

  #dueMs(): number | null {
    if (this.#over || this.#setup.at === "failed") return null;
    const { dueMs } = this.#conversation;
    if (this.#setup.at === "ready") return dueMs;
    return Math.min(this.#setup.dueMs, dueMs ?? Infinity);
  }

  #tick(): void {
    this.#timer = null;
    this.#conversation.tick();
    if (this.#setup.at !== "ready") this.#stepSetup({ type: "tick" });
    this.#arm();
  }

  #tell(event: UpstreamEvent): void {
    if (this.#over) return;
    if (event.type === "lost") return this.#lose(event.failure);
    this.#listen(this.#redacted(event));
  }

  #loseSoon(failure: UpstreamFailure): void {
    // Whoever opened this session does not hold it yet.
    queueMicrotask(guarded(this.#fault, () => this.#lose(failure)));
  }

  #lose(failure: UpstreamFailure): void {
    if (this.#over) return;
    this.#conversation.end();
    if (this.#over) return;
    this.#finish();
    if (failure.code === "E_UP_TIMEOUT" || failure.code === "E_UP_LOST") this.#socket?.terminate();
    else this.#socket?.close(1000);
    this.#listen(this.#redacted({ type: "lost", failure }));
  }

  #finish(): void {
    this.#over = true;
    this.#early = [];
    this.#arm();
    this.#heartbeat?.stop();
    this.#heartbeat = null;
    this.#options.log.debug("upstream.closed", this.#skips.counts);
  }

  #redacted(event: UpstreamEvent): UpstreamEvent {
    const clean = (text: string) =>
      this.#secrets.reduce((cleaner, secret) => withoutKey(cleaner, secret), text);
    if (event.type === "mcp_call") return { ...event, output: clean(event.output) };
    if (event.type === "note") return { ...event, detail: clean(event.detail) };
    const failure = "failure" in event ? event.failure : undefined;
    if (!failure) return event;
    return { ...event, failure: { ...failure, detail: clean(failure.detail) } } as typeof event;
  }

  #listen(event: UpstreamEvent): void {
    guarded(this.#fault, this.#options.listener)(event);
  }

  #fault = (error: unknown): void => {
    this.#options.log.error("upstream.fault", { place: faultPlace(error) });
  };
}

function secretsOf({ mcp }: Pick<SessionSettings, "mcp">): string[] {
  return mcp.flatMap(({ authorization, headers }) => [authorization, ...Object.values(headers)]);
}
