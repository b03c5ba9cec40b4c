// The port behind which recordings are kept. Each is one WAV file: mu-law, two channels (the caller left, our side
// right), 8 kHz, 16 kB for each second. Types only.

/** Bytes of a file, both ends included. */
export interface ByteRange {
  from: number;
  to: number;
}

/** One recording that is being made. Pieces are given one after another. */
export interface RecordingWriter {
  /** Both sides' samples in turns. @throws RecordingError */
  write(audio: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Nothing more comes: what was written is as safe as it gets. @throws RecordingError */
  close(): Promise<void>;
}

export interface RecordingStore {
  /** @throws RecordingError where there is one of this name, too. */
  open(callId: string): Promise<RecordingWriter>;
  /** Length of the WAV file, which may still grow; null: there is none. */
  size(callId: string): Promise<number | null>;
  /** Part of the file; null: there is none. What it throws later breaks the stream off. */
  read(callId: string, range: ByteRange): Promise<ReadableStream<Uint8Array<ArrayBuffer>> | null>;
  /** True: there was one. */
  delete(callId: string): Promise<boolean>;
  /** Those that nothing was added to since then, at most so many; their calls. */
  deleteOld(asked: { beforeMs: number; limit: number }): Promise<string[]>;
  /** What all of them take; of a large number of files it takes a while. */
  bytes(): Promise<number>;
  /** Room that is left; null: it cannot be known. */
  freeBytes(): Promise<number | null>;
}

export type RecordingTrouble = "disk_full" | "not_written" | "exists";

export class RecordingError extends Error {
  override readonly name = "RecordingError";
  readonly code: RecordingTrouble;

  constructor(code: RecordingTrouble, message: string) {
    super(message);
    this.code = code;
  }
}
