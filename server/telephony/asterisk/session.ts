// Runs the life of one call (life.ts): one input after the other, effects as they come, faults that stay in their
// call. Shared by both ways in; knows neither of their wires.
import type { Cancel, Clock } from "../../clock.ts";
import { faultPlace, guarded } from "../../guard.ts";
import type { Log } from "../../observe/log.ts";
import type { Answer, Channel, ChannelClosed, ChannelListener, Invitation } from "../channel.ts";
import { Turnstile } from "../turnstile.ts";
import { dueAtMs, type Life, type LifeEffect, type LifeInput, newLife, step } from "./life.ts";

/** What a session asks of its channel. */
export interface SessionWire {
  /** Sound stops, and the phone is told that the call is over. */
  goodbye(): void;
  /** The connection is closed from our side, at once. */
  close(): void;
  /** For how long the phone has not read what was sent. */
  readonly stuckMs: number;
  /** For the log, at the end. */
  counts(): Readonly<Record<string, number>>;
}

export interface SessionOptions {
  wire: SessionWire;
  /** Names the way in, in the log: "audiosocket" or "asterisk-ws". */
  protocol: string;
  clock: Clock;
  log: Log;
  silentAfterMs: number;
  /** A connection that never said which call it is has broken the protocol: who else than a stranger does. */
  onStranger(code: string, detail: string): void;
  /** Nothing more comes of this call. */
  onForgotten(): void;
}

/** `refused`: the call is not let in; whoever says so has logged it. */
export type Invited = Invitation | { refused: string };

const MAX_NOTES_ONCE = 50;

export class Session {
  readonly #options: SessionOptions;
  #life: Life;
  #listener: ChannelListener | null = null;
  #answer: (() => void) | null = null;
  #callId = "";
  #heardAtMs: number;
  readonly #inputs = new Turnstile<LifeInput>(
    (input) => this.#advance(input),
  );
  #cancel: Cancel | null = null;
  #wakesAtMs = Infinity;
  #notedOnce = new Set<string>();

  constructor(options: SessionOptions) {
    const { clock, silentAfterMs } = options;
    this.#options = options;
    this.#heardAtMs = clock.now();
    this.#life = newLife({ atMs: this.#heardAtMs, silentAfterMs });
    this.#wake();
  }

  get waiting(): boolean {
    return this.#life.phase === "waiting";
  }

  /** Whether sound goes through. */
  get open(): boolean {
    return this.#life.phase === "open";
  }

  /** Whether our side may still say something. */
  get speaks(): boolean {
    return this.open || this.#life.phase === "answering";
  }

  /** The phone has said which call this is. */
  introduce(answer: Answer, call: { invitation: Invited; channel: Channel }): void {
    this.#answer = () => this.#decide(answer, call);
    this.#run({ type: "introduced", atMs: this.#now });
  }

  /** Anything came from the phone. */
  heard(): void {
    this.#heardAtMs = this.#now;
  }

  end(code: string): void {
    this.#run({ type: "end", code, atMs: this.#now });
  }

  phoneGone(how: ChannelClosed): void {
    this.#run({ type: "phone_gone", how, atMs: this.#now });
  }

  breach(code: string, detail: string): void {
    this.#run({ type: "breach", code, detail, atMs: this.#now });
  }

  fault(error: unknown): void {
    const { log, protocol } = this.#options;
    log.error("asterisk_fault", { call: this.#callId, protocol, place: faultPlace(error) });
    this.#run({ type: "fault", atMs: this.#now });
  }

  /** Time has passed. */
  tick(): void {
    const { stuckMs } = this.#options.wire;
    this.#run({ type: "tick", heardAtMs: this.#heardAtMs, stuckMs, atMs: this.#now });
  }

  tell(say: (listener: ChannelListener) => void): void {
    if (!this.#listener) return;
    try {
      say(this.#listener);
    } catch (error) {
      this.fault(error);
    }
  }

  note(code: string, detail: string): void {
    this.#options.log.debug("asterisk_note", { call: this.#callId, code, detail });
    this.tell((listener) => listener.note(code, detail));
  }

  /** Told the first time only. */
  noteOnce(code: string, detail: string): void {
    if (this.#notedOnce.has(code) || this.#notedOnce.size >= MAX_NOTES_ONCE) return;
    this.#notedOnce.add(code);
    this.note(code, detail);
  }

  get #now(): number {
    return this.#options.clock.now();
  }

  #run(input: LifeInput): void {
    if (!this.#inputs.pass(input)) return;
    this.#wake();
  }

  #advance(input: LifeInput): void {
    const { life, effects } = step(this.#life, input);
    this.#life = life;
    for (const effect of effects) this.#attempt(effect);
  }

  /** A fault in one effect must not keep the next from being done: the end of a call least of all. */
  #attempt(effect: LifeEffect): void {
    try {
      this.#perform(effect);
    } catch (error) {
      this.fault(error);
    }
  }

  #perform(effect: LifeEffect): void {
    const { wire, onForgotten } = this.#options;
    switch (effect.do) {
      case "answer":
        return this.#answer?.();
      case "goodbye":
        return wire.goodbye();
      case "close":
        return wire.close();
      case "note":
        return this.note(effect.code, effect.detail);
      case "violation":
        return this.#violation(effect.code, effect.detail);
      case "ended":
        return this.#ended(effect.how);
      case "forget":
        return onForgotten();
    }
  }

  #decide(answer: Answer, call: { invitation: Invited; channel: Channel }): void {
    const { invitation, channel } = call;
    if ("refused" in invitation) return this.#refused(invitation.refused);
    const { log, protocol } = this.#options;
    this.#callId = invitation.callId;
    const facts = { call: this.#callId, protocol, conversation: invitation.conversationId };
    let answered: ReturnType<Answer>;
    try {
      answered = answer(invitation, channel);
    } catch (error) {
      return this.fault(error);
    }
    if ("refused" in answered) {
      log.warn("asterisk_not_answered", { ...facts, code: answered.refused });
      return this.#refused(answered.refused);
    }
    log.info("asterisk_answered", facts);
    this.#listener = answered;
    // Before anything that our side wished for while it answered.
    this.#inputs.passNext({ type: "answered", atMs: this.#now });
  }

  #refused(code: string): void {
    this.#inputs.passNext({ type: "refused", code, atMs: this.#now });
  }

  #violation(code: string, detail: string): void {
    const { log, protocol, onStranger } = this.#options;
    if (this.#callId === "") return onStranger(code, detail);
    log.warn("asterisk_violation", { call: this.#callId, protocol, code, detail });
    this.tell((listener) =>
      listener.note("violation", detail === "" ? code : `${code}: ${detail}`)
    );
  }

  #ended(how: ChannelClosed): void {
    const { log, protocol, wire } = this.#options;
    const facts = { call: this.#callId, protocol, by: how.by, detail: how.detail };
    log.info("asterisk_ended", { ...facts, ...wire.counts() });
    this.tell((listener) => listener.closed(how));
    this.#listener = null;
  }

  /** The timer may ring early and look again: a deadline that every frame puts off costs no timer per frame. */
  #wake(): void {
    const dueMs = dueAtMs(this.#life, this.#heardAtMs);
    if (this.#cancel && this.#wakesAtMs <= dueMs && dueMs !== Infinity) return;
    this.#cancel?.();
    this.#cancel = null;
    this.#wakesAtMs = dueMs;
    if (dueMs === Infinity) return;
    const ring = guarded((error) => this.fault(error), () => {
      this.#cancel = null;
      this.tick();
    });
    this.#cancel = this.#options.clock.after(Math.ceil(Math.max(0, dueMs - this.#now)), ring);
  }
}
