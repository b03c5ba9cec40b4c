// The runner of one transcription session: dials, sets up, carries sound and events, notices the end. `lost` comes
// once and last. Knows neither the line nor utterances.
import type { Cancel, Clock } from "../../clock.ts";
import { faultPlace, guarded } from "../../guard.ts";
import type { Log } from "../../observe/log.ts";
import { appendEvent, updateEvent } from "../client_events.ts";
import { failed, socketFailure, withoutKey } from "../failure.ts";
import { Heartbeat } from "../heartbeat.ts";
import { sessionHeaders } from "../key_headers.ts";
import { receive } from "../received.ts";
import { Skips } from "../skips.ts";
import type { OpenSocket, Socket, SocketEnd } from "../socket.ts";
import type { UpstreamFailure, UpstreamTarget } from "../upstream.ts";
import { transcriptionUrl } from "../url.ts";
import type { ServerEvent, WireError } from "../wire.ts";
import type { EarSettings } from "./ear.ts";
import type { Regime } from "./models.ts";
import { sessionOf, type Without } from "./session_settings.ts";
import { dialling, type Setup, type SetupInput, stepSetup } from "./session_setup.ts";

/** Nobody waits for words while nobody speaks; where they are due their lack is noticed sooner (watch.ts). */
const PING_EVERY_MS = 15_000;
/** Half a minute that is heard once more, and some: more unsent means that the server has stalled. */
const MAX_UNSENT_BYTES = 600_000;
const MAX_EVENT_CHARS = 1024 * 1024;
/** So much sound in one event at most, when there is much at once. */
const PIECE_BYTES = 8000;

export interface SessionListener {
  ready(session: { regime: Regime; model: string; expiresAtMs: number }): void;
  /** What came after `ready`. */
  event(event: ServerEvent): void;
  note(code: string, detail: string): void;
  lost(failure: UpstreamFailure): void;
}

export interface SessionOptions {
  settings: EarSettings;
  safetyIdentifier: string;
  target: UpstreamTarget;
  clock: Clock;
  log: Log;
  openSocket: OpenSocket;
  listener: SessionListener;
}

export class TranscriptionSession {
  readonly #options: SessionOptions;
  readonly #skips: Skips;
  #settings: EarSettings;
  #setup: Setup;
  #regime: Regime | null = null;
  #socket: Socket | null = null;
  #heartbeat: Heartbeat | null = null;
  #cancelSetup: Cancel = () => {};
  #lastError: WireError | null = null;
  /** What was refused once is never asked for again. */
  #without: Without = {};
  #updates = 0;
  #over = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#settings = options.settings;
    this.#skips = new Skips((code, detail) => this.#note(code, detail));
    this.#setup = dialling(options.clock.now());
    this.#armSetup();
    this.#dial();
  }

  /** Sends sound at once. Only between `ready` and the end. */
  append(audio: Uint8Array): void {
    const socket = this.#socket;
    if (this.#over || !socket || audio.length === 0) return;
    if (socket.bufferedBytes > MAX_UNSENT_BYTES) {
      return this.#lose(failed("E_UP_TIMEOUT", "The model's server takes no more sound"));
    }
    const size = Math.min(socket.appendBytes, PIECE_BYTES);
    for (let at = 0; at < audio.length; at += size) {
      socket.send(appendEvent(audio.length > size ? audio.subarray(at, at + size) : audio));
    }
  }

  /** What was appended since the last time is one utterance. */
  commit(eventId: string): void {
    this.#send(JSON.stringify({ event_id: eventId, type: "input_audio_buffer.commit" }));
  }

  /** A sign of life: the settings once more, which nobody minds and which are always answered. */
  probe(): void {
    this.#update("probe");
  }

  setLanguages(languages: readonly string[]): void {
    this.#settings = { ...this.#settings, languages };
    this.#update("lang");
  }

  close(): void {
    if (this.#over) return;
    this.#finish();
    this.#socket?.close(1000);
  }

  #update(prefix: string): void {
    if (!this.#regime) return;
    const session = sessionOf(this.#settings, this.#regime, this.#without);
    this.#send(updateEvent(`${prefix}-${++this.#updates}`, session));
  }

  #dial(): void {
    const { target, safetyIdentifier, openSocket } = this.#options;
    const address = transcriptionUrl(target.baseUrl);
    if ("error" in address) return this.#loseSoon(failed("E_UP_CONFIG", address.error));
    const guard = <A extends unknown[]>(fn: (...args: A) => void) => guarded(this.#fault, fn);
    const headers = sessionHeaders(target, safetyIdentifier);
    try {
      this.#socket = openSocket(address.url, headers, {
        opened: guard(() => this.#opened()),
        text: guard((text: string) => this.#text(text)),
        binary: guard(() => this.#skips.note("binary", "The model's server sent a binary frame")),
        pong: guard(() => this.#heartbeat?.pong()),
        ended: guard((end: SocketEnd) => {
          const wallMs = this.#options.clock.wall();
          this.#lose(socketFailure(end, { wallMs, last: this.#lastError }));
        }),
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
    if (this.#setup.at !== "ready") return this.#stepSetup({ type: "event", event });
    this.#options.listener.event(event);
  }

  #stepSetup(input: SetupInput): void {
    const { clock, listener } = this.#options;
    const context = { settings: this.#settings, nowMs: clock.now(), wallMs: clock.wall() };
    const { state, effects } = stepSetup(this.#setup, input, context);
    this.#setup = state;
    this.#armSetup();
    for (const effect of effects) {
      if (effect.type === "update") {
        this.#without = effect.without;
        const session = sessionOf(this.#settings, effect.regime, effect.without);
        this.#send(updateEvent(effect.eventId, session));
      }
      if (effect.type === "lost") return this.#lose(effect.failure);
      if (effect.type === "note") this.#note(effect.code, effect.detail);
      if (effect.type === "ready") {
        this.#regime = effect.regime;
        listener.ready(effect);
      }
    }
  }

  #armSetup(): void {
    this.#cancelSetup();
    const { clock } = this.#options;
    if (this.#over || !("dueMs" in this.#setup)) return;
    const ms = Math.max(0, this.#setup.dueMs - clock.now());
    this.#cancelSetup = clock.after(
      ms,
      guarded(this.#fault, () => this.#stepSetup({ type: "tick" })),
    );
  }

  #send(text: string): void {
    if (!this.#over) this.#socket?.send(text);
  }

  #note(code: string, detail: string): void {
    if (this.#over) return;
    this.#options.listener.note(code, withoutKey(detail, this.#options.target.apiKey));
  }

  #loseSoon(failure: UpstreamFailure): void {
    // Whoever opened this session does not hold it yet.
    queueMicrotask(guarded(this.#fault, () => this.#lose(failure)));
  }

  #lose(failure: UpstreamFailure): void {
    if (this.#over) return;
    this.#finish();
    if (failure.code === "E_UP_TIMEOUT" || failure.code === "E_UP_LOST") this.#socket?.terminate();
    else this.#socket?.close(1000);
    const detail = withoutKey(failure.detail, this.#options.target.apiKey);
    this.#options.listener.lost({ ...failure, detail });
  }

  #finish(): void {
    this.#over = true;
    this.#cancelSetup();
    this.#heartbeat?.stop();
    this.#heartbeat = null;
    this.#options.log.debug("ear.session_closed", this.#skips.counts);
  }

  #fault = (error: unknown): void => {
    this.#options.log.error("ear.fault", { place: faultPlace(error) });
  };
}
