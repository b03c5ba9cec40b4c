// Takes interleaved stereo apart (audiohook § 7). A frame may end in the middle of a pair: the half waits for
// the next frame. Knows nothing of who speaks on which channel, nor of time.

/** Takes one channel out; each piece is a new array. */
export class OneChannel {
  /** Place within a pair of the next byte to come. */
  #place = 0;
  #channel: number;

  constructor(channel: number) {
    this.#channel = channel;
  }

  get odd(): boolean {
    return this.#place === 1;
  }

  take(frame: Uint8Array): Uint8Array<ArrayBuffer> {
    const mono = new Uint8Array(samplesIn(frame, this.#channel, this.#place));
    copy(frame, { into: mono, channel: this.#channel, place: this.#place });
    this.#place = (this.#place + frame.length) % 2;
    return mono;
  }
}

/** Takes both channels out, into two arrays that are used again and again: memory does not grow with time. */
export class BothChannels {
  #place = 0;
  #buffers = [new Uint8Array(1_600), new Uint8Array(1_600)] as const;

  /** Whether the first half of a pair has come and the second has not. */
  get odd(): boolean {
    return this.#place === 1;
  }

  /** Valid until the next call. */
  take(frame: Uint8Array): readonly [Uint8Array, Uint8Array] {
    const lengths = [samplesIn(frame, 0, this.#place), samplesIn(frame, 1, this.#place)] as const;
    const most = Math.max(...lengths);
    if (this.#buffers[0].length < most) {
      this.#buffers = [new Uint8Array(most), new Uint8Array(most)];
    }
    const [first, second] = this.#buffers;
    copyBoth(frame, this.#place === 0 ? [first, second] : [second, first]);
    this.#place = (this.#place + frame.length) % 2;
    return [first.subarray(0, lengths[0]), second.subarray(0, lengths[1])];
  }
}

/** In one walk: it is done for every frame of every call. */
function copyBoth(
  frame: Uint8Array,
  [even, odd]: readonly [Uint8Array, Uint8Array],
): void {
  const pairs = frame.length >> 1;
  for (let i = 0; i < pairs; i++) {
    even[i] = frame[2 * i]!;
    odd[i] = frame[2 * i + 1]!;
  }
  if (frame.length % 2 === 1) even[pairs] = frame[2 * pairs]!;
}

/** Where a channel's first byte is in a frame that begins at `place` within a pair. */
function firstOf(channel: number, place: number): number {
  return (channel + 2 - place) % 2;
}

function samplesIn(frame: Uint8Array, channel: number, place: number): number {
  return Math.max(0, Math.ceil((frame.length - firstOf(channel, place)) / 2));
}

function copy(
  frame: Uint8Array,
  to: { into: Uint8Array; channel: number; place: number },
): void {
  const { into, channel, place } = to;
  for (let from = firstOf(channel, place), at = 0; from < frame.length; from += 2, at++) {
    into[at] = frame[from]!;
  }
}
