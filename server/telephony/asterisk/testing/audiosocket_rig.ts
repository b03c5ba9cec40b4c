// Test side: a channel on a wire that writes down what was sent and when, spoken to as Asterisk would.
// Reads and writes frames by avr § 6, not by our codec.
import { ManualClock } from "../../../clock.ts";
import type { Answer, Channel } from "../../channel.ts";
import { AudioSocketChannel } from "../audiosocket_channel.ts";
import type { Invited } from "../session.ts";
import type { FrameWire } from "../tcp_wire.ts";
import { invitationOf } from "./invitation.ts";
import { RecordingListener, recordingLog } from "../../testing/recording_listener.ts";

export const CALL_UUID = "0badcafe-0000-4000-8000-0123456789ab";

export interface SentFrame {
  atMs: number;
  type: number;
  payload: Uint8Array;
}

/** A frame of AudioSocket as bytes. */
export function frameOf(type: number, ...payload: number[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([type, payload.length >> 8, payload.length & 0xff, ...payload]);
}

export function uuidFrame(uuid = CALL_UUID): Uint8Array<ArrayBuffer> {
  return frameOf(0x01, ...Uint8Array.fromHex(uuid.replaceAll("-", "")));
}

/** 20 ms of sound of one value. */
export function soundFrame(type = 0x10, sample = 4_000, bytes = 320): Uint8Array<ArrayBuffer> {
  const payload = Array.from({ length: bytes }, (_, i) => i % 2 ? sample >> 8 : sample & 0xff);
  return frameOf(type, ...payload);
}

class RecordingWire implements FrameWire {
  frames: SentFrame[] = [];
  closes = 0;
  dropped = 0;
  /** What a peer that does not read would leave behind. */
  pending = 0;
  stuckSinceMs: number | null = null;
  constructor(readonly clock: ManualClock) {}

  get stuckMs(): number {
    return this.stuckSinceMs === null ? 0 : this.clock.now() - this.stuckSinceMs;
  }
  write(frame: Uint8Array<ArrayBuffer>): void {
    const length = frame[1]! * 256 + frame[2]!;
    if (length !== frame.length - 3) throw new Error(`no whole frame: ${frame.length} bytes`);
    this.frames.push({ atMs: this.clock.now(), type: frame[0]!, payload: frame.slice(3) });
  }
  drop(): number {
    const dropped = Math.max(0, this.pending - 1);
    this.pending -= dropped;
    return dropped;
  }
  close(): void {
    this.closes++;
  }
}

export class AudioSocketRig {
  clock = new ManualClock();
  wire = new RecordingWire(this.clock);
  log = recordingLog();
  listener = new RecordingListener();
  strangers: string[] = [];
  forgotten = 0;
  invited: string[] = [];
  channel: AudioSocketChannel;

  constructor(
    options: {
      answer?: (channel: Channel, listener: RecordingListener) => ReturnType<Answer>;
      invite?: (uuid: string) => Invited;
    } = {},
  ) {
    this.channel = new AudioSocketChannel({
      wire: this.wire,
      clock: this.clock,
      log: this.log,
      answer: (_invitation, channel) => options.answer?.(channel, this.listener) ?? this.listener,
      invite: (uuid) => {
        this.invited.push(uuid);
        return options.invite?.(uuid) ?? invitationOf(uuid);
      },
      onStranger: (code) => this.strangers.push(code),
      onForgotten: () => this.forgotten++,
    });
  }

  /** Connected, and 8 kHz sound has come once; `type`: of another rate. */
  static open(type = 0x10, bytes = 320): AudioSocketRig {
    const rig = new AudioSocketRig();
    rig.channel.read(uuidFrame());
    rig.channel.read(soundFrame(type, 0, bytes));
    return rig;
  }

  /** What left that is not silence. */
  get sound(): SentFrame[] {
    return this.wire.frames.filter(({ payload }) => payload.some((byte) => byte !== 0));
  }

  hangups(): number {
    return this.wire.frames.filter(({ type }) => type === 0x00).length;
  }
}
