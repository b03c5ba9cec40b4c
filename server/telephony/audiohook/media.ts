// Chooses the audio that we take among what was offered (audiohook § 7), and takes the caller's side out
// of it. Pure.

/** An offer as it came: it must go back unchanged. */
export type MediaOffer = Readonly<Record<string, unknown>>;

export interface MediaChoice {
  offer: MediaOffer;
  /** Channels interleaved in each frame, and which of them is the caller's. */
  channels: 1 | 2;
  external: 0 | 1;
}

/** Mono PCMU of the caller where offered, else stereo that has it; undefined: nothing fits. */
export function chooseMedia(offers: readonly unknown[]): MediaChoice | undefined {
  const fitting = offers.filter(isPcmu);
  const mono = fitting.find((offer) => channelsOf(offer).join() === "external");
  if (mono) return { offer: mono, channels: 1, external: 0 };
  const stereo = fitting.find((offer) => {
    const channels = channelsOf(offer);
    return channels.length === 2 && channels.includes("external");
  });
  if (!stereo) return undefined;
  return { offer: stereo, channels: 2, external: channelsOf(stereo)[0] === "external" ? 0 : 1 };
}

/** What was offered, for a log: formats and channels, shortened. */
export function offersInShort(offers: readonly unknown[]): string {
  const words = offers.slice(0, 4).map((offer) => {
    if (!isRecord(offer)) return typeof offer;
    return `${String(offer.format)}/${String(offer.rate)}/${channelsOf(offer).join("+")}`;
  });
  return words.join(", ").slice(0, 160) || "nothing";
}

/**
 * Takes the caller's channel out of interleaved stereo. A frame may end in the middle of a pair: the
 * half waits for the next frame.
 */
export class ExternalChannel {
  /** Place within a pair of the next byte to come. */
  #place = 0;
  #external: 0 | 1;

  constructor(external: 0 | 1) {
    this.#external = external;
  }

  get odd(): boolean {
    return this.#place === 1;
  }

  take(frame: Uint8Array): Uint8Array<ArrayBuffer> {
    const first = (this.#external + 2 - this.#place) % 2;
    const mono = new Uint8Array(Math.max(0, Math.ceil((frame.length - first) / 2)));
    for (let from = first, to = 0; from < frame.length; from += 2, to++) mono[to] = frame[from]!;
    this.#place = (this.#place + frame.length) % 2;
    return mono;
  }
}

function isPcmu(offer: unknown): offer is MediaOffer {
  return isRecord(offer) && offer.type === "audio" && offer.format === "PCMU" &&
    offer.rate === 8000;
}

function isRecord(value: unknown): value is MediaOffer {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function channelsOf(offer: MediaOffer): readonly unknown[] {
  return Array.isArray(offer.channels) ? offer.channels : [];
}
