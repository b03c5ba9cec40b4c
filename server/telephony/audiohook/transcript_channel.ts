// One call's channel where we write down what others say (Monitor, Transcription Connector): sound of both sides
// goes in with its place in media time, lines go out by the rate. The session itself is run by session_runner.ts.
import { BYTES_PER_MS } from "../../audio/ulaw.ts";
import type { Clock } from "../../clock.ts";
import type { Ending, Invitation } from "../channel.ts";
import type {
  AnswerTranscript,
  Speaker,
  TranscriptChannel,
  TranscriptLine,
  TranscriptListener,
} from "../transcript_channel.ts";
import { LineQueue } from "./line_queue.ts";
import type { MediaChoice } from "./media.ts";
import { transcription } from "./product.ts";
import {
  type OpenSession,
  type ProductEffect,
  type SessionOptions,
  SessionRunner,
} from "./session_runner.ts";
import { BothChannels } from "./stereo.ts";

export interface AudioHookTranscriptChannelOptions extends SessionOptions {
  answer: AnswerTranscript;
  /** Announced where Genesys asks. */
  supportedLanguages: readonly string[];
}

/** `updated` names no language: a second one so soon tells nothing new. */
const UPDATED_EVERY_MS = 1_000;

export class AudioHookTranscriptChannel implements TranscriptChannel, OpenSession {
  #session: SessionRunner<TranscriptListener>;
  #clock: Clock;
  #lines = new LineQueue(() => this.#mayLeave());
  /** Null of mono. */
  #both: BothChannels | null = null;
  #updatedAtMs = -Infinity;

  constructor(options: AudioHookTranscriptChannelOptions) {
    this.#clock = options.clock;
    this.#session = new SessionRunner(options, {
      product: transcription(options.supportedLanguages),
      maxBytes: 0,
      lines: this.#lines,
      answer: (invitation, media) => this.#answer(options.answer, { invitation, media }),
      hear: (frame) => this.#hear(frame),
      perform: (effect) => this.#perform(effect),
      counts: () => ({ unsent: this.#lines.finals }),
    });
  }

  // What the socket tells.

  hear(data: ArrayBuffer): void {
    this.#session.hear(data);
  }

  read(text: string): void {
    this.#session.read(text);
  }

  socketClosed(code: number): void {
    this.#session.socketClosed(code);
  }

  fault(error: unknown): void {
    this.#session.fault(error);
  }

  // What our side wishes.

  send(line: TranscriptLine): void {
    const session = this.#session;
    const { phase, told } = session.state;
    if (told || phase === "closing" || phase === "leaving" || phase === "over") return;
    const added = this.#lines.add(line);
    if (added === "repeated") return session.noteOnce("line_repeated", "a final line came twice");
    if (added === "full") return session.noteOnce("line_dropped", "too many wait for the phone");
    session.outbox.flush();
    session.checkBacklog();
  }

  languageChanged(_tag: string): void {
    const atMs = this.#clock.now();
    if (!this.#session.speaks || atMs - this.#updatedAtMs < UPDATED_EVERY_MS) return;
    this.#updatedAtMs = atMs;
    this.#session.outbox.say("updated", {});
  }

  end(ending: Ending): void {
    this.#session.end(ending);
  }

  // What the session wants done.

  /** Not between our `disconnect` and the client's `close`: there the client waits for nothing but that. */
  #mayLeave(): boolean {
    const { phase } = this.#session.state;
    return phase === "open" || phase === "flushing";
  }

  #answer(answer: AnswerTranscript, call: { invitation: Invitation; media: MediaChoice }) {
    const { channels } = call.media;
    if (channels.length === 2) this.#both = new BothChannels();
    return answer({ ...call.invitation, speakers: channels.map(speakerOf) }, this);
  }

  #hear(frame: Uint8Array): void {
    const { media } = this.#session;
    const startMs = media.atMs;
    if (!this.#both) {
      media.heard(frame.length);
      return this.#session.tell((listener) => listener.audio(0, frame, startMs));
    }
    // Media time counts whole pairs: of a pair that is split, the first half has come already.
    const firstStartMs = this.#both.odd ? startMs + 1 / BYTES_PER_MS : startMs;
    const [first, second] = this.#both.take(frame);
    if (this.#both.odd) this.#session.noteOnce("odd_frame", "half a sample pair");
    media.heard(second.length);
    this.#session.tell((listener) => {
      if (first.length > 0) listener.audio(0, first, firstStartMs);
      if (second.length > 0) listener.audio(1, second, startMs);
    });
  }

  #perform(effect: ProductEffect): void {
    const session = this.#session;
    if (effect.do === "last_words") {
      session.outbox.flush();
      return session.tell((listener) => listener.closing(() => session.flushed(), effect.withinMs));
    }
    if (effect.do === "rest_of_lines") {
      this.#lines.dropInterims();
      while (this.#lines.finals > 0) session.outbox.sendLines();
    }
  }
}

function speakerOf(channel: string): Speaker {
  return channel === "external" ? "caller" : "agent";
}
