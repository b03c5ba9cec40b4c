// One call from a browser's microphone: our own protocol (contract/test_call.ts). The browser keeps what it has not
// played and drops it when told so. Knows neither the WebSocket API nor the model.
import type { Cancel, Clock } from "../../clock.ts";
import {
  TEST_CALL_CLOSED,
  TEST_CALL_PIECE_BYTES,
  type TestCallAsks,
} from "../../contract/test_call.ts";
import { faultPlace, guarded } from "../../guard.ts";
import type { Log } from "../../observe/log.ts";
import type {
  Answer,
  Channel,
  ChannelClosed,
  ChannelListener,
  Ending,
  Invitation,
  Pacing,
  TalkNotice,
} from "../channel.ts";
import type { SocketPort } from "../socket_port.ts";
import { Turnstile } from "../turnstile.ts";
import { type Life, type LifeEffect, type LifeInput, newLife, step } from "./life.ts";
import { MAX_TEXT_CHARS, readAsk } from "./message.ts";
import { Outbox } from "./outbox.ts";

/** What the browser has in its queue can be taken back at once; what is ahead covers an uneven line. */
const BROWSER_PACING: Pacing = {
  firstBytes: 160,
  chunkBytes: 320,
  maxBytes: 800,
  aheadMs: 1_000,
};

export interface BrowserChannelOptions {
  socket: SocketPort;
  invitation: Invitation;
  answer: Answer;
  clock: Clock;
  log: Log;
  /** Exactly once: nothing more comes of this call. */
  onForgotten(): void;
}

const MAX_WORDS_CHARS = 16_000;
/** Goodbyes: the page hung up, or was left. */
const GOODBYES = [1000, 1001, 1005];

export class BrowserChannel implements Channel {
  readonly pacing = BROWSER_PACING;
  readonly reportsPlayback = true;
  readonly #options: BrowserChannelOptions;
  readonly #outbox: Outbox;
  #life: Life;
  #listener: ChannelListener | null = null;
  readonly #inputs = new Turnstile<LifeInput>(
    (input) => this.#advance(input),
  );
  #alarm: { dueMs: number; cancel: Cancel } | null = null;
  #notedOnce = new Set<string>();
  #counts = { frames: 0, stray: 0, unread: 0 };

  constructor(options: BrowserChannelOptions) {
    const { socket, clock } = options;
    this.#options = options;
    this.#life = newLife(clock.now());
    this.#outbox = new Outbox({
      socket,
      clock,
      onSlow: (bytes) => this.#noteOnce("slow_phone", `${bytes} bytes not taken`),
      onStuck: () => this.#gone({ by: "phone_lost", detail: "E_SLOW" }),
      onFault: (error) => this.fault(error),
    });
    this.#setAlarm();
  }

  // What the socket tells.

  opened(): void {
    this.#run({ type: "opened", atMs: this.#now });
  }

  read(text: string): void {
    const ask = text.length > MAX_TEXT_CHARS ? null : readAsk(text);
    if (ask) return this.#take(ask);
    this.#counts.unread++;
    this.#noteOnce("unread_text", `${text.length} characters`);
  }

  hear(data: ArrayBuffer): void {
    if (data.byteLength > TEST_CALL_PIECE_BYTES) {
      return this.#run({ type: "breach", code: "E_SIZE", atMs: this.#now });
    }
    if (this.#life.phase !== "open" || data.byteLength === 0) return void this.#counts.stray++;
    this.#counts.frames++;
    this.#tell((listener) => listener.audio(new Uint8Array(data)));
  }

  socketClosed(code: number): void {
    this.#gone(
      GOODBYES.includes(code)
        ? { by: "phone", detail: "hangup" }
        : { by: "phone_lost", detail: `socket closed, code ${code}` },
    );
  }

  fault(error: unknown): void {
    const { log, invitation } = this.#options;
    log.error("browser_fault", { call: invitation.callId, place: faultPlace(error) });
    this.#run({ type: "fault", atMs: this.#now });
  }

  /** For a person who is signed out and may call no longer. */
  signedOut(): void {
    const closeCode = TEST_CALL_CLOSED.signedOut;
    this.#run({ type: "hang_up", code: "E_SIGNED_OUT", closeCode, atMs: this.#now });
  }

  // What the bridge wishes.

  get unsentBytes(): number {
    return this.#outbox.unsentBytes;
  }

  play(audio: Uint8Array): void {
    if (this.#speaks) this.#outbox.play(new Uint8Array(audio));
  }

  clear(): number {
    return this.#speaks ? this.#outbox.silence() : this.#outbox.drop();
  }

  /** Nobody wants to know. */
  report(): void {}

  tell(notice: TalkNotice): void {
    if (!this.#speaks) return;
    if (notice.type === "caller_words") this.#sayWords("caller", notice.text, notice.final);
    if (notice.type === "agent_words") this.#sayWords("agent", notice.text, true);
  }

  end(ending: Ending): void {
    this.#run({ type: "end", code: ending.code, atMs: this.#now });
  }

  // Inside.

  get #now(): number {
    return this.#options.clock.now();
  }

  get #speaks(): boolean {
    return this.#life.phase === "open" || this.#life.phase === "answering";
  }

  #take(ask: TestCallAsks): void {
    if (this.#life.phase !== "open") return void this.#counts.stray++;
    switch (ask.type) {
      case "digit":
        return this.#tell((listener) => listener.digit(ask.digit));
      case "playback":
        this.#outbox.played();
        return this.#tell((listener) => listener.playbackCompleted());
      case "hang_up":
        return this.#run({ type: "hang_up", atMs: this.#now });
    }
  }

  #sayWords(speaker: "caller" | "agent", text: string, final: boolean): void {
    if (text === "") return;
    const cut = text.slice(0, MAX_WORDS_CHARS).toWellFormed();
    this.#outbox.say({ type: "words", speaker, text: cut, final });
  }

  #gone(how: ChannelClosed): void {
    this.#run({ type: "gone", how, atMs: this.#now });
  }

  #tell(say: (listener: ChannelListener) => void): void {
    if (!this.#listener) return;
    try {
      say(this.#listener);
    } catch (error) {
      this.fault(error);
    }
  }

  #noteOnce(code: string, detail: string): void {
    if (this.#notedOnce.has(code)) return;
    this.#notedOnce.add(code);
    this.#tell((listener) => listener.note(code, detail));
  }

  #run(input: LifeInput): void {
    if (!this.#inputs.pass(input)) return;
    this.#setAlarm();
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
    const { socket, log, invitation, onForgotten } = this.#options;
    const { callId } = invitation;
    switch (effect.do) {
      case "answer":
        return this.#answer();
      case "say_ready":
        return this.#outbox.say({ type: "ready", callId });
      case "say_ended":
        this.#outbox.drop();
        return this.#outbox.say({ type: "ended", code: effect.code });
      case "close":
        this.#outbox.drop();
        return socket.close(effect.code, "");
      case "violation":
        log.warn("browser_violation", { call: callId, code: effect.code });
        return this.#tell((listener) => listener.note("violation", effect.code));
      case "tell_end": {
        const { by, detail } = effect.how;
        log.info("browser_ended", { call: callId, by, detail, ...this.#counts });
        const listener = this.#listener;
        this.#listener = null;
        return listener?.closed(effect.how);
      }
      case "forget":
        return onForgotten();
    }
  }

  #answer(): void {
    const { answer, invitation, log } = this.#options;
    const call = { call: invitation.callId };
    const taken = answer(invitation, this);
    if ("refused" in taken) {
      log.warn("browser_not_answered", { ...call, code: taken.refused });
      this.#inputs.passNext({ type: "refused", code: taken.refused, atMs: this.#now });
      return;
    }
    log.info("browser_answered", call);
    this.#listener = taken;
    // Before anything that our side wished for while it answered.
    this.#inputs.passNext({ type: "answered", atMs: this.#now });
  }

  #setAlarm(): void {
    const { deadlineAtMs: dueMs } = this.#life;
    if (this.#alarm?.dueMs === dueMs) return;
    this.#alarm?.cancel();
    this.#alarm = null;
    if (dueMs === Infinity) return;
    const { clock } = this.#options;
    const ring = guarded((error) => this.fault(error), () => {
      this.#alarm = null;
      this.#run({ type: "tick", atMs: clock.now() });
    });
    this.#alarm = { dueMs, cancel: clock.after(Math.ceil(Math.max(0, dueMs - clock.now())), ring) };
  }
}
