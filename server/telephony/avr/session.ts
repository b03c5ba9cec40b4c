// Runs one call of session_step.ts, over whichever of the two protocols: inputs one after the other, effects as they
// come, faults that stay in their call. Knows neither sockets nor streams nor sound.
import type { Cancel, Clock } from "../../clock.ts";
import { faultPlace, guarded } from "../../guard.ts";
import type { Log } from "../../observe/log.ts";
import type {
  Answer,
  Channel,
  ChannelClosed,
  ChannelListener,
  Ending,
  PhoneTool,
} from "../channel.ts";
import { Turnstile } from "../turnstile.ts";
import { type AmiAnswer, amiFailure, type AmiPost, amiTools } from "./ami.ts";
import { safeId } from "./safe_id.ts";
import type { Dialled } from "./dialled.ts";
import { type Effect, firstState, type Input, type SessionState } from "./session_state.ts";
import { step } from "./session_step.ts";

/** What a session wishes of its wire. */
export interface Wire {
  sayError(message: string): void;
  /** `code`: of a WebSocket; 1000 where all is well. */
  hangUp(code: number, reason: string): void;
  /** Frees everything; nothing may come of it any more. */
  letGo(): void;
}

export interface SessionOptions {
  protocol: "avr" | "avr-http";
  clock: Clock;
  log: Log;
  answer: Answer;
  dialled: Dialled;
  origin: "phone" | "test";
  /** Of ours, whatever the core calls it: dialplans come back with a name that a record already has. */
  newCallId(): string;
  /** Null: there is no avr-ami. */
  post: AmiPost | null;
  /** Where callers are put through to; "": the dialplan goes on. */
  transferExtension: string;
  transferContext: string;
  /** Exactly once. */
  onForgotten(): void;
}

/** A wire that cannot be asked whether it lives: a core that sends nothing for so long is gone. */
const SILENT_AFTER_MS = 15_000;
const ASK_WITHIN_MS = 5_000;
const MAX_NOTES_ONCE = 64;

export class AvrSession {
  #options: SessionOptions;
  #wire: Wire;
  #channel: Channel;
  #silentAfterMs: number;
  #state: SessionState;
  #listener: ChannelListener | null = null;
  #call = "";
  #uuid = "";
  #tools: readonly PhoneTool[] = [];
  #refusal: string | null = null;
  readonly #inputs = new Turnstile<Input>(
    (input) => this.#advance(input),
    (error) => this.#collapse(error),
  );
  #ending = false;
  #flowing = false;
  #heardAtMs: number;
  #timer: { dueMs: number; cancel: Cancel } | null = null;
  #questions = new Set<() => void>();
  #notedOnce = new Set<string>();
  #counts = { frames: 0, stray: 0, unreadable: 0 };

  constructor(
    options: SessionOptions,
    { wire, channel, tellsItsEnd }: { wire: Wire; channel: Channel; tellsItsEnd: boolean },
  ) {
    this.#options = options;
    this.#wire = wire;
    this.#channel = channel;
    this.#silentAfterMs = tellsItsEnd ? Infinity : SILENT_AFTER_MS;
    this.#heardAtMs = options.clock.now();
    this.#state = firstState(this.#heardAtMs, tellsItsEnd);
    this.#setAlarm();
  }

  get tools(): readonly PhoneTool[] {
    return this.#tools;
  }

  /** A call that ends with a hand-over is put through to the operator's extension. */
  get handsOver(): boolean {
    return this.#options.transferExtension !== "" && this.#tools.length > 0;
  }

  /** Why our side did not take the call; null: it did, or was not asked yet. */
  get refusal(): string | null {
    return this.#refusal;
  }

  /** Whether our side may still say something. */
  get speaks(): boolean {
    const { phase } = this.#state;
    return !this.#ending && (phase === "open" || phase === "answering");
  }

  // What the wire tells.

  /** `coreId`: the core's name for the call, as given. */
  init(coreId: string): void {
    if (this.#state.phase === "waiting") {
      const { id, whole } = safeId(coreId);
      this.#uuid = id;
      this.#call = this.#options.newCallId();
      const { post, transferContext: context } = this.#options;
      const ask: AmiPost = (path, body) => this.#ask(path, body);
      // A name that had to be mended is not the one that avr-ami knows.
      if (post && whole) this.#tools = amiTools({ uuid: id, context, ask });
    }
    this.#run({ type: "init", atMs: this.#options.clock.now() });
  }

  /** Anything came: the core lives. */
  heard(): void {
    this.#heardAtMs = this.#options.clock.now();
  }

  /** Caller audio, mono mu-law at 8 kHz: the hot path. */
  hear(ulaw: Uint8Array): void {
    if (!this.#flowing) return void this.#counts.stray++;
    this.#counts.frames++;
    this.tell((listener) => listener.audio(ulaw));
  }

  digit(digit: string): void {
    if (this.#flowing) this.tell((listener) => listener.digit(digit));
  }

  readable(): void {
    if (this.#state.unreadable > 0) this.#run({ type: "readable" });
  }

  unreadable(detail: string): void {
    this.#counts.unreadable++;
    this.#run({ type: "unreadable", detail, atMs: this.#options.clock.now() });
  }

  oversize(detail: string): void {
    this.#run({ type: "oversize", detail, atMs: this.#options.clock.now() });
  }

  lost(code: "E_SLOW" | "E_SILENT"): void {
    this.#run({ type: "lost", code, atMs: this.#options.clock.now() });
  }

  gone(how: ChannelClosed): void {
    this.#run({ type: "gone", how, atMs: this.#options.clock.now() });
  }

  fault(error: unknown): void {
    const { log, clock } = this.#options;
    log.error("avr_fault", { call: this.#call, place: faultPlace(error) });
    this.#run({ type: "fault", atMs: clock.now() });
  }

  // What our side wishes.

  end(ending: Ending): void {
    if (this.#ending) return;
    this.#ending = true;
    this.#run({ type: "end", ending, atMs: this.#options.clock.now() });
  }

  tell(say: (listener: ChannelListener) => void): void {
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
    this.note(code, detail);
  }

  note(code: string, detail: string): void {
    this.#options.log.debug("avr_note", { call: this.#call, code, detail });
    this.tell((listener) => listener.note(code, detail));
  }

  // Running the step.

  #run(input: Input): void {
    if (!this.#inputs.pass(input)) return;
    this.#setAlarm();
  }

  #advance(input: Input): void {
    const { state, effects } = step(this.#state, input);
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
    this.#flowing = this.#listener !== null && this.#state.phase === "open";
  }

  #perform(effect: Effect): void {
    switch (effect.do) {
      case "answer":
        return this.#answer();
      case "transfer":
        return void this.#transfer();
      case "say_error":
        return this.#wire.sayError(effect.message);
      case "hang_up":
        return this.#wire.hangUp(effect.code, effect.reason);
      case "note":
        if (effect.once) return this.noteOnce(effect.code, effect.detail);
        return this.note(effect.code, effect.detail);
      case "violation":
        this.#options.log.warn("avr_violation", {
          call: this.#call,
          code: effect.code,
          detail: effect.detail,
        });
        return this.note("violation", effect.code);
      case "ended":
        return this.#ended(effect.how);
      case "forget":
        return this.#forget();
    }
  }

  #answer(): void {
    const { answer, dialled, protocol, origin, clock, log } = this.#options;
    const { caller, called, address, variables, dropped, cut } = dialled;
    const call = { call: this.#call, conversation: this.#uuid };
    let taken: ChannelListener | { refused: string };
    try {
      taken = answer({
        callId: this.#call,
        protocol,
        caller,
        called,
        conversationId: this.#uuid,
        ...(this.#uuid !== "" && { knownAs: this.#uuid }),
        organizationId: "",
        address,
        language: "",
        variables,
        origin,
      }, this.#channel);
    } catch (error) {
      this.#refusal = "E_INTERNAL";
      return this.fault(error);
    }
    if ("refused" in taken) {
      this.#refusal = taken.refused;
      log.warn("avr_not_answered", { ...call, code: taken.refused });
      return this.#run({ type: "refused", code: taken.refused, atMs: clock.now() });
    }
    log.info("avr_answered", call);
    this.#listener = taken;
    // Before anything that our side wished for while it answered.
    this.#inputs.passNext({ type: "accepted", transferable: this.handsOver });
    if (dropped + cut > 0) this.note("variables_cut", `${dropped} dropped, ${cut} cut`);
  }

  #ended(how: ChannelClosed): void {
    const { by, detail } = how;
    this.#options.log.info("avr_ended", { call: this.#call, by, detail, ...this.#counts });
    this.tell((listener) => listener.closed(how));
    this.#listener = null;
  }

  #forget(): void {
    for (const giveUp of [...this.#questions]) giveUp();
    this.#wire.letGo();
    this.#options.onForgotten();
  }

  async #transfer(): Promise<void> {
    const { transferExtension: exten, transferContext: context, clock } = this.#options;
    const answer = await this.#post("/transfer", { uuid: this.#uuid, exten, context, priority: 1 });
    this.#run({ type: "transferred", failure: amiFailure(answer), atMs: clock.now() });
  }

  /** For the model's tools. */
  async #ask(path: "/transfer" | "/hangup", body: object): Promise<AmiAnswer> {
    if (this.#state.phase !== "open") return { error: "the call is over" };
    this.#run({ type: "asked" });
    const answer = await this.#post(path, body);
    const ok = amiFailure(answer) === "";
    this.#run({ type: "asked_done", ok, atMs: this.#options.clock.now() });
    return answer;
  }

  /** Bounded by the clock, and by the end of the call. */
  async #post(path: "/transfer" | "/hangup", body: object): Promise<AmiAnswer> {
    const { post, clock } = this.#options;
    if (!post) return { error: "there is none" };
    const late = Promise.withResolvers<AmiAnswer>();
    const giveUp = () => late.resolve({ error: "timeout" });
    this.#questions.add(giveUp);
    const cancel = clock.after(ASK_WITHIN_MS, giveUp);
    try {
      return await Promise.race([post(path, body), late.promise]);
    } catch (error) {
      this.#options.log.error("avr_fault", { call: this.#call, place: faultPlace(error) });
      return { error: "fault" };
    } finally {
      cancel();
      this.#questions.delete(giveUp);
    }
  }

  /** It may ring early and look again: a deadline that every frame puts off must not cost a timer per frame. */
  #setAlarm(): void {
    const { phase, deadlineAtMs } = this.#state;
    const dueMs = phase === "open" ? this.#heardAtMs + this.#silentAfterMs : deadlineAtMs;
    if (this.#timer && this.#timer.dueMs <= dueMs && dueMs !== Infinity) return;
    this.#timer?.cancel();
    this.#timer = null;
    if (dueMs === Infinity || phase === "over") return;
    const { clock } = this.#options;
    const ring = guarded((error) => this.fault(error), () => {
      this.#timer = null;
      const atMs = clock.now();
      const silentMs = atMs - this.#heardAtMs;
      if (this.#state.phase === "open" && silentMs >= this.#silentAfterMs) this.lost("E_SILENT");
      else this.#run({ type: "tick", atMs });
    });
    const inMs = Math.ceil(Math.max(0, dueMs - clock.now()));
    this.#timer = { dueMs, cancel: clock.after(inMs, ring) };
  }

  /** The step or an effect is broken: no orderly way is left. */
  #collapse(error: unknown): void {
    this.#options.log.error("avr_collapsed", { call: this.#call, place: faultPlace(error) });
    const listener = this.#listener;
    const wasOver = this.#state.phase === "over";
    this.#listener = null;
    this.#flowing = false;
    this.#inputs.clear();
    this.#state = { ...this.#state, phase: "over", told: true, deadlineAtMs: Infinity };
    if (wasOver) return;
    const { onForgotten } = this.#options;
    const quietly = (fn: () => void) => guarded(() => {}, fn)();
    quietly(() => listener?.closed({ by: "us", detail: "E_INTERNAL" }));
    quietly(() => this.#wire.hangUp(1011, ""));
    quietly(() => this.#wire.letGo());
    quietly(onForgotten);
  }
}
