// The recording of the call on the page, for those parts of it that go with the sound.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Playback } from "../../live/playback.ts";

export const PlaybackContext = createContext<Playback | null>(null);

/** Null: there is none, or one may not hear it. */
export function usePlayback(): Playback | null {
  return useContext(PlaybackContext);
}
