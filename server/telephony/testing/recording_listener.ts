// Test side: a listener that writes down what it is told, and a log that keeps its lines.
import type { Log, LogFields } from "../../observe/log.ts";
import type { ChannelClosed, ChannelListener } from "../channel.ts";

export class RecordingListener implements ChannelListener {
  frames: Uint8Array[] = [];
  /** What was told, in order, sound and notes left out. */
  told: string[] = [];
  notes: string[] = [];
  ends: ChannelClosed[] = [];
  /** Called before anything is written down: a place to throw, or to answer back. */
  onTold: (what: string) => void = () => {};

  audio(frame: Uint8Array): void {
    this.onTold("audio");
    this.frames.push(frame);
  }
  digit(digit: string): void {
    this.#tell(`digit ${digit}`);
  }
  playbackStarted(): void {
    this.#tell("playbackStarted");
  }
  playbackCompleted(): void {
    this.#tell("playbackCompleted");
  }
  held(): void {
    this.#tell("held");
  }
  resumed(gapMs: number): void {
    this.#tell(`resumed ${gapMs}`);
  }
  language(tag: string): void {
    this.#tell(`language ${tag}`);
  }
  note(code: string, detail: string): void {
    this.onTold("note");
    this.notes.push(`${code} ${detail}`.trim());
  }
  closed(how: ChannelClosed): void {
    this.ends.push(how);
    this.#tell("closed");
  }

  get heardBytes(): number {
    return this.frames.reduce((sum, frame) => sum + frame.length, 0);
  }

  #tell(what: string): void {
    this.onTold(what);
    this.told.push(what);
  }
}

export interface RecordingLog extends Log {
  lines: { level: string; code: string; fields: LogFields }[];
}

/** `onLine` runs after each line. */
export function recordingLog(onLine: () => void = () => {}): RecordingLog {
  const lines: RecordingLog["lines"] = [];
  const at = (level: string) => (code: string, fields: LogFields = {}) => {
    lines.push({ level, code, fields });
    onLine();
  };
  return { lines, debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}
