// Test side: the channel of a call between people on a fake socket and a manual clock, spoken to as Genesys would.
import { ManualClock } from "../../../clock.ts";
import type {
  AnswerTranscript,
  TranscriptChannel,
  TranscriptInvitation,
} from "../../transcript_channel.ts";
import { AudioHookTranscriptChannel } from "../transcript_channel.ts";
import { FakeSocket } from "./fake_socket.ts";
import { recordingLog } from "../../testing/recording_listener.ts";
import { RecordingTranscriptListener } from "./recording_transcript_listener.ts";
import { openParameters, STEREO } from "./session_script.ts";
import { ORGANIZATION, SESSION } from "./signed_upgrade.ts";

type Answering = (
  channel: TranscriptChannel,
  listener: RecordingTranscriptListener,
) => ReturnType<AnswerTranscript>;

export class TranscriptRig {
  clock = new ManualClock();
  socket = new FakeSocket();
  log = recordingLog();
  listener = new RecordingTranscriptListener();
  invitation: TranscriptInvitation | null = null;
  violations: string[] = [];
  probes = 0;
  forgotten = 0;
  channel: AudioHookTranscriptChannel;
  #clientSeq = 0;

  constructor(answer?: Answering) {
    this.channel = new AudioHookTranscriptChannel({
      socket: this.socket,
      clock: this.clock,
      log: this.log,
      answer: (invitation, channel) => {
        this.invitation = invitation;
        return answer ? answer(channel, this.listener) : this.listener;
      },
      supportedLanguages: ["de-DE", "en-US"],
      sessionId: SESSION,
      organizationId: ORGANIZATION,
      address: "/audiohook/transcribe",
      origin: "phone",
      onViolation: (code) => this.violations.push(code),
      onProbe: () => this.probes++,
      onForgotten: () => this.forgotten++,
    });
  }

  /** Of stereo, the caller on channel 0. */
  static open(changes: Record<string, unknown> = {}, answer?: Answering): TranscriptRig {
    const rig = new TranscriptRig(answer);
    rig.say("open", openParameters({ media: [STEREO], ...changes }));
    return rig;
  }

  say(type: string, parameters: Record<string, unknown> = {}): void {
    const seq = ++this.#clientSeq;
    const serverseq = this.socket.texts.length;
    const message = { version: "2", id: SESSION, type, seq, serverseq, parameters };
    this.channel.read(JSON.stringify({ ...message, position: "PT0S" }));
  }

  speak(...bytes: number[]): void {
    this.channel.hear(Uint8Array.from(bytes).buffer);
  }

  /** Of each event its entities, as id and whether final: "a", "b…" of an interim line. */
  get lines(): string[][] {
    return this.socket.texts.filter(({ type }) => type === "event").map(linesOf);
  }
}

export function linesOf(event: { parameters: Record<string, unknown> }): string[] {
  const entities = event.parameters.entities as { data: { id: string; isFinal: boolean } }[];
  return entities.map(({ data }) => data.isFinal ? data.id : `${data.id}…`);
}
