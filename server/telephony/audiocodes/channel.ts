// One call's channel over VoiceAI Connect: what the bridge wishes becomes play streams, speech notices and activities.
// The session itself is run by session_runner.ts.
import type {
  Answer,
  Channel,
  Ending,
  Pacing,
  PhoneTool,
  PhoneToolResult,
  TalkNotice,
} from "../channel.ts";
import { type Wish, wished } from "./activities.ts";
import type { Line } from "./line.ts";
import type { Message } from "./message.ts";
import { type SessionOptions, SessionRunner } from "./session_runner.ts";
import { phoneTools } from "./tools.ts";

/** Near to real time, as § 5 asks: what VoiceAI Connect has not played yet is hard to take back. */
const AUDIOCODES_PACING: Pacing = {
  firstBytes: 800,
  chunkBytes: 1_600,
  maxBytes: 8_000,
  aheadMs: 1_500,
};

export interface AudioCodesChannelOptions extends SessionOptions {
  answer: Answer;
  /** Names of activities that agents may ask for. */
  activities: readonly string[];
}

export class AudioCodesChannel implements Channel {
  readonly pacing = AUDIOCODES_PACING;
  readonly tools: readonly PhoneTool[];
  readonly handsOver: boolean;
  readonly #options: AudioCodesChannelOptions;
  readonly #session: SessionRunner;

  constructor(options: AudioCodesChannelOptions) {
    this.#options = options;
    this.handsOver = options.transferTargets.length > 0;
    this.tools = phoneTools(options.activities, {
      desk: {
        ask: (wish) => this.#session.send(wished(wish)),
        transfer: (wish) => this.#transfer(wish),
      },
      transferTargets: options.transferTargets,
    });
    this.#session = new SessionRunner(options, (invitation) => options.answer(invitation, this));
  }

  // What sockets tell.

  /** Whether a new socket may take this call over. */
  get resumable(): boolean {
    return this.#session.resumable;
  }

  /** Whether it has no socket at the moment. */
  get detached(): boolean {
    return this.#session.detached;
  }

  read(line: Line, message: Message): void {
    this.#session.read(line, message);
  }

  oversize(line: Line, detail: string): void {
    this.#session.oversize(line, detail);
  }

  lost(line: Line, code: number): void {
    this.#session.lost(line, code);
  }

  resume(line: Line): void {
    this.#session.resume(line);
  }

  fault(error: unknown): void {
    this.#session.fault(error);
  }

  noteOnce(code: string, detail: string): void {
    this.#session.noteOnce(code, detail);
  }

  // What the bridge wishes.

  get unsentBytes(): number {
    return this.#session.play.unsentBytes;
  }

  play(audio: Uint8Array): void {
    const { speaks, notices, play } = this.#session;
    if (!speaks) return;
    notices.answering();
    play.play(audio);
  }

  rest(): void {
    const { speaks, play } = this.#session;
    if (speaks) play.rest();
  }

  clear(): number {
    const { speaks, notices, play } = this.#session;
    if (!speaks) return 0;
    notices.interrupted();
    return play.clear();
  }

  /** This protocol has no place for it. */
  report(): void {}

  tell(notice: TalkNotice): void {
    const { speaks, notices } = this.#session;
    if (speaks) notices.tell(notice);
  }

  end(ending: Ending): void {
    this.#session.run({ type: "end", ending, atMs: this.#options.clock.now() });
  }

  async #transfer(wish: Wish): Promise<PhoneToolResult> {
    const { clock } = this.#options;
    const session = this.#session;
    const { transfer } = session;
    if (transfer.pending) return { ok: false, say: "The caller is being put through already." };
    if (!session.send(wished(wish))) {
      return { ok: false, say: "The phone system cannot be reached at this moment." };
    }
    session.run({ type: "transfer_asked", atMs: clock.now() });
    return await transfer.wait({
      clock,
      onGivenUp: () => session.run({ type: "transfer_given_up", atMs: clock.now() }),
      onFault: (error) => session.fault(error),
    });
  }
}
