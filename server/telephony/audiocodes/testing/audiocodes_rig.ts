// Test side: live calls over fake sockets and a manual clock, spoken to as VoiceAI Connect would.
import { ManualClock } from "../../../clock.ts";
import type { Answer, Channel, Invitation } from "../../channel.ts";
import { Connection } from "../connection.ts";
import type { ViolationCode } from "../message.ts";
import { Calls, type CallsOptions } from "../reception.ts";
import { FakeSocket } from "./fake_socket.ts";
import { RecordingListener, recordingLog } from "../../testing/recording_listener.ts";

export const CONVERSATION = "c-7f31";

export function initiate(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    type: "session.initiate",
    conversationId: CONVERSATION,
    botName: "front-desk",
    caller: "+390612345678",
    expectAudioMessages: true,
    supportedMediaFormats: ["raw/lpcm16", "raw/mulaw", "raw/lpcm16_24"],
    ...changes,
  };
}

/** The `start` activity. */
export function start(
  parameters: Record<string, unknown> = {},
  changes: Record<string, unknown> = {},
): Record<string, unknown> {
  const all = { locale: "it-IT", caller: "+390612345678", callee: "5001", ...parameters };
  return event("start", { id: "a1", parameters: all, ...changes });
}

export function event(
  name: string,
  fields: Record<string, unknown> = {},
): Record<string, unknown> {
  return { type: "activities", activities: [{ type: "event", name, ...fields }] };
}

/** One socket. */
export interface Dialled {
  socket: FakeSocket;
  connection: Connection;
  over: boolean;
}

type Answering = (channel: Channel, listener: RecordingListener) => ReturnType<Answer>;

export interface RigOptions extends Partial<CallsOptions> {
  answering?: Answering;
}

export class AudioCodesRig {
  clock = new ManualClock();
  log = recordingLog();
  listener = new RecordingListener();
  invitations: Invitation[] = [];
  violations: ViolationCode[] = [];
  probes = 0;
  floor: "open" | "draining" | "full" = "open";
  calls: Calls;
  /** All sockets, in order. */
  dialled: Dialled[] = [];
  #channel: Channel | null = null;

  constructor({ answering, ...options }: RigOptions = {}) {
    this.calls = new Calls({
      answer: (invitation, channel) => {
        this.invitations.push(invitation);
        this.#channel = channel;
        return answering ? answering(channel, this.listener) : this.listener;
      },
      admission: () => this.floor,
      transferTargets: [],
      activities: ["transfer"],
      resumeMs: 20_000,
      clock: this.clock,
      log: this.log,
      onViolation: (code) => this.violations.push(code),
      onProbe: () => this.probes++,
      ...options,
    });
    this.dial();
  }

  /** A call that is answered; `format`: the only one offered. */
  static open(format = "raw/mulaw", options: RigOptions = {}): AudioCodesRig {
    const rig = new AudioCodesRig(options);
    rig.say(initiate({ supportedMediaFormats: [format] }));
    rig.say(start());
    return rig;
  }

  get channel(): Channel {
    if (!this.#channel) throw new Error("the call was not answered");
    return this.#channel;
  }

  /** The socket that was dialled last. */
  get socket(): FakeSocket {
    return this.dialled.at(-1)!.socket;
  }

  dial(): Dialled {
    const socket = new FakeSocket();
    const dialled: Dialled = {
      socket,
      over: false,
      connection: new Connection({
        socket,
        clock: this.clock,
        log: this.log,
        reception: this.calls.receptionFor({ address: "/audiocodes?agent=desk", origin: "phone" }),
        onOver: () => dialled.over = true,
      }),
    };
    this.dialled.push(dialled);
    return dialled;
  }

  say(message: Record<string, unknown>, on = this.dialled.at(-1)!): void {
    on.connection.text(JSON.stringify(message));
  }

  /** A chunk of what the caller says. */
  speak(bytes: Iterable<number>, participant?: string): void {
    const audioChunk = Uint8Array.from(bytes).toBase64();
    this.say({
      type: "userStream.chunk",
      audioChunk,
      ...(participant === undefined ? {} : { participant }),
    });
  }

  lose(code = 1006, on = this.dialled.at(-1)!): void {
    on.connection.closed(code);
  }

  resume(conversationId = CONVERSATION): Dialled {
    const dialled = this.dial();
    this.say({ type: "session.resume", conversationId });
    return dialled;
  }

  /** `session.end`, and the socket's close. */
  hangUp(reasonCode = "client-disconnected"): void {
    this.say({
      type: "session.end",
      conversationId: CONVERSATION,
      reasonCode,
      reason: "Client Side",
    });
    this.lose(1000);
  }

  /** All bytes that reached the bridge. */
  get heard(): number[] {
    return this.listener.frames.flatMap((frame) => [...frame]);
  }
}

export const COMPLETED = { outcome: "completed", code: "", outputs: {} } as const;
