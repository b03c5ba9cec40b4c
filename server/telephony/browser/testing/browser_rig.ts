// Test side: a channel of a browser on a socket that writes down what was sent.
import { ManualClock } from "../../../clock.ts";
import type { Answer, Channel } from "../../channel.ts";
import type { SocketPort } from "../../socket_port.ts";
import { RecordingListener, recordingLog } from "../../testing/recording_listener.ts";
import { BrowserChannel } from "../channel.ts";
import { invitationOf } from "../route.ts";

class RecordingSocket implements SocketPort {
  bufferedAmount = 0;
  /** Texts, and lengths of sound, in order. */
  sent: (string | number)[] = [];
  closes: number[] = [];

  send(data: string | Uint8Array<ArrayBuffer>): void {
    this.sent.push(typeof data === "string" ? data : data.length);
  }
  close(code: number): void {
    this.closes.push(code);
  }
}

export class BrowserRig {
  clock = new ManualClock();
  socket = new RecordingSocket();
  listener = new RecordingListener();
  log = recordingLog();
  forgotten = 0;
  channel: BrowserChannel;

  constructor(answer?: (channel: Channel, listener: RecordingListener) => ReturnType<Answer>) {
    this.channel = new BrowserChannel({
      socket: this.socket,
      invitation: invitationOf(new URL("http://here/api/agents/default/test-call"), "call-1"),
      answer: (_invitation, channel) => answer?.(channel, this.listener) ?? this.listener,
      clock: this.clock,
      log: this.log,
      onForgotten: () => this.forgotten++,
    });
  }

  /** Opened and answered; what that took is not in `sent`. */
  static open(): BrowserRig {
    const rig = new BrowserRig();
    rig.channel.opened();
    rig.socket.sent = [];
    return rig;
  }

  asks(ask: unknown): void {
    this.channel.read(JSON.stringify(ask));
  }
}
