// The port between a phone protocol and the writing down of a call between people: sound of both sides comes in,
// lines go out. A telephony folder implements TranscriptChannel and calls TranscriptListener.
import type { ChannelClosed, Ending, Invitation } from "./channel.ts";

export type Speaker = "caller" | "agent";

/** A call between people that we are asked to write down. */
export interface TranscriptInvitation extends Invitation {
  /** Who is on which channel, by the channel's index: one or two. */
  speakers: readonly Speaker[];
}

export interface Word {
  text: string;
  /** On the clock of the line; absolute, unique within a line. */
  startMs: number;
  endMs: number;
  confidence: number;
}

/** One line as the phone system wants it (audiohook § 10.1). Interim and final lines share their `id`. */
export interface TranscriptLine {
  /** UUID. */
  id: string;
  channel: number;
  final: boolean;
  /** Milliseconds on the clock of the line: samples received, and the gaps that the phone system told. */
  startMs: number;
  endMs: number;
  text: string;
  words: readonly Word[];
  /** 0 to 1, never 0: some phone systems take it for an error. */
  confidence: number;
  /** BCP 47 tag, "" when not known. */
  language: string;
}

export interface TranscriptChannel {
  /**
   * Sends a line as soon as the rate allows. Finals are never lost and keep their order; of interim lines the
   * newest of each channel wins, and none follows its final. Ignored once the call is closed.
   */
  send(line: TranscriptLine): void;
  /** Tells the phone system that another language is spoken from here on. */
  languageChanged(tag: string): void;
  /** Asks for the end of the session. Idempotent. */
  end(ending: Ending): void;
}

/** Implementations must not throw; a channel guards against it all the same. */
export interface TranscriptListener {
  /**
   * Mono mu-law at 8 kHz of one channel. `startMs`: where it begins on the clock of the line. The array may be
   * reused by the channel afterwards: keep a copy.
   */
  audio(channel: number, audio: Uint8Array, startMs: number): void;
  /** The phone system paused the audio: nothing of it may be transcribed, nothing may cost. */
  held(): void;
  /** It goes on after `gapMs`, at `atMs` on the clock of the line. */
  resumed(gapMs: number, atMs: number): void;
  language(tag: string): void;
  note(code: string, detail: string): void;
  /**
   * The conversation is over, and the phone system waits for the last lines: call `done` once they are sent. It
   * does not wait longer than `withinMs`.
   */
  closing(done: () => void, withinMs: number): void;
  /** Exactly once, the last call. Nothing may be sent afterwards. */
  closed(how: ChannelClosed): void;
}

/** Takes a call by local decision alone, at once, or says with a short code why not. */
export type AnswerTranscript = (
  invitation: TranscriptInvitation,
  channel: TranscriptChannel,
) => TranscriptListener | { refused: string };
