// One call over avr-core's older protocol (avr § 1): one request whose body is the caller's sound, and whose answer is
// ours; no words besides. The call itself is run by session.ts, the way out is paced by paced_frames.ts.
import { ToUlaw } from "../../audio/sound_format.ts";
import type { Channel, ChannelClosed, Ending, Pacing, PhoneTool, TurnReport } from "../channel.ts";
import { AVR_SOUND, ULAW_FRAME_BYTES } from "./frames.ts";
import { PacedFrames } from "./paced_frames.ts";
import { AvrSession, type SessionOptions } from "./session.ts";

/** The queue is ours, and paced from here: what is handed over early can still be dropped. */
const AVR_STREAM_PACING: Pacing = {
  firstBytes: ULAW_FRAME_BYTES,
  chunkBytes: ULAW_FRAME_BYTES,
  maxBytes: 50 * ULAW_FRAME_BYTES,
  aheadMs: 1_000,
};

/** A second of sound that the network does not take. */
const MAX_BUFFERED_BYTES = 16_000;

export class AvrStreamChannel implements Channel {
  readonly pacing = AVR_STREAM_PACING;
  /** Of the response: raw sound, until the call ends. */
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>>;
  #session: AvrSession;
  #paced: PacedFrames;
  #sound = new ToUlaw(AVR_SOUND);
  #out!: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>;
  #closed = false;
  #reader: ReadableStreamDefaultReader<Uint8Array> | null = null;

  constructor(options: SessionOptions) {
    this.#paced = new PacedFrames({
      clock: options.clock,
      write: (frame) => this.#write(frame),
      hasRoom: () => (this.#out.desiredSize ?? 0) > 0,
      onSlow: () => this.#session.note("slow_phone", ""),
      onReads: () => this.#session.note("phone_reads_again", ""),
      onStuck: () => this.#session.lost("E_SLOW"),
      onFault: (error) => this.#session.fault(error),
    });
    this.body = new ReadableStream({
      start: (controller) => void (this.#out = controller),
      cancel: () => {
        this.#closed = true;
        this.#session.gone({ by: "phone_lost", detail: "the answer was cancelled" });
      },
    }, { highWaterMark: MAX_BUFFERED_BYTES, size: (frame) => frame.byteLength });
    this.#session = new AvrSession(options, {
      channel: this,
      tellsItsEnd: false,
      wire: {
        sayError() {},
        hangUp: (code) => code === 1000 ? this.#paced.finish(() => this.#close()) : this.#close(),
        letGo: () => this.#letGo(),
      },
    });
  }

  /** Begins the call and reads its sound to the end. Tells why our side did not take it, or null. */
  begin(coreId: string, sound: ReadableStream<Uint8Array> | null): string | null {
    this.#session.init(coreId);
    const { refusal } = this.#session;
    if (refusal !== null) {
      this.#session.gone({ by: "us", detail: refusal });
      return refusal;
    }
    this.#read(sound);
    return null;
  }

  // What the bridge wishes.

  get tools(): readonly PhoneTool[] {
    return this.#session.tools;
  }

  get handsOver(): boolean {
    return this.#session.handsOver;
  }

  get unsentBytes(): number {
    return this.#paced.unsentBytes;
  }

  play(audio: Uint8Array): void {
    if (this.#session.speaks) this.#paced.play(audio);
  }

  rest(): void {
    if (this.#session.speaks) this.#paced.rest();
  }

  /** What has left is played: the protocol cannot take it back. */
  clear(): number {
    return this.#paced.drop();
  }

  /** The protocol has no place for it. */
  report(_turn: TurnReport): void {}

  /** The dialplan goes on after it; there is no place for `outputs`. */
  end(ending: Ending): void {
    this.#session.end(ending);
  }

  // The two streams.

  async #read(sound: ReadableStream<Uint8Array> | null): Promise<void> {
    const session = this.#session;
    let how: ChannelClosed = { by: "phone", detail: "hangup" };
    try {
      const reader = this.#reader = sound?.getReader() ?? null;
      for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
        session.heard();
        const ulaw = this.#sound.push(part.value);
        if (ulaw.length > 0) session.hear(ulaw);
      }
    } catch {
      how = { by: "phone_lost", detail: "the request broke off" };
    }
    session.gone(how);
  }

  #write(frame: Uint8Array<ArrayBuffer>): void {
    if (!this.#closed) this.#out.enqueue(frame);
  }

  #close(): void {
    this.#paced.drop();
    if (!this.#closed) this.#out.close();
    this.#closed = true;
  }

  #letGo(): void {
    this.#close();
    // It rejects where the core has broken off already.
    this.#reader?.cancel().catch(() => {});
  }
}
