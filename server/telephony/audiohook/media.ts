// Chooses the audio that we take among what was offered (audiohook § 7). Pure.
import type { Product } from "./product.ts";

/** An offer as it came: it must go back unchanged. */
export type MediaOffer = Readonly<Record<string, unknown>>;

export interface MediaChoice {
  offer: MediaOffer;
  /** One, or two interleaved in each frame, as listed: "external" is the caller's. */
  channels: readonly string[];
}

/** undefined: nothing fits. */
export function chooseMedia(
  offers: readonly unknown[],
  sides: Product["sides"],
): MediaChoice | undefined {
  const fitting = offers.filter(isPcmu).map((offer) => ({ offer, channels: channelsOf(offer) }));
  return sides === "caller" ? forCaller(fitting) : forBoth(fitting);
}

/** What was offered, for a log: formats and channels, shortened. */
export function offersInShort(offers: readonly unknown[]): string {
  const words = offers.slice(0, 4).map((offer) => {
    if (!isRecord(offer)) return typeof offer;
    return `${String(offer.format)}/${String(offer.rate)}/${channelsOf(offer).join("+")}`;
  });
  return words.join(", ").slice(0, 160) || "nothing";
}

/** Mono of the caller, else stereo that has it. */
function forCaller(fitting: readonly MediaChoice[]): MediaChoice | undefined {
  return fitting.find(isMono("external")) ??
    fitting.find(({ channels }) => channels.length === 2 && channels.includes("external"));
}

/** Both sides in either order, else one of them, the caller's first. */
function forBoth(fitting: readonly MediaChoice[]): MediaChoice | undefined {
  return fitting.find(({ channels }) =>
    channels.length === 2 && channels.includes("external") && channels.includes("internal")
  ) ?? fitting.find(isMono("external")) ?? fitting.find(isMono("internal"));
}

function isMono(side: string): (choice: MediaChoice) => boolean {
  return ({ channels }) => channels.length === 1 && channels[0] === side;
}

function isPcmu(offer: unknown): offer is MediaOffer {
  return isRecord(offer) && offer.type === "audio" && offer.format === "PCMU" &&
    offer.rate === 8000;
}

function isRecord(value: unknown): value is MediaOffer {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function channelsOf(offer: MediaOffer): readonly string[] {
  return Array.isArray(offer.channels) ? offer.channels.map(nameOf) : [];
}

function nameOf(channel: unknown): string {
  return typeof channel === "string" ? channel : typeof channel;
}
