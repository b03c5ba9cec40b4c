// Test side: a channel of a browser on a socket that writes down what was sent, and a listener that writes down what
// it is told.
import { ManualClock } from "../../../clock.ts";
import type { Log, LogFields } from "../../../observe/log.ts";
import type { Answer, Channel, ChannelClosed, ChannelListener } from "../../channel.ts";
import type { SocketPort } from "../../socket_port.ts";
import { BrowserChannel } from "../channel.ts";
import { invitationOf } from "../route.ts";

export class RecordingSocket implements SocketPort {
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

export class RecordingListener implements ChannelListener {
  frames: Uint8Array[] = [];
  told: string[] = [];
  notes: string[] = [];
  ends: ChannelClosed[] = [];
  /** A place to throw, or to answer back. */
  onTold: (what: string) => void = () => {};

  audio(frame: Uint8Array): void {
    this.onTold("audio");
    this.frames.push(frame);
  }
  digit(digit: string): void {
    this.#tell(`digit ${digit}`);
  }
  playbackStarted(): void {
    this.#tell("playbackStarted");
  }
  playbackCompleted(): void {
    this.#tell("playbackCompleted");
  }
  held(): void {
    this.#tell("held");
  }
  resumed(): void {
    this.#tell("resumed");
  }
  language(): void {
    this.#tell("language");
  }
  note(code: string): void {
    this.onTold("note");
    this.notes.push(code);
  }
  closed(how: ChannelClosed): void {
    this.ends.push(how);
    this.#tell("closed");
  }

  #tell(what: string): void {
    this.onTold(what);
    this.told.push(what);
  }
}

export class BrowserRig {
  clock = new ManualClock();
  socket = new RecordingSocket();
  listener = new RecordingListener();
  logged: { code: string; fields: LogFields }[] = [];
  forgotten = 0;
  channel: BrowserChannel;

  constructor(answer?: (channel: Channel, listener: RecordingListener) => ReturnType<Answer>) {
    const keep = (code: string, fields: LogFields = {}) => void this.logged.push({ code, fields });
    const log: Log = { debug: keep, info: keep, warn: keep, error: keep };
    this.channel = new BrowserChannel({
      socket: this.socket,
      invitation: invitationOf(new URL("http://here/api/agents/default/test-call"), "call-1"),
      answer: (_invitation, channel) => answer?.(channel, this.listener) ?? this.listener,
      clock: this.clock,
      log,
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
