// Runs one simulated Genesys session: feeds the pure step with what the socket and the clock bring, and performs
// its effects. The only place where the step meets the world; what a call does with it comes through hooks.
import type { Cancel, Clock } from "../../clock.ts";
import { guarded } from "../../guard.ts";
import { type SessionInput, step } from "./client_session.ts";
import { dial, type Line } from "./dial.ts";
import type { Disconnect, Entity, Media } from "./server_message.ts";
import {
  type CloseReason,
  createSession,
  dueAtMs,
  type SessionConfig,
  type SessionEffect,
  type SessionState,
} from "./session_state.ts";
import type { Violation } from "./violations.ts";

export interface SessionHooks {
  /** The socket is open and `open` is about to be sent. */
  connected?(): void;
  /** `languages`: null when none are named. */
  opened?(media: Media | null, languages: readonly string[] | null): void;
  play?(audio: Uint8Array): void;
  bargeIn?(): void;
  entity?(entity: Entity): void;
  updated?(): void;
  disconnect?(disconnect: Disconnect): void;
  violation?(violation: Violation): void;
  /** From now on nothing of the call is sent or heard. */
  closing?(reason: CloseReason): void;
}

export interface SessionRunnerOptions {
  clock: Clock;
  config: SessionConfig;
  hooks: SessionHooks;
}

/** How long the server's half of the WebSocket's own goodbye is waited for. */
const SOCKET_CLOSE_MS = 2_000;

export class SessionRunner {
  readonly #clock: Clock;
  readonly #hooks: SessionHooks;
  readonly #startMs: number;
  readonly #ended = Promise.withResolvers<void>();
  readonly #inputs: SessionInput[] = [];
  #state: SessionState;
  #line: Line | undefined;
  #running = false;
  #cancelDue: Cancel | undefined;
  #cancelClose: Cancel | undefined;
  #dropped = false;

  constructor({ clock, config, hooks }: SessionRunnerOptions) {
    this.#clock = clock;
    this.#hooks = hooks;
    this.#startMs = clock.now();
    this.#state = createSession(config);
  }

  /** Since the session began. */
  get atMs(): number {
    return this.#clock.now() - this.#startMs;
  }

  get state(): Readonly<SessionState> {
    return this.#state;
  }

  /** Whether the connection was broken on purpose. */
  get dropped(): boolean {
    return this.#dropped;
  }

  /** Resolves when the socket is gone; rejects with the reason when there never was one. */
  run(url: URL, headers: Record<string, string>): Promise<void> {
    const safe = <A extends unknown[]>(fn: (...args: A) => void) =>
      guarded<A>((fault) => this.#fail(fault), fn);
    this.#line = dial({
      url,
      headers,
      onConnected: safe(() => {
        this.#hooks.connected?.();
        this.input({ type: "connected" });
      }),
      onText: safe((text: string) => this.input({ type: "text", text })),
      onAudio: safe((audio: Uint8Array) => this.input({ type: "binary", audio })),
      onClosed: safe((code: number) => this.input({ type: "socket_closed", code })),
      onRefused: (error) => this.#fail(error),
    });
    return this.#ended.promise;
  }

  /** One input at a time: what an effect brings about is taken after all effects before it. */
  input(input: SessionInput): void {
    this.#inputs.push(input);
    if (this.#running) return;
    this.#running = true;
    try {
      for (let next = this.#inputs.shift(); next; next = this.#inputs.shift()) {
        const { state, effects } = step(this.#state, next, this.atMs);
        this.#state = state;
        for (const effect of effects) this.#perform(effect);
      }
    } finally {
      this.#running = false;
    }
    this.#arm();
  }

  /** Breaks the connection without a goodbye. */
  drop(): void {
    this.#dropped = true;
    this.#line?.drop();
  }

  /** Gives the session up without a goodbye; `run` rejects with the reason. */
  abandon(reason: unknown): void {
    this.#fail(reason);
  }

  #perform(effect: SessionEffect): void {
    switch (effect.type) {
      case "send_text":
        return this.#line?.sendText(effect.text);
      case "send_audio":
        return this.#line?.sendAudio(effect.audio);
      case "opened":
        return this.#hooks.opened?.(effect.media, effect.languages);
      case "play":
        return this.#hooks.play?.(effect.audio);
      case "barge_in":
        return this.#hooks.bargeIn?.();
      case "entity":
        return this.#hooks.entity?.(effect.entity);
      case "updated":
        return this.#hooks.updated?.();
      case "disconnect":
        return this.#hooks.disconnect?.(effect.disconnect);
      case "violation":
        // A line that we broke ourselves is no fault of the server's.
        if (!(this.#dropped && effect.violation.code === "SOCKET_CLOSED")) {
          this.#hooks.violation?.(effect.violation);
        }
        return;
      case "closing":
        return this.#hooks.closing?.(effect.reason);
      case "close_socket":
        this.#line?.close();
        this.#cancelClose = this.#clock.after(SOCKET_CLOSE_MS, () => this.#line?.drop());
        return;
      case "gone":
        this.#release();
        this.#ended.resolve();
        return;
    }
  }

  #arm(): void {
    this.#cancelDue?.();
    const dueMs = dueAtMs(this.#state);
    if (dueMs === null) return;
    const tick = guarded((fault) => this.#fail(fault), () => this.input({ type: "tick" }));
    this.#cancelDue = this.#clock.after(Math.max(0, dueMs - this.atMs), tick);
  }

  #fail(error: unknown): void {
    this.#release();
    this.#line?.drop();
    this.#ended.reject(error);
  }

  #release(): void {
    this.#cancelDue?.();
    this.#cancelClose?.();
  }
}
