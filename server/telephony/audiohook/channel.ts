// One call's channel: runs the session of session_step.ts over a socket and tells the bridge.
// Caller audio passes straight through; everything else goes through the step. Knows no WebSocket API.
import type { Clock } from "../../clock.ts";
import { faultPlace } from "../../guard.ts";
import type { Log } from "../../observe/log.ts";
import type {
  Answer,
  Channel,
  ChannelListener,
  Ending,
  Invitation,
  Pacing,
  TurnReport,
} from "../channel.ts";
import { Alarm } from "./alarm.ts";
import { ExternalChannel } from "./media.ts";
import { MediaClock } from "./media_clock.ts";
import type { ViolationCode } from "./message.ts";
import { Outbox, type SocketPort } from "./outbox.ts";
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

/** 100 ms first, then 200 ms and more: at five messages a second less would starve the phone (§ 8.2). */
export const AUDIOHOOK_PACING: Pacing = {
  firstBytes: 800,
  chunkBytes: 1_600,
  maxBytes: 16_000,
  aheadMs: 1_500,
};

export interface AudioHookChannelOptions {
  socket: SocketPort;
  clock: Clock;
  log: Log;
  answer: Answer;
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

const MAX_REPORT_CHARS = 4_000;
const MAX_NOTES_ONCE = 64;

export class AudioHookChannel implements Channel {
  readonly pacing = AUDIOHOOK_PACING;
  #options: AudioHookChannelOptions;
  #state: SessionState;
  #outbox: Outbox;
  #media = new MediaClock();
  #external: ExternalChannel | null = null;
  #listener: ChannelListener | null = null;
  /** Whether caller audio goes through; kept here so that a frame costs no step. */
  #flowing = false;
  #heardAtMs: number;
  #inputs: Input[] = [];
  #running = false;
  #ending = false;
  #alarm: Alarm;
  #notedOnce = new Set<string>();
  #counts = { frames: 0, texts: 0, empty: 0, stray: 0 };

  constructor(options: AudioHookChannelOptions) {
    const { socket, clock, sessionId, organizationId } = options;
    this.#options = options;
    this.#heardAtMs = clock.now();
    this.#state = firstState({ sessionId, organizationId, atMs: this.#heardAtMs });
    this.#alarm = new Alarm(clock, () => this.#tick());
    this.#outbox = new Outbox({
      socket,
      clock,
      sessionId,
      clientSeq: () => this.#state.clientSeq,
      maxBytes: AUDIOHOOK_PACING.maxBytes,
      onFault: (error) => this.fault(error),
    });
    this.#alarm.set(dueAtMs(this.#state, this.#heardAtMs));
  }

  // What the socket tells.

  /** A binary frame: the hot path. */
  hear(data: ArrayBuffer): void {
    const atMs = this.#options.clock.now();
    this.#heardAtMs = atMs;
    if (data.byteLength > MAX_BINARY_BYTES) {
      return this.#run({ type: "oversize", detail: `${data.byteLength} bytes`, atMs });
    }
    if (data.byteLength === 0) return void this.#counts.empty++;
    if (!this.#flowing) return this.#stray();
    this.#counts.frames++;
    const received = new Uint8Array(data);
    const frame = this.#external ? this.#external.take(received) : received;
    if (this.#external?.odd) this.#noteOnce("odd_frame", "half a sample pair");
    if (frame.length === 0) return;
    this.#media.heard(frame.length);
    try {
      this.#listener?.audio(frame);
    } catch (error) {
      this.fault(error);
    }
  }

  /** A text frame. */
  read(text: string): void {
    const atMs = this.#options.clock.now();
    this.#heardAtMs = atMs;
    this.#counts.texts++;
    if (text.length > MAX_TEXT_CHARS) {
      return this.#run({ type: "oversize", detail: `${text.length} characters`, atMs });
    }
    const sentSeq = this.#outbox.seq;
    this.#run({ type: "text", text, atMs, sentSeq, mediaMs: this.#media.atMs });
  }

  socketClosed(code: number): void {
    this.#run({ type: "socket_closed", code, atMs: this.#options.clock.now() });
  }

  /** A fault of ours, anywhere: it ends this call and no other. */
  fault(error: unknown): void {
    const { log, sessionId, clock } = this.#options;
    log.error("audiohook_fault", { call: sessionId, place: faultPlace(error) });
    this.#run({ type: "fault", atMs: clock.now() });
  }

  // What the bridge wishes.

  get unsentBytes(): number {
    return this.#outbox.unsentBytes;
  }

  play(audio: Uint8Array): void {
    if (!this.#speaks()) return;
    if (this.#state.slowSinceMs !== null) {
      this.#tick();
      if (this.#state.slowSinceMs !== null) {
        return this.#noteOnce("audio_not_sent", "the phone does not read");
      }
    }
    this.#outbox.play(audio);
    this.#checkBacklog();
  }

  clear(): number {
    const dropped = this.#outbox.dropAudio();
    if (this.#speaks() && this.#outbox.maySound()) {
      this.#outbox.silenced();
      this.#outbox.sayNow("event", { entities: [{ type: "barge_in", data: {} }] });
    }
    return dropped;
  }

  report(turn: TurnReport): void {
    if (!this.#speaks()) return;
    const text = turn.text === undefined ? {} : { text: cutText(turn.text, MAX_REPORT_CHARS) };
    const data = { disposition: turn.disposition, ...text };
    if (!this.#outbox.say("event", { entities: [{ type: "bot_turn_response", data }] })) {
      this.#noteOnce("report_dropped", "too many wait for the rate limit");
    }
  }

  end(ending: Ending): void {
    if (this.#ending) return;
    this.#ending = true;
    this.#run({ type: "end", ending, atMs: this.#options.clock.now() });
  }

  #speaks(): boolean {
    const { phase } = this.#state;
    return !this.#ending && (phase === "open" || phase === "answering") && !this.#state.told;
  }

  // Running the step.

  /** One input after the other, even where a listener's answer to one causes the next. */
  #run(input: Input): void {
    this.#inputs.push(input);
    if (this.#running) return;
    this.#running = true;
    try {
      for (let next = this.#inputs.shift(); next; next = this.#inputs.shift()) {
        const { state, effects } = step(this.#state, next);
        this.#state = state;
        for (const effect of effects) this.#perform(effect);
        this.#flowing = this.#listener !== null && state.phase === "open" && !state.paused;
      }
    } catch (error) {
      this.#collapse(error);
    } finally {
      this.#running = false;
    }
    this.#alarm.set(dueAtMs(this.#state, this.#heardAtMs));
  }

  #perform(effect: Effect): void {
    switch (effect.do) {
      case "send":
        return this.#outbox.sayNow(effect.type, effect.parameters);
      case "send_later":
        return void this.#outbox.say(effect.type, effect.parameters);
      case "drop_unsent":
        return this.#outbox.dropAll();
      case "hold_off":
        return this.#outbox.holdOff(effect.ms);
      case "close_socket":
        return this.#options.socket.close(effect.code, effect.reason);
      case "answer":
        return this.#answer(effect);
      case "probed":
        return this.#options.onProbe();
      case "clock":
        return this.#media.jump(effect.toMs);
      case "digit":
        return this.#tell((listener) => listener.digit(effect.digit));
      case "playback_started":
        return this.#tell((listener) => listener.playbackStarted());
      case "playback_completed":
        this.#outbox.playbackCompleted();
        return this.#tell((listener) => listener.playbackCompleted());
      case "held":
        return this.#tell((listener) => listener.held());
      case "resumed":
        return this.#tell((listener) => listener.resumed(effect.gapMs));
      case "language":
        return this.#tell((listener) => listener.language(effect.tag));
      case "note":
        if (effect.once) return this.#noteOnce(effect.code, effect.detail);
        return this.#note(effect.code, effect.detail);
      case "violation":
        return this.#violation(effect.code, effect.detail);
      case "ended": {
        const { by, detail } = effect.how;
        const call = this.#options.sessionId;
        this.#options.log.info("audiohook_ended", { call, by, detail, ...this.#counts });
        this.#tell((listener) => listener.closed(effect.how));
        this.#listener = null;
        return;
      }
      case "forget":
        this.#outbox.dropAll();
        return this.#options.onForgotten();
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
    if (media.channels === 2) this.#external = new ExternalChannel(media.external);
    let answer: ReturnType<Answer>;
    try {
      answer = this.#options.answer(invitation, this);
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
    // Before anything that the bridge wished for while it answered: `opened` comes first of all.
    this.#inputs.unshift({ type: "answered", atMs });
    const { dropped, cut } = variables;
    if (dropped + cut > 0) this.#note("variables_cut", `${dropped} dropped, ${cut} cut`);
  }

  #tell(say: (listener: ChannelListener) => void): void {
    if (!this.#listener) return;
    try {
      say(this.#listener);
    } catch (error) {
      this.fault(error);
    }
  }

  #note(code: string, detail: string): void {
    this.#options.log.debug("audiohook_note", { call: this.#options.sessionId, code, detail });
    this.#tell((listener) => listener.note(code, detail));
  }

  #noteOnce(code: string, detail: string): void {
    const name = `${code} ${detail}`;
    if (this.#notedOnce.has(name) || this.#notedOnce.size >= MAX_NOTES_ONCE) return;
    this.#notedOnce.add(name);
    this.#note(code, detail);
  }

  #violation(code: ViolationCode, detail: string): void {
    this.#options.log.warn("audiohook_violation", { call: this.#options.sessionId, code, detail });
    this.#note("violation", detail === "" ? code : `${code}: ${detail}`);
    this.#options.onViolation(code);
  }

  #stray(): void {
    this.#counts.stray++;
    this.#noteOnce(
      "audio_dropped",
      this.#state.paused ? "while paused" : `while ${this.#state.phase}`,
    );
  }

  /** The step or an effect is broken: no orderly way is left. */
  #collapse(error: unknown): void {
    const { log, sessionId, socket, onForgotten } = this.#options;
    log.error("audiohook_collapsed", { call: sessionId, place: faultPlace(error) });
    const listener = this.#listener;
    this.#listener = null;
    this.#flowing = false;
    this.#inputs = [];
    this.#outbox.dropAll();
    if (this.#state.phase === "over") return;
    this.#state = { ...this.#state, phase: "over", told: true };
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

  // Time.

  #tick(): void {
    const atMs = this.#options.clock.now();
    const backlogBytes = this.#options.socket.bufferedAmount;
    this.#run({ type: "tick", atMs, heardAtMs: this.#heardAtMs, backlogBytes });
  }

  #checkBacklog(): void {
    if (this.#options.socket.bufferedAmount > 0) this.#tick();
  }
}
