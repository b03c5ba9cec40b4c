// Test side: a channel on a fake socket and a manual clock, spoken to as Genesys would.
import { ManualClock } from "../../../clock.ts";
import type { Answer, Channel, Invitation } from "../../channel.ts";
import { AudioHookChannel } from "../channel.ts";
import { FakeSocket } from "./fake_socket.ts";
import { RecordingListener, recordingLog } from "../../testing/recording_listener.ts";
import { openParameters } from "./session_script.ts";
import { ORGANIZATION, SESSION } from "./signed_upgrade.ts";

export class ChannelRig {
  clock = new ManualClock();
  socket = new FakeSocket();
  log = recordingLog();
  listener = new RecordingListener();
  invitation: Invitation | null = null;
  violations: string[] = [];
  probes = 0;
  forgotten = 0;
  channel: AudioHookChannel;
  #clientSeq = 0;

  constructor(answer?: (channel: Channel, listener: RecordingListener) => ReturnType<Answer>) {
    this.channel = new AudioHookChannel({
      socket: this.socket,
      clock: this.clock,
      log: this.log,
      answer: (invitation, channel) => {
        this.invitation = invitation;
        return answer ? answer(channel, this.listener) : this.listener;
      },
      sessionId: SESSION,
      organizationId: ORGANIZATION,
      address: "/audiohook/parcels",
      origin: "phone",
      onViolation: (code) => this.violations.push(code),
      onProbe: () => this.probes++,
      onForgotten: () => this.forgotten++,
    });
  }

  static open(changes: Record<string, unknown> = {}): ChannelRig {
    const rig = new ChannelRig();
    rig.say("open", openParameters(changes));
    return rig;
  }

  say(type: string, parameters: Record<string, unknown> = {}): void {
    const seq = ++this.#clientSeq;
    const serverseq = this.socket.texts.length;
    const message = { version: "2", id: SESSION, type, seq, serverseq, parameters };
    this.channel.read(JSON.stringify({ ...message, position: "PT0S" }));
  }

  /** A frame of caller audio. */
  speak(...bytes: number[]): void {
    this.channel.hear(Uint8Array.from(bytes).buffer);
  }
}
