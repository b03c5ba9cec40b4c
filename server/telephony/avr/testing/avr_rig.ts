// Test side: one call of either protocol on fake wires and a manual clock, spoken to as avr-core would.
import { ManualClock } from "../../../clock.ts";
import type { Answer, Channel, Invitation } from "../../channel.ts";
import { readDialled } from "../dialled.ts";
import type { SessionOptions } from "../session.ts";
import { AvrSocketChannel } from "../socket_channel.ts";
import { AvrStreamChannel } from "../stream_channel.ts";
import { FakeAmi, settled } from "./fake_ami.ts";
import { FakeCoreSocket } from "./fake_core_socket.ts";
import { RecordingListener, recordingLog } from "../../testing/recording_listener.ts";

export const UUID = "6a0d7a3e-6b3c-4f39-9d8c-0d4d3f3a7a11";
export const OWN_ID = "00000000-0000-4000-8000-000000000001";
export const COMPLETED = { outcome: "completed", code: "", outputs: {} } as const;
export const HANDOVER = { ...COMPLETED, handover: true } as const;

export interface RigOptions {
  url?: string;
  transferExtension?: string;
  withoutAmi?: boolean;
  answer?: (channel: Channel, listener: RecordingListener) => ReturnType<Answer>;
}

class Rig {
  clock = new ManualClock();
  log = recordingLog();
  ami = new FakeAmi();
  listener = new RecordingListener();
  invitation: Invitation | null = null;
  forgotten = 0;
  protected options: SessionOptions;

  constructor(protocol: "avr" | "avr-http", rig: RigOptions) {
    let ownIds = 0;
    this.options = {
      protocol,
      clock: this.clock,
      log: this.log,
      answer: (invitation, channel) => {
        this.invitation = invitation;
        return rig.answer ? rig.answer(channel, this.listener) : this.listener;
      },
      dialled: readDialled(rig.url ?? "http://127.0.0.1:6030/", ""),
      origin: "phone",
      newCallId: () => OWN_ID.replace(/1$/, `${++ownIds}`),
      post: rig.withoutAmi ? null : this.ami.post,
      transferExtension: rig.transferExtension ?? "2001",
      transferContext: "demo",
      onForgotten: () => this.forgotten++,
    };
  }
}

export class SocketRig extends Rig {
  socket = new FakeCoreSocket();
  channel: AvrSocketChannel;

  constructor(rig: RigOptions = {}) {
    super("avr", rig);
    this.channel = new AvrSocketChannel({ ...this.options, socket: this.socket });
  }

  static open(rig: RigOptions = {}): SocketRig {
    const opened = new SocketRig(rig);
    opened.say({ type: "init", uuid: UUID });
    return opened;
  }

  say(message: object): void {
    this.channel.read(JSON.stringify(message));
  }

  speak(bytes: Uint8Array): void {
    this.say({ type: "audio", audio: bytes.toBase64() });
  }

  tool(name: string, args: Record<string, unknown> = {}) {
    return this.channel.tools.find((tool) => tool.name === name)!.run(args);
  }
}

export class StreamRig extends Rig {
  channel: AvrStreamChannel;
  refused: string | null;
  /** What the core has been sent so far; `take` reads it. */
  received: Uint8Array[] = [];
  ended = false;
  #send!: ReadableStreamDefaultController<Uint8Array>;
  /** The core's request was let go of. */
  cancelled = 0;

  constructor(rig: RigOptions & { uuid?: string } = {}) {
    super("avr-http", rig);
    this.channel = new AvrStreamChannel(this.options);
    const sound = new ReadableStream<Uint8Array>({
      start: (controller) => void (this.#send = controller),
      cancel: () => void this.cancelled++,
    });
    this.refused = this.channel.begin(rig.uuid ?? UUID, sound);
  }

  async speak(bytes: Uint8Array): Promise<void> {
    this.#send.enqueue(bytes);
    await settled();
  }

  async hangUp(): Promise<void> {
    this.#send.close();
    await settled();
  }

  async breakOff(): Promise<void> {
    this.#send.error(new Error("BadResource"));
    await settled();
  }

  /** Reads the answer for as long as the rig is used. */
  async listen(): Promise<void> {
    const reader = this.channel.body.getReader();
    const read = async () => {
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        this.received.push(part.value);
      }
      this.ended = true;
    };
    read();
    await settled();
  }

  /** Lets time pass in steps in which the streams move. */
  async pass(ms: number, stepMs = 5): Promise<void> {
    for (let passed = 0; passed < ms; passed += stepMs) {
      this.clock.advance(Math.min(stepMs, ms - passed));
      await settled();
    }
  }
}
