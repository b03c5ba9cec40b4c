// Test side: the route on a real port of this machine, with a manual clock and listeners that write down.
import { ManualClock } from "../../../clock.ts";
import type { Answer, Channel, Invitation } from "../../channel.ts";
import type { ViolationCode } from "../message.ts";
import {
  type AudioCodes,
  type AudioCodesOptions,
  createAudioCodes,
  type RefusalCode,
} from "../route.ts";
import { Awaited } from "../../testing/awaited.ts";
import { RecordingListener, recordingLog } from "../../testing/recording_listener.ts";

export const TOKEN = "s3cret-token";

export interface AnsweredCall {
  invitation: Invitation;
  channel: Channel;
  listener: RecordingListener;
}

export class AudioCodesServer implements AsyncDisposable {
  readonly #awaited = new Awaited();
  clock = new ManualClock({ wallMs: Date.now() });
  log = recordingLog(this.#awaited.lookSoon);
  calls: AnsweredCall[] = [];
  refusals: RefusalCode[] = [];
  violations: ViolationCode[] = [];
  probes = 0;
  floor: "open" | "draining" | "full" = "open";
  audiocodes: AudioCodes;
  port: number;
  #server: Deno.HttpServer<Deno.NetAddr>;

  constructor(options: Partial<AudioCodesOptions> = {}) {
    const answer: Answer = (invitation, channel) => {
      const listener = new RecordingListener();
      listener.onTold = this.#awaited.lookSoon;
      this.calls.push({ invitation, channel, listener });
      return listener;
    };
    this.audiocodes = createAudioCodes({
      tokens: [TOKEN],
      jwt: null,
      transferTargets: [],
      activities: ["transfer"],
      resumeMs: 20_000,
      answer,
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
      (request, info) => this.audiocodes.handle(request, info.remoteAddr.hostname),
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
