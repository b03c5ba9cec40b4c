// The formats that the simulated chan_websocket dials, by their names in the dialplan (avr § 6). Pure.
import type { SoundFormat } from "../../audio/sound_format.ts";
import type { Flavour } from "./media_text.ts";

export interface MediaFormat {
  /** As in c(…) and MEDIA_START. */
  name: string;
  sound: SoundFormat;
  /** A byte of silence. */
  silence: number;
  flavour: Flavour;
}

const PHONE_HZ = 8000;
const SOUNDS: Readonly<Record<string, { sound: SoundFormat; silence: number }>> = {
  slin: { sound: { encoding: "lpcm16", rateHz: PHONE_HZ }, silence: 0 },
  slin16: { sound: { encoding: "lpcm16", rateHz: 16_000 }, silence: 0 },
  slin24: { sound: { encoding: "lpcm16", rateHz: 24_000 }, silence: 0 },
  ulaw: { sound: { encoding: "mulaw", rateHz: PHONE_HZ }, silence: 0xff },
  alaw: { sound: { encoding: "alaw", rateHz: PHONE_HZ }, silence: 0xd5 },
};
const JSON_SUFFIX = "+json";

/** Throws with what there is. */
export function mediaFormat(format = "slin"): MediaFormat {
  const isJson = format.endsWith(JSON_SUFFIX);
  const name = isJson ? format.slice(0, -JSON_SUFFIX.length) : format;
  if (Object.hasOwn(SOUNDS, name)) {
    return { name, ...SOUNDS[name]!, flavour: isJson ? "json" : "plain" };
  }
  const known = Object.keys(SOUNDS).join(", ");
  throw new Error(
    `Cannot use format "${format}": chan_websocket is simulated with ${known}; ` +
      `${JSON_SUFFIX} behind it makes control messages JSON`,
  );
}
