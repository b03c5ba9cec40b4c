// Places one simulated call as Asterisk's AudioSocket does (avr § 6), in real time: one TCP connection, frames of 20 ms,
// what arrives is heard as it comes. It enforces what Asterisk enforces, and tells what Asterisk only suffers from.
// The protocol has nothing that silences the phone (a server stops sending): `bargeIns` stays 0.
import { bytesPerMs, FromUlaw, type SoundFormat, ToUlaw } from "../../audio/sound_format.ts";
import type { Cancel } from "../../clock.ts";
import type { PhoneCallOptions, PhoneCallReport } from "../caller/phone_call.ts";
import { PhoneCaller } from "../caller/phone_caller.ts";
import { soundIn } from "../caller/sound_level.ts";
import { announceCall } from "./announcement.ts";
import { ArrivalPace, type Flow } from "./arrival_pace.ts";
import {
  type AudioSocketFormat,
  encodeFrame,
  FORMATS,
  FRAME,
  type Frame,
  FrameReader,
  isAudio,
  uuidBytes,
} from "./audio_socket_frame.ts";
import { breachTeller } from "./breach_teller.ts";
import { OwnStalls } from "./own_stalls.ts";
import { openTcpLine, type TcpLine } from "./tcp_line.ts";
import { FrameCutter, PieceWriter } from "./wire_pieces.ts";

/** What a server can do wrong. Asterisk ends the call over the fatal ones. */
const AUDIO_SOCKET_RULES = {
  FRAME_TYPE: "a server sends sound (0x10 to 0x18) and 0x00, no other type (§ 6)",
  DIGIT_SENT: "0x03 goes from Asterisk to the server only (§ 6)",
  ERROR_SENT: "0xff ends the call: hang up with 0x00 (§ 6)",
  AUDIO_EMPTY: "a frame of sound has at least one sample (§ 6)",
  FRAME_SPLIT: "the bytes of a frame arrive within 200 ms: one write per frame (§ 6)",
  IDLE: "neither side is silent for 2,000 ms: silence keeps flowing (§ 6)",
  FRAME_CUT: "a frame is sent whole before the connection is closed (§ 6)",
  AUDIO_ODD: "a frame of sound holds whole samples of 16 bit (§ 6)",
  AUDIO_RATE: "sound comes in the type that Asterisk sends, from 100 ms after its first (§ 6)",
  BURST: "sound is paced: beyond 1,000 ms it is not heard (§ 6)",
  FLOW_GAP: "a frame comes every 20 ms, never more than 200 ms apart (§ 6)",
  LEFT_OPEN: "the server closes its side within 5 s of the hang-up (§ 6)",
  RESET: "a call ends with 0x00 or a closed connection, not with a reset (§ 6)",
} as const;
type Rule = keyof typeof AUDIO_SOCKET_RULES;

const FRAME_MS = 20;
const JITTER_MS = 60;
const IDLE_MS = 2000;
const SPLIT_MS = 200;
const RATE_WITHIN_MS = 100;
const MAX_QUEUED_MS = 1000;
const MAX_GAP_MS = 200;
const CLOSE_WITHIN_MS = 5000;

export interface AudioSocketCallOptions extends PhoneCallOptions {
  /** tcp://host:port */
  url: string;
  /** What Asterisk dials with c(…). Default: "slin". */
  format?: string;
  /** Where the call is announced when there are a token and something to tell; /asterisk/calls on port 8080 by default. */
  announceUrl?: string;
  /** Sends no frames while the caller says nothing, as a leg does that waits. Default: no. */
  suppressSilence?: boolean;
}

export interface AudioSocketCallReport extends PhoneCallReport {
  /** How the server's frames came, silence included. */
  flow: Flow;
}

/** Rejects when the call could not be placed at all, with an Error that says what to do. */
export async function placeAudioSocketCall(
  options: AudioSocketCallOptions,
): Promise<AudioSocketCallReport> {
  const phone = await PhoneCaller.prepare(options, {
    protocol: "AudioSocket",
    cannot: ["hold", "language"],
    frameMs: FRAME_MS,
    jitterMs: JITTER_MS,
  });
  const uuid = (options.conversationId ?? crypto.randomUUID()).toLowerCase();
  const call = new AudioSocketCall({
    phone,
    uuid,
    format: formatOf(options.format),
    split: options.split ?? false,
    suppressSilence: options.suppressSilence ?? false,
  });
  const url = new URL(options.url);
  if (url.protocol !== "tcp:" || !url.port) {
    throw new Error(`Cannot dial ${options.url}: AudioSocket is dialled as tcp://host:port`);
  }
  await announceCall({ url, uuid, variables: phone.variables, options, script: phone.script });
  const endedBy = await call.run(url);
  return { ...phone.report({ callId: uuid, endedBy, transferredTo: null }), flow: call.flow };
}

function formatOf(name = "slin"): AudioSocketFormat {
  if (Object.hasOwn(FORMATS, name)) return name as AudioSocketFormat;
  const known = Object.keys(FORMATS).join(", ");
  throw new Error(`Cannot use format "${name}": AudioSocket is simulated with ${known}`);
}

interface CallParts {
  phone: PhoneCaller;
  uuid: string;
  format: AudioSocketFormat;
  split: boolean;
  suppressSilence: boolean;
}

class AudioSocketCall {
  readonly #phone: PhoneCaller;
  readonly #uuid: Uint8Array;
  readonly #type: number;
  readonly #sound: SoundFormat;
  readonly #suppressSilence: boolean;
  readonly #toServer: FromUlaw;
  readonly #fromServer: ToUlaw;
  readonly #cutter: FrameCutter;
  readonly #pieces: PieceWriter | null;
  readonly #reader = new FrameReader();
  readonly #stalls = new OwnStalls(FRAME_MS);
  readonly #pace = new ArrivalPace();
  readonly #breach;
  readonly #timers = new Map<"idle" | "split" | "close", Cancel>();
  #line: TcpLine | undefined;
  #endedBy: PhoneCallReport["endedBy"] | null = null;
  #overrun = false;
  #activeMs = 0;
  #bytesMs = 0;
  /** When the first sound was sent. */
  #soundMs = Infinity;

  constructor({ phone, uuid, format, split, suppressSilence }: CallParts) {
    const { type, rateHz } = FORMATS[format];
    this.#phone = phone;
    this.#uuid = uuidBytes(uuid);
    this.#type = type;
    this.#sound = { encoding: "lpcm16", rateHz };
    this.#suppressSilence = suppressSilence;
    this.#toServer = new FromUlaw(this.#sound);
    this.#fromServer = new ToUlaw(this.#sound);
    this.#cutter = new FrameCutter(bytesPerMs(this.#sound) * FRAME_MS);
    this.#pieces = split
      ? new PieceWriter({ clock: phone.clock, write: (piece) => this.#line?.write(piece) })
      : null;
    this.#breach = breachTeller<Rule>(AUDIO_SOCKET_RULES, (rule, detail) => {
      phone.breach(rule, detail);
    });
  }

  get flow(): Flow {
    return this.#pace.flow;
  }

  async run(url: URL): Promise<PhoneCallReport["endedBy"]> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const line = this.#line = openTcpLine({
      url,
      onConnected: () => this.#answered(),
      onBytes: (bytes) => this.#take(bytes),
      onEnd: () => this.#serverEnded(),
      onClosed: (how) => {
        this.#closed(how);
        resolve();
      },
      onRefused: reject,
    });
    this.#phone.dialled((reason) => {
      line.reset();
      reject(reason);
    });
    try {
      await promise;
    } finally {
      this.#stopTimers();
      this.#pieces?.stop();
      this.#phone.end();
    }
    return this.#endedBy ?? "server_lost";
  }

  #answered(): void {
    this.#send(encodeFrame(FRAME.uuid, this.#uuid));
    this.#watchIdleness();
    this.#stalls.seen(this.#phone.clock.now());
    this.#phone.answered({
      audio: (frame) => this.#say(frame),
      digit: (digit) => this.#send(encodeFrame(FRAME.digit, new TextEncoder().encode(digit))),
      hangUp: () => this.#leave("caller"),
      drop: () => {
        this.#endedBy ??= "dropped";
        this.#line?.reset();
      },
    });
  }

  #say(ulaw: Uint8Array): void {
    this.#stalls.seen(this.#phone.clock.now());
    if (this.#suppressSilence && soundIn(ulaw).length === 0) return;
    for (const frame of this.#cutter.push(this.#toServer.push(ulaw))) {
      if (this.#soundMs === Infinity) this.#soundMs = this.#phone.clock.now();
      this.#send(encodeFrame(this.#type, frame));
    }
  }

  #send(frame: Uint8Array<ArrayBuffer>): void {
    if (this.#endedBy) return;
    this.#activeMs = this.#phone.clock.now();
    if (this.#pieces) this.#pieces.push(frame);
    else this.#line?.write(frame);
  }

  #take(bytes: Uint8Array): void {
    const nowMs = this.#phone.clock.now();
    this.#activeMs = this.#bytesMs = nowMs;
    for (const frame of this.#reader.push(bytes)) {
      if (this.#endedBy) return;
      this.#takeFrame(frame, nowMs);
    }
    this.#stopTimer("split");
    if (!this.#endedBy && this.#reader.isWithinFrame) this.#watchSplit(SPLIT_MS);
  }

  #takeFrame({ type, payload }: Frame, nowMs: number): void {
    if (isAudio(type)) return this.#takeAudio(type, payload, nowMs);
    switch (type) {
      case FRAME.hangUp:
        this.#phone.tell("call", "the server hangs up");
        return this.#leave("server");
      case FRAME.digit:
        return this.#kill("DIGIT_SENT", `0x03 with ${payload.length} bytes`);
      case FRAME.error:
        return this.#kill("ERROR_SENT", `0xff with code ${payload[0] ?? "none"}`);
      default:
        return this.#kill("FRAME_TYPE", `type 0x${type.toString(16).padStart(2, "0")}`);
    }
  }

  #takeAudio(type: number, payload: Uint8Array, nowMs: number): void {
    if (payload.length === 0) return this.#kill("AUDIO_EMPTY", "none");
    if (type !== this.#type && this.#knowsType(nowMs, payload)) {
      const expected = this.#type.toString(16);
      this.#breach("AUDIO_RATE", `type 0x${type.toString(16)}, sent was 0x${expected}`);
    }
    if (payload.length % 2) this.#breach("AUDIO_ODD", `${payload.length} bytes`);
    const soundMs = payload.length / bytesPerMs(this.#sound);
    this.#pace.arrived({ soundMs, atMs: nowMs, ownStallMs: this.#stalls.recentMs(nowMs) });
    const queuedMs = this.#phone.queuedMs;
    if (queuedMs + soundMs > MAX_QUEUED_MS + this.#stalls.recentMs(nowMs)) {
      // Told once for each burst.
      if (!this.#overrun) this.#breach("BURST", `${Math.round(queuedMs)} ms ahead`);
      this.#overrun = true;
      return;
    }
    if (queuedMs < MAX_QUEUED_MS / 2) this.#overrun = false;
    // Asterisk drops half a sample; the next frame begins with a whole one.
    const whole = payload.subarray(0, payload.length - payload.length % 2);
    this.#phone.hear(this.#fromServer.push(whole));
  }

  /** Before Asterisk's first sound a server can only guess; silence is the same at any rate. */
  #knowsType(nowMs: number, payload: Uint8Array): boolean {
    return nowMs - this.#soundMs > RATE_WITHIN_MS || payload.some((byte) => byte !== 0);
  }

  #serverEnded(): void {
    if (this.#endedBy) return;
    if (this.#reader.isWithinFrame) {
      this.#breach("FRAME_CUT", "the end of the connection within a frame");
      return this.#leave("server_lost");
    }
    this.#phone.tell("call", "the server closes the connection");
    this.#leave("server");
  }

  #closed(how: "closed" | "reset"): void {
    // A server that resets a call that is over has its reasons: unread sound, for one.
    if (this.#endedBy) return;
    this.#endedBy = "server_lost";
    this.#breach("RESET", how === "reset" ? "a reset" : "a connection that is gone");
  }

  #kill(rule: Rule, received: string): void {
    this.#breach(rule, received);
    this.#leave("violation");
  }

  /** Asterisk says goodbye by closing, whoever ended the call; no 0x00. */
  #leave(endedBy: PhoneCallReport["endedBy"]): void {
    if (this.#endedBy) return;
    const nowMs = this.#phone.clock.now();
    if (endedBy === "caller") this.#pace.quietUntil(nowMs, this.#stalls.recentMs(nowMs));
    this.#judgeFlow();
    this.#pieces?.flush();
    this.#endedBy = endedBy;
    this.#stopTimers();
    this.#phone.end();
    this.#line?.end();
    this.#timers.set(
      "close",
      this.#phone.clock.after(CLOSE_WITHIN_MS, () => {
        this.#breach("LEFT_OPEN", "an open connection");
        this.#line?.reset();
      }),
    );
  }

  #judgeFlow(): void {
    const { gaps, largestGapMs } = this.#pace.flow;
    if (largestGapMs <= MAX_GAP_MS) return;
    this.#breach("FLOW_GAP", `${gaps} gaps, the largest of ${Math.round(largestGapMs)} ms`);
  }

  #watchIdleness(): void {
    const leftMs = this.#activeMs + IDLE_MS - this.#phone.clock.now();
    if (leftMs <= 0) return this.#kill("IDLE", "nothing in either direction");
    this.#timers.set("idle", this.#phone.clock.after(leftMs, () => this.#watchIdleness()));
  }

  #watchSplit(afterMs: number): void {
    this.#timers.set(
      "split",
      this.#phone.clock.after(afterMs, () => {
        const nowMs = this.#phone.clock.now();
        const dueMs = this.#bytesMs + SPLIT_MS + this.#stalls.recentMs(nowMs);
        if (nowMs < dueMs) return this.#watchSplit(dueMs - nowMs);
        this.#kill(
          "FRAME_SPLIT",
          `a part, and nothing for ${Math.round(nowMs - this.#bytesMs)} ms`,
        );
      }),
    );
  }

  #stopTimer(which: "idle" | "split" | "close"): void {
    this.#timers.get(which)?.();
    this.#timers.delete(which);
  }

  #stopTimers(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }
}
