// The formats of sound that VoiceAI Connect offers, and which of them we take (audiocodes § 6). Pure.
import type { SoundFormat } from "../../audio/sound_format.ts";

export interface MediaFormat {
  /** As offered: it goes back so. */
  name: string;
  sound: SoundFormat;
  /** A stream of it begins with a WAV header. */
  wav: boolean;
}

const SOUNDS: Readonly<Record<string, SoundFormat>> = {
  mulaw: { encoding: "mulaw", rateHz: 8_000 },
  lpcm16_8: { encoding: "lpcm16", rateHz: 8_000 },
  lpcm16_24: { encoding: "lpcm16", rateHz: 24_000 },
  lpcm16: { encoding: "lpcm16", rateHz: 16_000 },
};

/** Best first: what passes untouched, what needs no filter, then by what is simplest to filter. */
const BEST_FIRST: readonly MediaFormat[] = ["raw", "wav"].flatMap((container) =>
  Object.entries(SOUNDS).map(([encoding, sound]) => ({
    name: `${container}/${encoding}`,
    sound,
    wav: container === "wav",
  }))
);

export interface MediaChoice {
  /** What the caller says comes in this one. */
  user: MediaFormat;
  /** What we play goes out in this one. */
  play: MediaFormat;
}

/** One choice for each direction, neither bound to the other; undefined: nothing fits. */
export function chooseMedia(
  offered: readonly string[],
  bestFirst: Record<keyof MediaChoice, readonly MediaFormat[]> = {
    user: BEST_FIRST,
    play: BEST_FIRST,
  },
): MediaChoice | undefined {
  const user = bestFirst.user.find(({ name }) => offered.includes(name));
  const play = bestFirst.play.find(({ name }) => offered.includes(name));
  return user && play && { user, play };
}

/** For the sentence that refuses an offer. */
export const KNOWN_FORMATS: string = BEST_FIRST.map(({ name }) => name).join(", ");
