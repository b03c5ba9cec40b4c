// Test side: a channel of chan_websocket on a socket that writes down what was sent.
import { ManualClock } from "../../../clock.ts";
import type { Answer, Channel } from "../../channel.ts";
import type { SocketPort } from "../../socket_port.ts";
import { MediaChannel } from "../media_channel.ts";
import type { ControlEvent } from "../media_control.ts";
import { invitationOf } from "./invitation.ts";
import { RecordingListener, recordingLog } from "../../testing/recording_listener.ts";

class RecordingSocket implements SocketPort {
  bufferedAmount = 0;
  texts: string[] = [];
  media: Uint8Array[] = [];
  /** Texts, and lengths of media, in order. */
  order: (string | number)[] = [];
  closes: { code: number; reason: string }[] = [];

  send(data: string | Uint8Array<ArrayBuffer>): void {
    if (typeof data === "string") this.texts.push(data);
    else this.media.push(data);
    this.order.push(typeof data === "string" ? data : data.length);
  }
  close(code: number, reason: string): void {
    this.closes.push({ code, reason });
  }
}

export function startText(format = "ulaw", frameBytes = 160): string {
  const ids = "connection_id:5f0d7a3e-6b3c-4f39-9d8c-0d4d3f3a7a11 channel:WebSocket/bot/0x1";
  const rest = `channel_id:pbx-1.7 format:${format} optimal_frame_size:${frameBytes} ptime:20`;
  return `MEDIA_START ${ids} ${rest}`;
}

export class MediaRig {
  clock = new ManualClock();
  socket = new RecordingSocket();
  log = recordingLog();
  listener = new RecordingListener();
  starts: ControlEvent[] = [];
  strangers: string[] = [];
  forgotten = 0;
  channel: MediaChannel;

  constructor(answer?: (channel: Channel, listener: RecordingListener) => ReturnType<Answer>) {
    this.channel = new MediaChannel({
      socket: this.socket,
      clock: this.clock,
      log: this.log,
      answer: (_invitation, channel) => answer?.(channel, this.listener) ?? this.listener,
      invite: (start) => {
        this.starts.push(start);
        return invitationOf(start.fields["connection_id"] ?? "");
      },
      onStranger: (code) => this.strangers.push(code),
      onForgotten: () => this.forgotten++,
    });
  }

  /** Started and answered; what that took is not in `order`. */
  static open(format?: string, frameBytes?: number): MediaRig {
    const rig = new MediaRig();
    rig.channel.read(startText(format, frameBytes));
    rig.socket.order = [];
    return rig;
  }
}
