// Runs one call of the simulated VoiceAI Connect: feeds the pure step with what sockets, caller and clock bring, and
// performs its effects. What the caller does with them comes through hooks; it knows no sound.
import type { Cancel, Clock } from "../../clock.ts";
import { guarded } from "../../guard.ts";
import { openWebLine, type WebLine } from "../caller/web_line.ts";
import type { MediaFormat } from "./media_format.ts";
import type { RuleName } from "./rules.ts";
import {
  createSession,
  dueAtMs,
  type EndedBy,
  type SessionConfig,
  type SessionEffect,
  type SessionState,
} from "./session_state.ts";
import { type SessionInput, step } from "./session_step.ts";

export interface SessionHooks {
  answered(): void;
  listen(format: MediaFormat): void;
  stream(format: MediaFormat): void;
  play(sound: Uint8Array): void;
  silence(): void;
  words(role: "caller" | "agent", text: string): void;
  breach(rule: RuleName, detail: string): void;
  note(line: string): void;
  /** Nothing of the call is said or heard any more. */
  over(): void;
}

export interface SessionRunnerOptions {
  clock: Clock;
  url: URL;
  headers: Readonly<Record<string, string>>;
  config: SessionConfig;
  hooks: SessionHooks;
}

export interface SessionEnd {
  by: EndedBy;
  transferredTo: string | null;
}

/** How long the server's half of the WebSocket's own goodbye is waited for. */
const SOCKET_CLOSE_MS = 2_000;

export class SessionRunner {
  readonly #options: SessionRunnerOptions;
  readonly #clock: Clock;
  readonly #startMs: number;
  readonly #ended = Promise.withResolvers<SessionEnd>();
  readonly #inputs: SessionInput[] = [];
  #state: SessionState;
  #line: WebLine | undefined;
  #end: SessionEnd | undefined;
  #running = false;
  #cancelDue: Cancel | undefined;
  #cancelClose: Cancel | undefined;

  constructor(options: SessionRunnerOptions) {
    this.#options = options;
    this.#clock = options.clock;
    this.#startMs = options.clock.now();
    this.#state = createSession(options.config);
  }

  /** Resolves when the call is over and its socket gone; rejects with the reason when there never was a call. */
  run(): Promise<SessionEnd> {
    this.#connect();
    return this.#ended.promise;
  }

  /** One input at a time: what an effect brings about is taken after all effects before it. */
  input(input: SessionInput): void {
    this.#inputs.push(input);
    if (this.#running) return;
    this.#running = true;
    try {
      for (let next = this.#inputs.shift(); next; next = this.#inputs.shift()) {
        const { state, effects } = step(this.#state, next, this.#clock.now() - this.#startMs);
        this.#state = state;
        for (const effect of effects) this.#perform(effect);
      }
    } finally {
      this.#running = false;
    }
    this.#arm();
  }

  /** Gives the call up without a goodbye; `run` rejects with the reason. */
  abandon(reason: unknown): void {
    this.#cancelDue?.();
    this.#cancelClose?.();
    this.#hangLine()?.drop();
    this.#ended.reject(reason);
  }

  #connect(): void {
    const { url, headers } = this.#options;
    // What a lost line still tells is of no interest.
    const current = <A extends unknown[]>(fn: (...args: A) => void) =>
      guarded<A>((fault) => this.abandon(fault), (...args) => {
        if (this.#line === line) fn(...args);
      });
    const line: WebLine = openWebLine({
      url,
      headers,
      onConnected: current(() => this.input({ type: "connected" })),
      onText: current((text: string) => this.input({ type: "text", text })),
      onBinary: current(({ length }: Uint8Array) => this.input({ type: "binary", bytes: length })),
      onClosed: current((code: number) => {
        this.#line = undefined;
        this.input({ type: "socket_closed", code });
        this.#settle();
      }),
      onRefused: current((error: Error) => {
        this.#line = undefined;
        if (this.#state.phase === "idle") this.abandon(error);
        else this.input({ type: "unreachable", reason: error.message });
      }),
    });
    this.#line = line;
  }

  #perform(effect: SessionEffect): void {
    const { hooks, url } = this.#options;
    switch (effect.type) {
      case "send":
        return this.#line?.sendText(JSON.stringify(effect.message));
      case "answered":
        return hooks.answered();
      case "listen":
        return hooks.listen(effect.format);
      case "stream":
        return hooks.stream(effect.format);
      case "play":
        return hooks.play(effect.sound);
      case "silence":
        return hooks.silence();
      case "words":
        return hooks.words(effect.role, effect.text);
      case "breach":
        return hooks.breach(effect.rule, effect.detail);
      case "note":
        return hooks.note(effect.line);
      case "refused":
        return this.abandon(new Error(`Cannot place the call on ${url.host}: ${effect.reason}`));
      case "connect":
        return this.#connect();
      case "break":
        this.#hangLine()?.drop();
        return;
      case "over": {
        const { by, transferredTo } = effect;
        this.#end = { by, transferredTo };
        hooks.over();
        if (!this.#line) return this.#settle();
        this.#line.close(1000);
        this.#cancelClose = this.#clock.after(SOCKET_CLOSE_MS, () => this.#line?.drop());
      }
    }
  }

  /** The line is this call's no more. */
  #hangLine(): WebLine | undefined {
    const line = this.#line;
    this.#line = undefined;
    return line;
  }

  #settle(): void {
    if (!this.#end) return;
    this.#cancelDue?.();
    this.#cancelClose?.();
    this.#ended.resolve(this.#end);
  }

  #arm(): void {
    this.#cancelDue?.();
    const dueMs = dueAtMs(this.#state);
    if (dueMs === null || this.#end) return;
    const tick = guarded((fault) => this.abandon(fault), () => this.input({ type: "tick" }));
    this.#cancelDue = this.#clock.after(
      Math.max(0, dueMs - (this.#clock.now() - this.#startMs)),
      tick,
    );
  }
}
