// Moments and running times, each with the exact value for those who hover, copy or listen.
import { useStores } from "../stores.ts";
import { TIME_TEXTS } from "../texts/time_words.ts";
import { agoWords, durationWords, spokenDuration } from "./time_words.ts";

/** "3 min ago", with the whole moment on hover. */
export function Ago({ atMs }: { atMs: number }) {
  const { clock } = useStores();
  const iso = new Date(atMs).toISOString();
  return <time dateTime={iso} title={iso}>{agoWords(atMs, clock.nowMs.value)}</time>;
}

/** A running or final time; "≈" while the data is stale. `about`: this one is. */
export function Elapsed(
  { sinceMs, untilMs = null, about = false }: {
    sinceMs: number;
    untilMs?: number | null;
    about?: boolean;
  },
) {
  const { clock } = useStores();
  const ms = (untilMs ?? clock.nowMs.value) - sinceMs;
  const stale = untilMs === null && (about || clock.stale.value);
  return (
    <span class="elapsed">
      <span aria-hidden="true">{stale && "≈ "}{durationWords(ms)}</span>
      <span class="hidden">{stale && `${TIME_TEXTS.about} `}{spokenDuration(ms)}</span>
    </span>
  );
}
