// What tokens and minutes cost, as the provider listed it on a day (openai-realtime §§ 5.1, 5.2). Pure.
import type { Usage } from "./call.ts";

/** US dollars for a million tokens. */
export interface Price {
  textIn: number;
  textCached: number;
  textOut: number;
  audioIn: number;
  audioCached: number;
  audioOut: number;
}

/** The day on which the table was read. */
export const PRICES_AS_OF = "2026-11-21";

const LARGE: Price = {
  textIn: 4,
  textCached: 0.4,
  textOut: 24,
  audioIn: 32,
  audioCached: 0.4,
  audioOut: 64,
};
const SMALL: Price = {
  textIn: 0.6,
  textCached: 0.06,
  textOut: 2.4,
  audioIn: 10,
  audioCached: 0.3,
  audioOut: 20,
};

/** By model; a dated name has the price of the name without its date. */
export const PRICES: Readonly<Record<string, Price>> = {
  "gpt-realtime-2.1": LARGE,
  "gpt-realtime-2.1-mini": SMALL,
  "gpt-realtime-2": LARGE,
  "gpt-realtime-1.5": { ...LARGE, textOut: 16 },
  "gpt-realtime": { ...LARGE, textOut: 16 },
  "gpt-realtime-mini": SMALL,
};

/** US dollars for a minute of sound, of models that only write down (§ 5.2). */
export const TRANSCRIPTION_PRICES: Readonly<Record<string, number>> = {
  "gpt-transcribe": 0.0045,
  "gpt-live-transcribe": 0.017,
  "gpt-realtime-whisper": 0.017,
};

/** US dollars for a minute; null: the model's price is not known. */
export function transcriptionPriceOf(model: string): number | null {
  const name = model.replace(DATE, "");
  return Object.hasOwn(TRANSCRIPTION_PRICES, name) ? TRANSCRIPTION_PRICES[name] ?? null : null;
}

const DATE = /-\d{4}-\d{2}-\d{2}$/;

/** Null: the model's price is not known. */
export function priceOf(model: string): Price | null {
  const name = model.replace(DATE, "");
  return Object.hasOwn(PRICES, name) ? PRICES[name] ?? null : null;
}

/** Cost of `usage` in US dollars. Cached tokens are part of the input. */
export function costAt(price: Price, usage: Usage): number {
  const micros = (usage.inputTextTokens - usage.cachedTextTokens) * price.textIn +
    usage.cachedTextTokens * price.textCached +
    (usage.inputAudioTokens - usage.cachedAudioTokens) * price.audioIn +
    usage.cachedAudioTokens * price.audioCached +
    usage.outputTextTokens * price.textOut +
    usage.outputAudioTokens * price.audioOut;
  return micros / 1_000_000;
}

/** Cost of `usage` in US dollars; null: the model's price is not known. */
export function costOf(model: string, usage: Usage): number | null {
  const price = priceOf(model);
  return price && costAt(price, usage);
}
