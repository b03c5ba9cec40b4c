// When a line was said; where the call can be heard, a button that plays from there.
import { RECORDING_TEXTS } from "../../texts/recording.ts";
import { offsetWords } from "../../ui/time_words.ts";
import { PlaybackContext } from "./playback_context.ts";

export function LineTime({ atMs }: { atMs: number | null }) {
  if (atMs === null) return <span class="line-time">–</span>;
  const words = offsetWords(atMs);
  return (
    <PlaybackContext.Consumer>
      {(playback) =>
        playback
          ? (
            <button
              type="button"
              class="line-time play-from"
              aria-label={RECORDING_TEXTS.player.from(words)}
              onClick={() => playback.playFrom(atMs)}
            >
              {words}
            </button>
          )
          : <span class="line-time">{words}</span>}
    </PlaybackContext.Consumer>
  );
}
