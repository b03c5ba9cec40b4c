// One call over Asterisk's WebSocket channel, chan_websocket (avr § 6): Asterisk keeps the queue and the time, and
// says what it has played. Knows neither the WebSocket API nor the model.
import { bytesPerMs, type SoundFormat, ToUlaw } from "../../audio/sound_format.ts";
import type { Cancel, Clock } from "../../clock.ts";
import { guarded } from "../../guard.ts";
import type { Log } from "../../observe/log.ts";
import type { Answer, Channel, Ending, Pacing } from "../channel.ts";
import type { SocketPort } from "../socket_port.ts";
import {
  command,
  type ControlEvent,
  type Flavour,
  readEvent,
  soundFormat,
} from "./media_control.ts";
import { type Invited, Session, type SessionWire } from "./session.ts";
import { SoundQueue } from "./sound_queue.ts";

/** What Asterisk has in its queue can be taken back at once. */
const MEDIA_PACING: Pacing = {
  firstBytes: 320,
  chunkBytes: 320,
  maxBytes: 8_000,
  aheadMs: 1_500,
};

export interface MediaChannelOptions {
  socket: SocketPort;
  clock: Clock;
  log: Log;
  answer: Answer;
  /** Makes an invitation of MEDIA_START. */
  invite(start: ControlEvent): Invited;
  onStranger(code: string, detail: string): void;
  onForgotten(): void;
}

/** Of Asterisk's: a larger message ends the call. */
const MAX_MESSAGE_BYTES = 32_000;
const MAX_TEXT_CHARS = 65_535;
const MAX_BINARY_BYTES = 64 * 1024;
/** More than a second of the widest sound: the phone does not read. */
const BACKLOG_BYTES = 128 * 1024;
const LOOK_AGAIN_MS = 100;
const FRAME_MS = 20;

/**
 * What chan_websocket cannot: output variables do not reach Asterisk, and there is no other way to put a caller
 * through than to end: HANGUP lets the dialplan go on after Dial().
 */
export class MediaChannel implements Channel {
  readonly pacing = MEDIA_PACING;
  readonly reportsPlayback = true;
  readonly #options: MediaChannelOptions;
  readonly #session: Session;
  #flavour: Flavour = "plain";
  #queue = new SoundQueue({ format: { encoding: "mulaw", rateHz: 8_000 }, frameBytes: 160 });
  #ears = new ToUlaw({ encoding: "mulaw", rateHz: 8_000 });
  /** Asterisk's queue is full. */
  #off = false;
  /** Since when it does not read, or has no room for what waits. */
  #stuckSinceMs: number | null = null;
  #cancelLook: Cancel | null = null;
  /** Sound has left that Asterisk may still play. */
  #sounding = false;
  #marks = 0;
  /** An answer's end, to be marked once all of it has left. */
  #markDue = false;
  /** The mark behind all that has left. */
  #lastMark: string | null = null;
  #counts = { frames: 0, empty: 0, stray: 0, sent: 0 };

  constructor(options: MediaChannelOptions) {
    const { socket, clock, log, onStranger, onForgotten } = options;
    this.#options = options;
    const stuckMs = () => this.#stuckSinceMs === null ? 0 : clock.now() - this.#stuckSinceMs;
    const wire: SessionWire = {
      goodbye: () => {
        this.#stop();
        this.#say("HANGUP");
      },
      close: () => {
        this.#stop();
        socket.close(1000, "");
      },
      get stuckMs() {
        return stuckMs();
      },
      counts: () => this.#counts,
    };
    this.#session = new Session({
      wire,
      protocol: "asterisk-ws",
      clock,
      log,
      // Deno's own pings find out that a WebSocket's peer is gone.
      silentAfterMs: Infinity,
      onStranger,
      onForgotten,
    });
  }

  // What the socket tells.

  read(text: string): void {
    if (text.length > MAX_TEXT_CHARS) {
      return this.#session.breach("E_SIZE", `${text.length} characters`);
    }
    const event = readEvent(text);
    if (!event) {
      if (this.#session.waiting) {
        return this.#session.breach("E_FIRST_MESSAGE", `${text.length} characters, no MEDIA_START`);
      }
      return this.#session.noteOnce("unread_text", `${text.length} characters`);
    }
    if (this.#session.waiting) return this.#start(event);
    if (this.#session.open) this.#take(event);
  }

  hear(data: ArrayBuffer): void {
    if (data.byteLength > MAX_BINARY_BYTES) {
      return this.#session.breach("E_SIZE", `${data.byteLength} bytes`);
    }
    if (!this.#session.open) return void this.#counts.stray++;
    if (data.byteLength === 0) return void this.#counts.empty++;
    this.#counts.frames++;
    const frame = this.#ears.push(new Uint8Array(data));
    if (frame.length > 0) this.#session.tell((listener) => listener.audio(frame));
  }

  /** Asterisk closes the socket in order when the caller has hung up. */
  socketClosed(code: number): void {
    // 1001 is what Deno tells of a peer that no longer answers its pings.
    const inOrder = code === 1000 || code === 1005;
    const detail = inOrder ? "hangup" : `socket closed, code ${code}`;
    this.#session.phoneGone({ by: inOrder ? "phone" : "phone_lost", detail });
  }

  fault(error: unknown): void {
    this.#session.fault(error);
  }

  // What the bridge wishes.

  get unsentBytes(): number {
    return this.#held ? this.#queue.ulawBytes : 0;
  }

  play(audio: Uint8Array): void {
    if (!this.#session.speaks) return;
    this.#queue.push(audio);
    this.#markDue = false;
    this.#lastMark = null;
    this.#flush();
  }

  rest(): void {
    if (!this.#session.speaks) return;
    this.#queue.rest();
    this.#markDue = true;
    this.#flush();
  }

  clear(): number {
    const dropped = this.#queue.clear();
    this.#markDue = false;
    this.#lastMark = null;
    if (this.#sounding && this.#session.speaks) this.#say("FLUSH_MEDIA");
    this.#sounding = false;
    return dropped;
  }

  /** chan_websocket has no place for it. */
  report(): void {}

  end(ending: Ending): void {
    const outputs = Object.keys(ending.outputs).length;
    if (outputs > 0 && this.#session.speaks) {
      this.#session.note("outputs_not_carried", `${outputs}: chan_websocket has no place for them`);
    }
    this.#session.end(ending.code);
  }

  // Events in.

  #start(event: ControlEvent): void {
    const { name, fields, flavour } = event;
    if (name !== "MEDIA_START") return this.#session.breach("E_FIRST_MESSAGE", name.slice(0, 32));
    const format = soundFormat(fields["format"] ?? "");
    if (!format) {
      return this.#session.breach("E_MEDIA", `format ${(fields["format"] ?? "").slice(0, 32)}`);
    }
    this.#flavour = flavour;
    const frameBytes = frameBytesOf(format, fields["optimal_frame_size"]);
    this.#queue.reformat({ format, frameBytes });
    this.#ears = new ToUlaw(format);
    const { answer, invite } = this.#options;
    this.#session.introduce(answer, { invitation: invite(event), channel: this });
    if (!this.#session.open) return;
    this.#say("ANSWER");
    this.#flush();
  }

  #take({ name, fields }: ControlEvent): void {
    switch (name) {
      case "DTMF_END":
        return this.#digit(fields["digit"] ?? "");
      case "MEDIA_XOFF":
        this.#off = true;
        return;
      case "MEDIA_XON":
        this.#off = false;
        return this.#flush();
      case "MEDIA_MARK_PROCESSED":
        return this.#marked(fields["correlation_id"]);
      case "QUEUE_DRAINED":
      case "MEDIA_BUFFERING_COMPLETED":
      case "STATUS":
        return;
      default:
        return this.#session.noteOnce("unknown_event", name.slice(0, 32));
    }
  }

  #digit(digit: string): void {
    if (!/^[0-9*#A-Da-d]$/.test(digit)) return this.#session.noteOnce("unknown_digit", "");
    this.#session.tell((listener) => listener.digit(digit.toUpperCase()));
  }

  /** Only the mark behind everything says that all was played. */
  #marked(id: string | undefined): void {
    if (this.#lastMark === null || (id !== undefined && id !== this.#lastMark)) return;
    this.#lastMark = null;
    this.#sounding = false;
    this.#session.tell((listener) => listener.playbackCompleted());
  }

  // Sound out.

  get #held(): boolean {
    return this.#off || this.#stuckSinceMs !== null;
  }

  /** Sends what it may, in whole frames: of anything else Asterisk would drop the rest. */
  #flush(): void {
    if (!this.#session.open) return;
    const { frameBytes } = this.#queue;
    const limit = Math.max(1, Math.floor(MAX_MESSAGE_BYTES / frameBytes));
    while (this.#mayPlay()) {
      const frames = this.#queue.frames(limit);
      if (frames === 0) break;
      const message = new Uint8Array(frames * frameBytes);
      this.#queue.take(message);
      this.#counts.sent++;
      this.#sounding = true;
      this.#options.socket.send(message);
    }
    if (this.#markDue && !this.#held && this.#sounding) {
      this.#markDue = false;
      this.#lastMark = `m${++this.#marks}`;
      this.#say("MARK_MEDIA", this.#lastMark);
    }
  }

  /** Also looks whether the phone reads, and plays: an Asterisk that plays makes room within two seconds. */
  #mayPlay(): boolean {
    const { socket, clock } = this.#options;
    const unread = socket.bufferedAmount > BACKLOG_BYTES;
    if (!unread && (!this.#off || this.#queue.ulawBytes === 0)) {
      this.#stuckSinceMs = null;
      return !this.#off;
    }
    this.#stuckSinceMs ??= clock.now();
    if (unread) this.#session.noteOnce("slow_phone", `${socket.bufferedAmount} bytes not taken`);
    this.#lookAgain();
    return false;
  }

  #lookAgain(): void {
    if (this.#cancelLook) return;
    const look = guarded((error) => this.fault(error), () => {
      this.#cancelLook = null;
      this.#flush();
      if (this.#stuckSinceMs !== null) this.#session.tick();
    });
    this.#cancelLook = this.#options.clock.after(LOOK_AGAIN_MS, look);
  }

  #say(name: string, id?: string): void {
    this.#options.socket.send(command(this.#flavour, name, id));
  }

  #stop(): void {
    this.#cancelLook?.();
    this.#cancelLook = null;
    this.#queue.clear();
  }
}

/** Asterisk's own wish, where it is one: a number of whole samples that fits into a message. */
function frameBytesOf(format: SoundFormat, wish: string | undefined): number {
  const bytes = Number(wish);
  const sampleBytes = format.encoding === "lpcm16" ? 2 : 1;
  const fits = Number.isInteger(bytes / sampleBytes) && bytes > 0 && bytes <= MAX_MESSAGE_BYTES;
  return fits ? bytes : bytesPerMs(format) * FRAME_MS;
}
