// What one reader of a stream has not taken yet, bounded. Knows nothing of events.
// An array of our own, not the stream's queue: that can only be emptied by an error, which Deno.serve prints.

export class Outbox {
  readonly stream: ReadableStream<Uint8Array>;
  readonly #boundBytes: number;
  readonly #onGone: () => void;
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  #chunks: Uint8Array[] = [];
  #bytes = 0;
  /** Above the bound until what the reader was given at the start has been taken. */
  #limitBytes: number;
  #hungry = false;
  #ended = false;

  /** `first` does not count against `boundBytes`. `onGone`: the reader went away by itself. */
  constructor(first: readonly Uint8Array[], boundBytes: number, onGone: () => void) {
    this.#boundBytes = boundBytes;
    this.#limitBytes = boundBytes;
    this.restart(first);
    this.#onGone = onGone;
    this.stream = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#controller = controller;
      },
      pull: () => {
        this.#hungry = true;
        this.#feed();
      },
      cancel: () => {
        this.#ended = true;
        this.#controller = null; // the stream is closed already
        this.#chunks = [];
        this.#bytes = 0;
        this.#onGone();
      },
    }, { highWaterMark: 0 });
  }

  get waitingBytes(): number {
    return this.#bytes;
  }

  /** Puts `first` in the place of all that waits; as at the start, it does not count against the bound. */
  restart(first: readonly Uint8Array[]): void {
    if (this.#ended) return;
    this.#chunks = [...first];
    this.#bytes = first.reduce((sum, chunk) => sum + chunk.byteLength, 0);
    this.#limitBytes = this.#bytes + this.#boundBytes;
    this.#feed();
  }

  /** False: the reader is further behind than it may be, and should be dropped. */
  push(chunk: Uint8Array): boolean {
    if (this.#ended) return true;
    if (this.#bytes <= this.#boundBytes) this.#limitBytes = this.#boundBytes;
    if (this.#bytes > this.#limitBytes) return false;
    this.#chunks.push(chunk);
    this.#bytes += chunk.byteLength;
    this.#feed();
    return true;
  }

  /** Ends the stream once what waits has been taken. */
  end(): void {
    this.#ended = true;
    this.#feed();
  }

  /** Ends the stream now, and frees what waits. */
  drop(): void {
    this.#chunks = [];
    this.#bytes = 0;
    this.#ended = true;
    this.#feed();
  }

  #feed(): void {
    const [chunk] = this.#chunks;
    if (chunk && this.#hungry) {
      this.#hungry = false;
      this.#chunks.shift();
      this.#bytes -= chunk.byteLength;
      this.#controller?.enqueue(chunk);
    }
    if (!this.#ended || this.#chunks.length > 0) return;
    this.#controller?.close();
    this.#controller = null;
  }
}
