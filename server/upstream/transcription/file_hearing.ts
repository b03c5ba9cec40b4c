// Writes a line down without a session: each stretch of speech that we hear is sent as a file.
import type { Desk } from "./desk.ts";
import type { FileWriter } from "./file_writer.ts";
import type { Hearing } from "./hearing.ts";
import type { Line } from "./line.ts";
import type { Stretch } from "./segmenter.ts";

const PREROLL_MS = 300;
/** Of the silence behind speech so much is sent. */
const TAIL_MS = 300;
/** A shorter sound is hardly a word. */
const LEAST_SPEECH_MS = 250;

export interface FileHearingOptions {
  writer: FileWriter;
  desk: Desk;
  line: Line;
  fromMs: number;
}

export class FileHearing implements Hearing {
  readonly mode = "rest";
  readonly #options: FileHearingOptions;
  #takenMs: number;

  constructor(options: FileHearingOptions) {
    this.#options = options;
    this.#takenMs = options.fromMs;
  }

  get model(): string {
    return this.#options.writer.model;
  }

  get takenMs(): number {
    return this.#takenMs;
  }

  feed(): void {
    for (const stretch of this.#options.line.stretches) {
      if (stretch.endMs === null || stretch.endMs <= this.#takenMs) continue;
      this.#write(stretch, stretch.endMs);
      this.#takenMs = stretch.endMs;
    }
  }

  /** The writer goes on with what it has. */
  close(): void {}

  #write(stretch: Stretch, endMs: number): void {
    const { writer, desk, line } = this.#options;
    const fromMs = Math.max(this.#takenMs, stretch.startMs - PREROLL_MS, line.startMs);
    const startMs = Math.max(fromMs, stretch.startMs);
    const speechEndMs = Math.max(startMs, stretch.speechEndMs);
    if (speechEndMs - startMs < LEAST_SPEECH_MS) return;
    const utterance = desk.begin(this, { fromMs, startMs });
    desk.end(utterance, { untilMs: endMs, startMs, endMs: speechEndMs }, true);
    writer.write(utterance, line.copy(fromMs, Math.min(endMs, speechEndMs + TAIL_MS)));
  }
}
