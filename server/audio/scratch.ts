// Room for the samples of one frame, used again for the next. Knows nothing of what they mean.

/** Frames of a stream are mostly of one length: then nothing is allocated, not even a view. */
export class Scratch {
  #room = new Int16Array(0);
  #view = this.#room;

  /** Exactly `length` samples of any content, until the next call. */
  take(length: number): Int16Array {
    if (this.#view.length === length) return this.#view;
    if (this.#room.length < length) this.#room = new Int16Array(length);
    this.#view = this.#room.subarray(0, length);
    return this.#view;
  }
}
