// One call over Asterisk's AudioSocket (avr § 6): frames in become sound and digits, sound goes out in 20 ms frames
// by an absolute schedule, and silence where there is no sound. Knows neither TCP nor the model.
import { type SoundFormat, ToUlaw } from "../../audio/sound_format.ts";
import { BYTES_PER_MS } from "../../audio/ulaw.ts";
import type { Cancel, Clock } from "../../clock.ts";
import { guarded } from "../../guard.ts";
import type { Log } from "../../observe/log.ts";
import type { Answer, Channel, Ending, Pacing } from "../channel.ts";
import {
  DIGIT,
  emptyFrame,
  ERROR,
  FrameReader,
  HANGUP,
  payloadOf,
  rateOf,
  UUID,
} from "./frames.ts";
import { type Invited, Session, type SessionWire } from "./session.ts";
import { SLOT_MS, Slots } from "./slots.ts";
import { SoundQueue } from "./sound_queue.ts";
import type { FrameWire } from "./tcp_wire.ts";
import { uuidText } from "./uuid.ts";

/** What waits here can be taken back, so there is no harm in much of it; it spares the bridge timers. */
const AUDIOSOCKET_PACING: Pacing = {
  firstBytes: 320,
  chunkBytes: 320,
  maxBytes: 8_000,
  aheadMs: 1_000,
};

export interface AudioSocketOptions {
  wire: FrameWire;
  clock: Clock;
  log: Log;
  answer: Answer;
  /** Makes an invitation of Asterisk's UUID. */
  invite(uuid: string): Invited;
  onStranger(code: string, detail: string): void;
  onForgotten(): void;
}

/** Frames that have not left for so long: Asterisk does not read, and more would only pile up. */
const STUCK_AFTER_MS = 200;
/** A phone that leaves out silence sends nothing while its caller is quiet, so this is long. */
const SILENT_AFTER_MS = 60_000;
/** How many slots the rest of a frame waits for the sound that belongs to it. */
const PART_SLOTS = 3;
/**
 * Sound counts as heard so many slots after its last frame: Asterisk itself keeps none back, but every phone behind it
 * has a buffer against jitter, which a hang-up would cut.
 */
const TAIL_SLOTS = 6;

/**
 * What AudioSocket cannot: output variables do not reach Asterisk, there is no other way to put a caller through than
 * to end, and no report of what was heard. `end` lets the dialplan go on with its next priority, whatever the ending.
 */
export class AudioSocketChannel implements Channel {
  readonly pacing = AUDIOSOCKET_PACING;
  readonly reportsPlayback = true;
  readonly #options: AudioSocketOptions;
  readonly #session: Session;
  readonly #reader = new FrameReader();
  readonly #queue = new SoundQueue(lineFormat(8_000));
  #slots: Slots;
  #type = 0x10;
  #silence = silentFrame(this.#type);
  /** The type of the last frame of sound, and what reads those. */
  #ears: { type: number; converter: ToUlaw } | null = null;
  /** Since the queue was last empty, sound has left. */
  #sounding = false;
  #partSlots = 0;
  /** Slots without sound since the last that had some. */
  #quietSlots = 0;
  #cancelSlot: Cancel | null = null;
  #stopped = false;
  #counts = { frames: 0, empty: 0, stray: 0, sent: 0, lateMs: 0 };

  constructor(options: AudioSocketOptions) {
    const { clock, log, wire, onStranger, onForgotten } = options;
    this.#options = options;
    this.#slots = new Slots(clock.now());
    const sessionWire: SessionWire = {
      goodbye: () => {
        this.#stop();
        wire.drop();
        wire.write(emptyFrame(HANGUP, 0));
      },
      close: () => {
        this.#stop();
        wire.close();
      },
      get stuckMs() {
        return wire.stuckMs;
      },
      counts: () => this.#counts,
    };
    this.#session = new Session({
      wire: sessionWire,
      protocol: "audiosocket",
      clock,
      log,
      silentAfterMs: SILENT_AFTER_MS,
      onStranger,
      onForgotten,
    });
  }

  /** Whether the phone has yet to say which call this is. */
  get waiting(): boolean {
    return this.#session.waiting;
  }

  /** Too many wait: this one, which said nothing so far, makes room. */
  giveWay(): void {
    if (this.waiting) this.#session.breach("E_CROWDED", "");
  }

  // What the connection tells.

  /** The bytes may be overwritten afterwards. */
  read(bytes: Uint8Array): void {
    this.#session.heard();
    try {
      this.#reader.push(bytes, (type, payload) => this.#take(type, payload));
    } catch (error) {
      this.fault(error);
    }
  }

  /** The peer has closed its side: that is how Asterisk says that the caller hung up. */
  finished(): void {
    if (this.#reader.heldBytes > 0) {
      this.#session.noteOnce("cut_frame", `${this.#reader.heldBytes} bytes`);
    }
    this.#session.phoneGone({ by: "phone", detail: "hangup" });
  }

  broken(): void {
    this.#session.phoneGone({ by: "phone_lost", detail: "connection reset" });
  }

  fault(error: unknown): void {
    this.#session.fault(error);
  }

  // What the bridge wishes.

  get unsentBytes(): number {
    if (!this.#stuck) return 0;
    return this.#queue.ulawBytes + this.#options.wire.pending * SLOT_MS * BYTES_PER_MS;
  }

  play(audio: Uint8Array): void {
    if (!this.#session.speaks) return;
    if (!this.#sounding) this.#slots.passSilence(this.#options.clock.now());
    this.#queue.push(audio);
    this.#partSlots = 0;
    this.#pump();
  }

  rest(): void {
    this.#queue.rest();
  }

  clear(): number {
    const unsentFrames = this.#options.wire.drop();
    this.#sounding = false;
    return this.#queue.clear() + unsentFrames * SLOT_MS * BYTES_PER_MS;
  }

  /** AudioSocket has no place for it. */
  report(): void {}

  end(ending: Ending): void {
    const outputs = Object.keys(ending.outputs).length;
    if (outputs > 0 && this.#session.speaks) {
      this.#session.note("outputs_not_carried", `${outputs}: AudioSocket has no place for them`);
    }
    this.#session.end(ending.code);
  }

  // Frames in.

  #take(type: number, payload: Uint8Array): void {
    if (this.#session.waiting) return this.#introduce(type, payload);
    const rateHz = rateOf(type);
    if (rateHz !== null) return this.#hear(type, rateHz, payload);
    switch (type) {
      case HANGUP:
        return this.#session.phoneGone({ by: "phone", detail: "hangup" });
      case ERROR:
        return this.#session.phoneGone({ by: "phone_error", detail: `error ${payload[0] ?? 0}` });
      case DIGIT:
        if (this.#session.open) this.#digit(payload);
        return;
      default:
        return this.#session.noteOnce("unknown_frame", `type 0x${type.toString(16)}`);
    }
  }

  #introduce(type: number, payload: Uint8Array): void {
    if (type === HANGUP) return this.#session.phoneGone({ by: "phone", detail: "hangup" });
    const uuid = type === UUID ? uuidText(payload) : null;
    if (uuid === null) {
      const detail = `type 0x${type.toString(16)} of ${payload.length} bytes, not a UUID`;
      return this.#session.breach("E_FIRST_FRAME", detail);
    }
    const { answer, invite, clock } = this.#options;
    this.#session.introduce(answer, { invitation: invite(uuid), channel: this });
    if (!this.#session.open) return;
    this.#slots.restart(clock.now());
    this.#pump();
  }

  #hear(type: number, rateHz: number, payload: Uint8Array): void {
    if (!this.#session.open) return void this.#counts.stray++;
    if (payload.length === 0) return void this.#counts.empty++;
    this.#counts.frames++;
    if (this.#ears?.type !== type) this.#listenTo(type, rateHz);
    const frame = this.#ears!.converter.push(payload);
    if (payload.length % 2 === 1) this.#session.noteOnce("odd_frame", "half a sample");
    if (frame.length > 0) this.#session.tell((listener) => listener.audio(frame));
  }

  /** The rate of the first sound is the one Asterisk wants to hear, too. */
  #listenTo(type: number, rateHz: number): void {
    if (this.#ears) this.#session.noteOnce("rate_changed", `${rateHz} Hz`);
    else if (type !== this.#type) {
      this.#type = type;
      this.#silence = silentFrame(type);
      this.#queue.reformat(lineFormat(rateHz));
    }
    this.#ears = { type, converter: new ToUlaw(lineFormat(rateHz).format) };
  }

  #digit(payload: Uint8Array): void {
    const digit = String.fromCharCode(payload[0] ?? 0).toUpperCase();
    if (payload.length !== 1 || !/[0-9*#A-D]/.test(digit)) {
      return this.#session.noteOnce("unknown_digit", `${payload.length} bytes`);
    }
    this.#session.tell((listener) => listener.digit(digit));
  }

  // Frames out.

  get #stuck(): boolean {
    return this.#options.wire.stuckMs > STUCK_AFTER_MS;
  }

  /** Sends what is due and sets the timer of the next slot. */
  #pump(): void {
    if (this.#stopped || !this.#session.open) return;
    const nowMs = this.#options.clock.now();
    if (this.#stuck) {
      this.#session.noteOnce("slow_phone", `${this.#options.wire.pending} frames not taken`);
      this.#slots.restart(nowMs);
      this.#session.tick();
    } else {
      this.#sendDue(nowMs);
    }
    this.#setSlot(nowMs);
  }

  #sendDue(nowMs: number): void {
    const lateMs = this.#slots.letGo(nowMs);
    if (lateMs > 0 && this.#sounding) {
      this.#counts.lateMs += lateMs;
      this.#session.noteOnce("sound_late", `${lateMs} ms`);
    }
    const frames = this.#queue.frames(this.#slots.soundDue(nowMs));
    for (let i = 0; i < frames; i++) {
      const frame = emptyFrame(this.#type, this.#queue.frameBytes);
      this.#queue.take(payloadOf(frame));
      this.#slots.sentSound();
      this.#send(frame);
    }
    if (frames > 0) {
      this.#sounding = true;
      this.#quietSlots = 0;
    }
    if (!this.#slots.silenceDue(nowMs)) return;
    this.#slots.passSilence(nowMs);
    this.#send(this.#silence);
    this.#silent();
  }

  /** A slot passed without sound. */
  #silent(): void {
    if (this.#queue.part) {
      if (++this.#partSlots >= PART_SLOTS) this.#queue.rest();
    } else if (
      this.#sounding && this.#queue.ulawBytes === 0 && ++this.#quietSlots >= TAIL_SLOTS
    ) {
      this.#sounding = false;
      this.#session.tell((listener) => listener.playbackCompleted());
    }
  }

  #send(frame: Uint8Array<ArrayBuffer>): void {
    this.#counts.sent++;
    this.#options.wire.write(frame);
  }

  #setSlot(nowMs: number): void {
    this.#cancelSlot?.();
    this.#cancelSlot = null;
    if (this.#stopped) return;
    const soundWaits = this.#queue.frames(1) > 0;
    const inMs = Math.max(1, Math.ceil(this.#slots.nextMs(soundWaits) - nowMs));
    const ring = guarded((error) => this.fault(error), () => {
      this.#cancelSlot = null;
      this.#pump();
    });
    this.#cancelSlot = this.#options.clock.after(inMs, ring);
  }

  #stop(): void {
    this.#stopped = true;
    this.#cancelSlot?.();
    this.#cancelSlot = null;
    this.#queue.clear();
  }
}

function lineFormat(rateHz: number): { format: SoundFormat; frameBytes: number } {
  return { format: { encoding: "lpcm16", rateHz }, frameBytes: rateHz / 1_000 * SLOT_MS * 2 };
}

/** Sent again and again, never changed. */
function silentFrame(type: number): Uint8Array<ArrayBuffer> {
  return emptyFrame(type, lineFormat(rateOf(type) ?? 8_000).frameBytes);
}
