// Test side: the route on a real port of this machine, with a manual clock and listeners that write down.
import { ManualClock } from "../../../clock.ts";
import type { Answer, Channel, Invitation } from "../../channel.ts";
import type {
  AnswerTranscript,
  TranscriptChannel,
  TranscriptInvitation,
} from "../../transcript_channel.ts";
import type { RefusalCode } from "../admit.ts";
import { type AudioHook, type AudioHookOptions, createAudioHook } from "../route.ts";
import { Awaited } from "../../testing/awaited.ts";
import { RecordingListener, recordingLog } from "../../testing/recording_listener.ts";
import { RecordingTranscriptListener } from "./recording_transcript_listener.ts";
import { API_KEY, SECRET } from "./signed_upgrade.ts";

export interface AnsweredCall {
  invitation: Invitation;
  channel: Channel;
  listener: RecordingListener;
}

export interface TranscribedCall {
  invitation: TranscriptInvitation;
  channel: TranscriptChannel;
  listener: RecordingTranscriptListener;
}

export class AudioHookServer implements AsyncDisposable {
  readonly #awaited = new Awaited();
  clock = new ManualClock({ wallMs: 1_750_000_000_000 });
  log = recordingLog(this.#awaited.lookSoon);
  calls: AnsweredCall[] = [];
  transcribed: TranscribedCall[] = [];
  refusals: RefusalCode[] = [];
  violations: string[] = [];
  probes = 0;
  floor: "open" | "draining" | "full" = "open";
  hook: AudioHook;
  port: number;
  #server: Deno.HttpServer<Deno.NetAddr>;

  constructor(options: Partial<AudioHookOptions> = {}) {
    const answer: Answer = (invitation, channel) => {
      const listener = new RecordingListener();
      listener.onTold = this.#awaited.lookSoon;
      this.calls.push({ invitation, channel, listener });
      return listener;
    };
    const transcribe: AnswerTranscript = (invitation, channel) => {
      const listener = new RecordingTranscriptListener();
      listener.onTold = this.#awaited.lookSoon;
      this.transcribed.push({ invitation, channel, listener });
      return listener;
    };
    this.hook = createAudioHook({
      keys: [{ key: API_KEY, secrets: [SECRET], organizations: [] }],
      answer,
      transcribe,
      supportedLanguages: ["de-DE", "en-US"],
      admission: () => this.floor,
      clock: this.clock,
      log: this.log,
      onRefusal: (code) => this.refusals.push(code),
      onViolation: (code) => this.violations.push(code),
      onProbe: () => this.probes++,
      ...options,
    });
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      (request, info) => this.hook.handle(request, info.remoteAddr.hostname),
    );
    this.port = this.#server.addr.port;
  }

  /** Waits for a fact about what listeners were told or what was logged. */
  told(test: () => boolean): Promise<void> {
    return this.#awaited.until(test);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }
}

/** Sends bytes over plain TCP and gives back all that comes until the other side closes, or `enough`. */
export async function rawRequest(
  port: number,
  text: string,
  enough: (received: string) => boolean,
): Promise<string> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  await connection.write(new TextEncoder().encode(text));
  const buffer = new Uint8Array(4_096);
  let received = "";
  while (!enough(received)) {
    const count = await connection.read(buffer);
    if (count === null) break;
    received += new TextDecoder().decode(buffer.subarray(0, count));
  }
  return received;
}
