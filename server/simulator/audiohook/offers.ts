// What Genesys offers for a call between people (audiohook § 7). Pure.
import type { Media } from "./server_message.ts";

/** Both sides in one stream, in the usual or the other order, or only one of them. */
export const OFFERINGS = ["stereo", "inverted", "mono", "internal"] as const;
export type Offering = typeof OFFERINGS[number];

const media = (...channels: string[]): Media => ({
  type: "audio",
  format: "PCMU",
  channels,
  rate: 8000,
});

/** Stereo comes with the monos that may be taken in its place. */
export function offersFor(offering: Offering): readonly Media[] {
  switch (offering) {
    case "stereo":
      return [media("external", "internal"), media("external"), media("internal")];
    case "inverted":
      return [media("internal", "external"), media("external"), media("internal")];
    case "mono":
      return [media("external")];
    case "internal":
      return [media("internal")];
  }
}
