// The play head over the picture of who spoke when, and the slider by which one moves it.
import { useComputed } from "@preact/signals";
import { SKIP_MS } from "../../live/playback.ts";
import { RECORDING_TEXTS } from "../../texts/recording.ts";
import { durationWords, spokenDuration } from "../../ui/time_words.ts";
import { usePlayback } from "./playback_context.ts";

const TEXTS = RECORDING_TEXTS.player;
const PAGE_MS = 30_000;

/** `spanMs`: what the width of the picture stands for. */
export function StripSeek({ spanMs }: { spanMs: number }) {
  const playback = usePlayback();
  return playback && <Seek playback={playback} spanMs={spanMs} />;
}

function Seek(
  { playback, spanMs }: {
    playback: NonNullable<ReturnType<typeof usePlayback>>;
    spanMs: number;
  },
) {
  const left = useComputed(() => `left: ${(playback.atMs.value / spanMs * 100).toFixed(3)}%`);
  const atMs = playback.atMs.value;
  const endMs = playback.endMs.value;
  function pressed(event: KeyboardEvent): void {
    const step = STEPS[event.key];
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (Number.isFinite(step)) playback.skip(step);
    else playback.seek(step < 0 ? playback.startMs : endMs);
  }
  return (
    <div class="strip-play">
      <span class="strip-head" style={left} />
      <input
        type="range"
        class="strip-seek"
        min={0}
        max={spanMs}
        step={100}
        value={atMs}
        aria-label={TEXTS.seek}
        aria-valuetext={TEXTS.time(spokenDuration(atMs), spokenDuration(endMs))}
        title={durationWords(atMs)}
        onInput={(event) => playback.seek(Number(event.currentTarget.value))}
        onKeyDown={pressed}
      />
    </div>
  );
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -SKIP_MS,
  ArrowDown: -SKIP_MS,
  ArrowRight: SKIP_MS,
  ArrowUp: SKIP_MS,
  PageDown: -PAGE_MS,
  PageUp: PAGE_MS,
  Home: -Infinity,
  End: Infinity,
};
