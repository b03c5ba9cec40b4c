// One call's channel where a caller talks to us (Audio Connector): caller audio passes straight through to the
// bridge, the bridge's goes out by the rate. The session itself is run by session_runner.ts.
import type {
  Answer,
  Channel,
  ChannelListener,
  Ending,
  Invitation,
  Pacing,
  TurnReport,
} from "../channel.ts";
import type { MediaChoice } from "./media.ts";
import { CONVERSATION } from "./product.ts";
import {
  type OpenSession,
  type ProductEffect,
  type SessionOptions,
  SessionRunner,
} from "./session_runner.ts";
import { OneChannel } from "./stereo.ts";
import { cutText } from "./variables.ts";

/** 100 ms first, then 200 ms and more: at five messages a second less would starve the phone (§ 8.2). */
const AUDIOHOOK_PACING: Pacing = {
  firstBytes: 800,
  chunkBytes: 1_600,
  maxBytes: 16_000,
  aheadMs: 1_500,
};

export interface AudioHookChannelOptions extends SessionOptions {
  answer: Answer;
}

const MAX_REPORT_CHARS = 4_000;

export class AudioHookChannel implements Channel, OpenSession {
  readonly pacing = AUDIOHOOK_PACING;
  readonly reportsPlayback = true;
  /** A flow puts callers through by the outputs of the call. */
  readonly handsOver = true;
  #session: SessionRunner<ChannelListener>;
  /** Of stereo the caller's side. */
  #external: OneChannel | null = null;

  constructor(options: AudioHookChannelOptions) {
    this.#session = new SessionRunner(options, {
      product: CONVERSATION,
      maxBytes: AUDIOHOOK_PACING.maxBytes,
      answer: (invitation, media) => this.#answer(options.answer, { invitation, media }),
      hear: (frame) => this.#hear(frame),
      perform: (effect) => this.#perform(effect),
      counts: () => ({}),
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

  // What the bridge wishes.

  get unsentBytes(): number {
    return this.#session.outbox.unsentBytes;
  }

  play(audio: Uint8Array): void {
    const session = this.#session;
    if (!session.speaks) return;
    if (session.state.slowSinceMs !== null) {
      session.tick();
      if (session.state.slowSinceMs !== null) {
        return session.noteOnce("audio_not_sent", "the phone does not read");
      }
    }
    session.outbox.play(audio);
    session.checkBacklog();
  }

  clear(): number {
    const { outbox, speaks } = this.#session;
    const dropped = outbox.dropAudio();
    if (speaks && outbox.maySound()) {
      outbox.silenced();
      outbox.sayNow("event", { entities: [{ type: "barge_in", data: {} }] });
    }
    return dropped;
  }

  report(turn: TurnReport): void {
    const { outbox, speaks } = this.#session;
    if (!speaks) return;
    const text = turn.text === undefined ? {} : { text: cutText(turn.text, MAX_REPORT_CHARS) };
    const data = { disposition: turn.disposition, ...text };
    if (!outbox.say("event", { entities: [{ type: "bot_turn_response", data }] })) {
      this.#session.noteOnce("report_dropped", "too many wait for the rate limit");
    }
  }

  end(ending: Ending): void {
    this.#session.end(ending);
  }

  // What the session wants done.

  #answer(answer: Answer, call: { invitation: Invitation; media: MediaChoice }) {
    const { channels } = call.media;
    if (channels.length === 2) this.#external = new OneChannel(channels.indexOf("external"));
    return answer(call.invitation, this);
  }

  #hear(received: Uint8Array): void {
    const session = this.#session;
    const frame = this.#external ? this.#external.take(received) : received;
    if (this.#external?.odd) session.noteOnce("odd_frame", "half a sample pair");
    if (frame.length === 0) return;
    session.media.heard(frame.length);
    session.tell((listener) => listener.audio(frame));
  }

  #perform(effect: ProductEffect): void {
    const session = this.#session;
    switch (effect.do) {
      case "digit":
        return session.tell((listener) => listener.digit(effect.digit));
      case "playback_started":
        return session.tell((listener) => listener.playbackStarted());
      case "playback_completed":
        session.outbox.playbackCompleted();
        return session.tell((listener) => listener.playbackCompleted());
    }
  }
}
