// Between the mono mu-law at 8 kHz that everything behind a channel speaks and the format of a phone system. One object
// for each stream and direction: it keeps halves of samples and the memory of the filter. Knows no protocol.
import { decodeAlawSample, encodeAlawSample } from "./alaw.ts";
import { pcm16Bytes, Pcm16Reader } from "./pcm16.ts";
import { Resampler } from "./resample.ts";
import { Scratch } from "./scratch.ts";
import { decodeSample, encodeSample } from "./ulaw.ts";

/** lpcm16: signed, little endian. All are mono. */
export type Encoding = "mulaw" | "alaw" | "lpcm16";

export interface SoundFormat {
  encoding: Encoding;
  /** Samples a second: 8000, 12000, 16000, 24000, 44100, 48000 … */
  rateHz: number;
}

const PHONE_HZ = 8000;

/**
 * A stream from the phone, in pieces of any length: what comes out does not depend on how it was cut (V-01). Other
 * rates than 8 kHz come out 3.1 ms late; the last of them, at the end of a call, never. Allocates only what it returns.
 */
export class ToUlaw {
  readonly #encoding: Encoding;
  readonly #reader = new Pcm16Reader();
  readonly #scratch = new Scratch();
  readonly #resampler: Resampler | null;

  /** Throws RangeError unless the rate is a whole number above 0. */
  constructor({ encoding, rateHz }: SoundFormat) {
    this.#encoding = encoding;
    this.#resampler = rateHz === PHONE_HZ
      ? null
      : new Resampler({ fromHz: rateHz, toHz: PHONE_HZ });
  }

  /** Mu-law; may be empty. Yours to keep, but mu-law at 8 kHz is handed through: the very bytes that came. */
  push(bytes: Uint8Array): Uint8Array {
    if (this.#encoding === "mulaw" && !this.#resampler) return bytes;
    const pcm = this.#decode(bytes);
    return encoded(this.#resampler ? this.#resampler.push(pcm) : pcm, "mulaw");
  }

  #decode(bytes: Uint8Array): Int16Array {
    if (this.#encoding === "lpcm16") {
      return this.#reader.push(bytes, this.#scratch.take(this.#reader.samplesIn(bytes.length)));
    }
    return decoded(bytes, { encoding: this.#encoding, pcm: this.#scratch.take(bytes.length) });
  }
}

/**
 * A stream to the phone, in answers: `push` its pieces, `flush` at its end, `reset` when it is cut short. Other rates
 * than 8 kHz come out 3.1 ms late. An answer keeps its length: a byte of mu-law becomes a 8,000th of a second.
 * Allocates only what it returns.
 */
export class FromUlaw {
  readonly #encoding: Encoding;
  readonly #scratch = new Scratch();
  readonly #resampler: Resampler | null;

  /** Throws RangeError unless the rate is a whole number above 0. */
  constructor({ encoding, rateHz }: SoundFormat) {
    this.#encoding = encoding;
    this.#resampler = rateHz === PHONE_HZ
      ? null
      : new Resampler({ fromHz: PHONE_HZ, toHz: rateHz });
  }

  /**
   * Whole samples; may be empty. Yours to keep, but mu-law at 8 kHz is handed through: the very bytes that came.
   */
  push(ulaw: Uint8Array): Uint8Array {
    if (this.#encoding === "mulaw" && !this.#resampler) return ulaw;
    const pcm = decoded(ulaw, { encoding: "mulaw", pcm: this.#scratch.take(ulaw.length) });
    return encoded(this.#resampler ? this.#resampler.push(pcm) : pcm, this.#encoding);
  }

  /** The rest of an answer, yours to keep; the stream begins anew. */
  flush(): Uint8Array {
    return this.#resampler ? encoded(this.#resampler.flush(), this.#encoding) : new Uint8Array(0);
  }

  /** Forgets the rest of an answer; the stream begins anew. */
  reset(): void {
    this.#resampler?.reset();
  }
}

/** Not whole with every rate. */
export function bytesPerMs({ encoding, rateHz }: SoundFormat): number {
  return rateHz * (encoding === "lpcm16" ? 2 : 1) / 1000;
}

function decoded(
  bytes: Uint8Array,
  { encoding, pcm }: { encoding: "mulaw" | "alaw"; pcm: Int16Array },
): Int16Array {
  if (encoding === "mulaw") {
    for (let i = 0; i < pcm.length; i++) {
      pcm[i] = decodeSample(bytes[i]!);
    }
  } else for (let i = 0; i < pcm.length; i++) pcm[i] = decodeAlawSample(bytes[i]!);
  return pcm;
}

function encoded(pcm: Int16Array, encoding: Encoding): Uint8Array {
  if (encoding === "lpcm16") return pcm16Bytes(pcm);
  const bytes = new Uint8Array(pcm.length);
  if (encoding === "mulaw") {
    for (let i = 0; i < pcm.length; i++) {
      bytes[i] = encodeSample(pcm[i]!);
    }
  } else for (let i = 0; i < pcm.length; i++) bytes[i] = encodeAlawSample(pcm[i]!);
  return bytes;
}
