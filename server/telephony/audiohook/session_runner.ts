// Runs the session of session_step.ts over a socket, whatever the product: one input after the other, effects
// as they come, faults that stay in their call. Knows neither the WebSocket API nor what the sound is for.
import type { Clock } from "../../clock.ts";
import { faultPlace } from "../../guard.ts";
import type { Log } from "../../observe/log.ts";
import type { ChannelClosed, Ending, Invitation } from "../channel.ts";
import type { SocketPort } from "../socket_port.ts";
import { Turnstile } from "../turnstile.ts";
import { Alarm } from "./alarm.ts";
import type { MediaChoice } from "./media.ts";
import { MediaClock } from "./media_clock.ts";
import type { ViolationCode } from "./message.ts";
import { type LineSource, Outbox } from "./outbox.ts";
import type { Product } from "./product.ts";
import {
  dueAtMs,
  type Effect,
  firstState,
  type Input,
  MAX_BINARY_BYTES,
  MAX_TEXT_CHARS,
  type SessionState,
} from "./session_state.ts";
import { step } from "./session_step.ts";
import { cutText, inputVariables } from "./variables.ts";

/** What a socket tells, and what may be wished of every session. */
export interface OpenSession {
  /** A binary frame: the hot path. */
  hear(data: ArrayBuffer): void;
  /** A text frame. */
  read(text: string): void;
  socketClosed(code: number): void;
  /** A fault of ours, anywhere: it ends this call and no other. */
  fault(error: unknown): void;
  end(ending: Ending): void;
}

export interface SessionOptions {
  socket: SocketPort;
  clock: Clock;
  log: Log;
  /** From the upgrade. */
  sessionId: string;
  organizationId: string;
  address: string;
  origin: "phone" | "test";
  onViolation(code: ViolationCode): void;
  onProbe(): void;
  /** Nothing more will come of this session. Exactly once. */
  onForgotten(): void;
}

/** What every listener is told, of whatever product. */
export interface SessionListener {
  held(): void;
  resumed(gapMs: number, atMs: number): void;
  language(tag: string): void;
  note(code: string, detail: string): void;
  closed(how: ChannelClosed): void;
}

/** Effects that only one of the products knows. */
export type ProductEffect =
  | Extract<Effect, { do: "digit" }>
  | { do: "playback_started" | "playback_completed" | "rest_of_lines" }
  | Extract<Effect, { do: "last_words" }>;

/** The part of a session that is the product's. */
export interface ProductSide<L> {
  product: Product;
  /** Largest binary message that is sent. */
  maxBytes: number;
  lines?: LineSource;
  answer(invitation: Invitation, media: MediaChoice): L | { refused: string };
  /** Sound of an open session, as it came. */
  hear(frame: Uint8Array): void;
  perform(effect: ProductEffect): void;
  /** For the line that tells of the end. */
  counts(): Record<string, number>;
}

const MAX_NOTES_ONCE = 64;

export class SessionRunner<L extends SessionListener> implements OpenSession {
  readonly outbox: Outbox;
  readonly media = new MediaClock();
  #options: SessionOptions;
  #side: ProductSide<L>;
  #state: SessionState;
  #listener: L | null = null;
  /** Whether sound goes through; kept here so that a frame costs no step. */
  #flowing = false;
  #heardAtMs: number;
  readonly #inputs = new Turnstile<Input>(
    (input) => this.#advance(input),
    (error) => this.#collapse(error),
  );
  #ending = false;
  #alarm: Alarm;
  #notedOnce = new Set<string>();
  #counts = { frames: 0, texts: 0, empty: 0, stray: 0 };

  constructor(options: SessionOptions, side: ProductSide<L>) {
    const { socket, clock, sessionId, organizationId } = options;
    const { product, maxBytes, lines } = side;
    this.#options = options;
    this.#side = side;
    this.#heardAtMs = clock.now();
    this.#state = firstState({ product, sessionId, organizationId, atMs: this.#heardAtMs });
    this.#alarm = new Alarm(clock, () => this.tick());
    this.outbox = new Outbox({
      socket,
      clock,
      sessionId,
      clientSeq: () => this.#state.clientSeq,
      maxBytes,
      ...(lines && { lines }),
      onFault: (error) => this.fault(error),
    });
    this.#alarm.set(dueAtMs(this.#state, this.#heardAtMs));
  }

  get state(): Readonly<SessionState> {
    return this.#state;
  }

  /** Whether our side may still say something. */
  get speaks(): boolean {
    const { phase } = this.#state;
    return !this.#ending && (phase === "open" || phase === "answering") && !this.#state.told;
  }

  // What the socket tells.

  hear(data: ArrayBuffer): void {
    const atMs = this.#options.clock.now();
    this.#heardAtMs = atMs;
    if (data.byteLength > MAX_BINARY_BYTES) {
      return this.#run({ type: "oversize", detail: `${data.byteLength} bytes`, atMs });
    }
    if (data.byteLength === 0) return void this.#counts.empty++;
    if (!this.#flowing) return this.#stray();
    this.#counts.frames++;
    this.#side.hear(new Uint8Array(data));
  }

  read(text: string): void {
    const atMs = this.#options.clock.now();
    this.#heardAtMs = atMs;
    this.#counts.texts++;
    if (text.length > MAX_TEXT_CHARS) {
      return this.#run({ type: "oversize", detail: `${text.length} characters`, atMs });
    }
    const sentSeq = this.outbox.seq;
    this.#run({ type: "text", text, atMs, sentSeq, mediaMs: this.media.atMs });
  }

  socketClosed(code: number): void {
    this.#run({ type: "socket_closed", code, atMs: this.#options.clock.now() });
  }

  fault(error: unknown): void {
    const { log, sessionId, clock } = this.#options;
    log.error("audiohook_fault", { call: sessionId, place: faultPlace(error) });
    this.#run({ type: "fault", atMs: clock.now() });
  }

  // What our side wishes.

  end(ending: Ending): void {
    if (this.#ending) return;
    this.#ending = true;
    this.#run({ type: "end", ending, atMs: this.#options.clock.now() });
  }

  /** After `last_words`: there are no more. */
  flushed(): void {
    this.#run({ type: "flushed", atMs: this.#options.clock.now() });
  }

  tick(): void {
    const atMs = this.#options.clock.now();
    const backlogBytes = this.#options.socket.bufferedAmount;
    this.#run({ type: "tick", atMs, heardAtMs: this.#heardAtMs, backlogBytes });
  }

  /** After something was sent: whether the phone reads. */
  checkBacklog(): void {
    if (this.#options.socket.bufferedAmount > 0) this.tick();
  }

  tell(say: (listener: L) => void): void {
    if (!this.#listener) return;
    try {
      say(this.#listener);
    } catch (error) {
      this.fault(error);
    }
  }

  noteOnce(code: string, detail: string): void {
    const name = `${code} ${detail}`;
    if (this.#notedOnce.has(name) || this.#notedOnce.size >= MAX_NOTES_ONCE) return;
    this.#notedOnce.add(name);
    this.#note(code, detail);
  }

  // Running the step.

  #run(input: Input): void {
    if (!this.#inputs.pass(input)) return;
    this.#alarm.set(dueAtMs(this.#state, this.#heardAtMs));
  }

  #advance(input: Input): void {
    const { state, effects } = step(this.#state, input);
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
    this.#flowing = this.#listener !== null && state.phase === "open" && !state.paused;
  }

  #perform(effect: Effect): void {
    switch (effect.do) {
      case "send":
        return this.outbox.sayNow(effect.type, effect.parameters);
      case "send_later":
        return void this.outbox.say(effect.type, effect.parameters);
      case "drop_unsent":
        return this.outbox.dropAll();
      case "hold_off":
        return this.outbox.holdOff(effect.ms);
      case "close_socket":
        return this.#options.socket.close(effect.code, effect.reason);
      case "answer":
        return this.#answer(effect);
      case "probed":
        return this.#options.onProbe();
      case "clock":
        return this.media.jump(effect.toMs);
      case "held":
        return this.tell((listener) => listener.held());
      case "resumed":
        return this.tell((listener) => listener.resumed(effect.gapMs, this.media.atMs));
      case "language":
        return this.tell((listener) => listener.language(effect.tag));
      case "note":
        if (effect.once) return this.noteOnce(effect.code, effect.detail);
        return this.#note(effect.code, effect.detail);
      case "violation":
        return this.#violation(effect.code, effect.detail);
      case "ended":
        return this.#ended(effect.how);
      case "forget":
        this.outbox.dropAll();
        return this.#options.onForgotten();
      default:
        return this.#side.perform(effect);
    }
  }

  #answer({ open, media }: Effect & { do: "answer" }): void {
    const { sessionId, organizationId, address, origin, clock, log } = this.#options;
    const variables = inputVariables(open.customConfig, open.inputVariables);
    const invitation: Invitation = {
      callId: sessionId,
      protocol: "audiohook",
      caller: cutText(open.participant.ani, 256),
      called: cutText(open.participant.dnis, 256),
      conversationId: open.conversationId,
      organizationId,
      address,
      language: cutText(open.language, 64),
      variables: variables.values,
      origin,
    };
    let answer: L | { refused: string };
    try {
      answer = this.#side.answer(invitation, media);
    } catch (error) {
      return this.fault(error);
    }
    const atMs = clock.now();
    const call = {
      call: sessionId,
      conversation: open.conversationId,
      organization: organizationId,
    };
    if ("refused" in answer) {
      log.warn("audiohook_not_answered", { ...call, code: answer.refused });
      return this.#run({ type: "refused", code: answer.refused, atMs });
    }
    log.info("audiohook_answered", call);
    this.#listener = answer;
    // Before anything that our side wished for while it answered: `opened` comes first of all.
    this.#inputs.passNext({ type: "answered", atMs });
    const { dropped, cut } = variables;
    if (dropped + cut > 0) this.#note("variables_cut", `${dropped} dropped, ${cut} cut`);
  }

  #ended(how: ChannelClosed): void {
    const { log, sessionId: call } = this.#options;
    const counts = { ...this.#counts, ...this.#side.counts() };
    log.info("audiohook_ended", { call, by: how.by, detail: how.detail, ...counts });
    this.tell((listener) => listener.closed(how));
    this.#listener = null;
  }

  #note(code: string, detail: string): void {
    this.#options.log.debug("audiohook_note", { call: this.#options.sessionId, code, detail });
    this.tell((listener) => listener.note(code, detail));
  }

  #violation(code: ViolationCode, detail: string): void {
    this.#options.log.warn("audiohook_violation", { call: this.#options.sessionId, code, detail });
    this.#note("violation", detail === "" ? code : `${code}: ${detail}`);
    this.#options.onViolation(code);
  }

  #stray(): void {
    this.#counts.stray++;
    this.noteOnce(
      "audio_dropped",
      this.#state.paused ? "while paused" : `while ${this.#state.phase}`,
    );
  }

  /** The step or an effect is broken: no orderly way is left. */
  #collapse(error: unknown): void {
    const { log, sessionId, socket, onForgotten } = this.#options;
    log.error("audiohook_collapsed", { call: sessionId, place: faultPlace(error) });
    const listener = this.#listener;
    const wasOver = this.#state.phase === "over";
    this.#listener = null;
    this.#flowing = false;
    this.#inputs.clear();
    this.#state = { ...this.#state, phase: "over", told: true };
    this.outbox.dropAll();
    if (wasOver) return;
    try {
      listener?.closed({ by: "us", detail: "E_INTERNAL" });
    } catch {
      // It is being told that everything is over; there is nothing else to tell it.
    }
    try {
      socket.close(1011, "");
    } finally {
      onForgotten();
    }
  }
}
