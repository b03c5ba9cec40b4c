// Test side: a listener of a call between people that writes down what it is told, and lines for it to send.
import type { ChannelClosed } from "../../channel.ts";
import type { TranscriptLine, TranscriptListener } from "../../transcript_channel.ts";

export interface HeardFrame {
  channel: number;
  samples: number[];
  startMs: number;
}

export class RecordingTranscriptListener implements TranscriptListener {
  frames: HeardFrame[] = [];
  /** What was told, in order, frames left out. */
  told: string[] = [];
  notes: string[] = [];
  ends: ChannelClosed[] = [];
  /** Of `closing`, until a test calls it. */
  done: (() => void) | null = null;
  /** Called before anything is written down: a place to throw, or to answer back. */
  onTold: (what: string) => void = () => {};

  audio(channel: number, audio: Uint8Array, startMs: number): void {
    this.onTold("audio");
    this.frames.push({ channel, samples: [...audio], startMs });
  }
  held(): void {
    this.#tell("held");
  }
  resumed(gapMs: number, atMs: number): void {
    this.#tell(`resumed ${gapMs} at ${atMs}`);
  }
  language(tag: string): void {
    this.#tell(`language ${tag}`);
  }
  note(code: string, detail: string): void {
    this.onTold("note");
    this.notes.push(`${code} ${detail}`.trim());
  }
  closing(done: () => void, withinMs: number): void {
    this.done = done;
    this.#tell(`closing ${withinMs}`);
  }
  closed(how: ChannelClosed): void {
    this.ends.push(how);
    this.#tell("closed");
  }

  /** All samples of one channel. */
  heard(channel: number): number[] {
    return this.frames.filter((frame) => frame.channel === channel).flatMap((f) => f.samples);
  }

  #tell(what: string): void {
    this.onTold(what);
    this.told.push(what);
  }
}

/** A final line of the caller; `changes` make it another. */
export function line(id: string, changes: Partial<TranscriptLine> = {}): TranscriptLine {
  const words = [
    { text: "Cancel", startMs: 4_200, endMs: 4_600, confidence: 0.9 },
    { text: "it.", startMs: 4_600, endMs: 5_300, confidence: 0.88 },
  ];
  return {
    id,
    channel: 0,
    final: true,
    startMs: 4_200,
    endMs: 5_300,
    text: "Cancel it.",
    words,
    confidence: 0.91,
    language: "en-US",
    ...changes,
  };
}

export function interim(id: string, changes: Partial<TranscriptLine> = {}): TranscriptLine {
  return line(id, { final: false, ...changes });
}
