// The port to the sound of calls where a database keeps it: pieces, one after another. Knows nothing of what they hold.
// Types only.

export interface SoundPieces {
  /** False: there is one of this name. @throws StoreError, as all of these do */
  begin(callId: string, atMs: number): Promise<boolean>;
  /**
   * Adds a piece behind `from` bytes; committed once it resolves. Asked twice it is added once.
   * False: there is no such sound any more.
   */
  add(
    piece: { callId: string; from: number; audio: Uint8Array<ArrayBuffer>; atMs: number },
  ): Promise<boolean>;
  /** Bytes; null: there is none of this name. */
  size(callId: string): Promise<number | null>;
  /** At most so many bytes from there on, and at least one where there are some. */
  read(
    asked: { callId: string; from: number; bytes: number },
  ): Promise<Uint8Array<ArrayBuffer>>;
  /** True: there was one. */
  delete(callId: string): Promise<boolean>;
  /** Deletes those that nothing was added to since then, at most so many; their calls. */
  deleteOld(asked: { beforeMs: number; limit: number }): Promise<string[]>;
  /** Of all. */
  bytes(): Promise<number>;
  /** What the database takes on its disk: all of it, and sound alone. */
  diskBytes(): Promise<{ all: number; sound: number }>;
  close(): Promise<void>;
}
