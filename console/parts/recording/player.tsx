// Plays the recording of a past call. The controls are ours, what plays is the browser's own.
import { useState } from "preact/hooks";
import { type Playback, RATES, SKIP_MS } from "../../live/playback.ts";
import { SIDES } from "../../sound/media_player.ts";
import { useStores } from "../../stores.ts";
import { RECORDING_TEXTS } from "../../texts/recording.ts";
import { PauseIcon, PlayIcon } from "../../ui/icons.tsx";
import { durationWords } from "../../ui/time_words.ts";
import { useMay } from "../may.tsx";
import { SecondPressButton } from "../settings/second_press_button.tsx";

const TEXTS = RECORDING_TEXTS.player;

export function Player({ playback, callId }: { playback: Playback; callId: string }) {
  const { state, atMs, endMs, startMs, rate, side } = playback;
  const plays = state.value === "playing" || state.value === "loading";
  const address = `/api/calls/${encodeURIComponent(callId)}/recording`;

  function pressed(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const own = event.target instanceof Element && event.target.matches("button, a, input, select");
    if (event.key === " " && !own) playback.toggle();
    else if (event.key === "ArrowLeft" && !isField(event.target)) playback.skip(-SKIP_MS);
    else if (event.key === "ArrowRight" && !isField(event.target)) playback.skip(SKIP_MS);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <section class="player" aria-label={TEXTS.title} onKeyDown={pressed}>
      <div class="player-main">
        <button type="button" class="button primary player-toggle" onClick={playback.toggle}>
          {plays ? <PauseIcon /> : <PlayIcon />}
          {plays ? TEXTS.pause : TEXTS.play}
        </button>
        <button type="button" class="button" onClick={() => playback.skip(-SKIP_MS)}>
          <span aria-hidden="true">−5 s</span>
          <span class="hidden">{TEXTS.back}</span>
        </button>
        <button type="button" class="button" onClick={() => playback.skip(SKIP_MS)}>
          <span aria-hidden="true">+5 s</span>
          <span class="hidden">{TEXTS.ahead}</span>
        </button>
        <span class="player-time">
          {TEXTS.time(
            durationWords(atMs.value - startMs),
            durationWords(endMs.value - startMs),
          )}
        </span>
      </div>
      <div class="player-more">
        <label class="player-choice">
          {TEXTS.sides}
          <select
            class="input short"
            value={side.value}
            onChange={({ currentTarget: { value } }) => {
              const chosen = SIDES.find((one) => one === value);
              if (chosen) playback.setSide(chosen);
            }}
          >
            {SIDES.map((one) => <option key={one} value={one}>{TEXTS.side[one]}</option>)}
          </select>
        </label>
        <label class="player-choice">
          {TEXTS.speed}
          <select
            class="input short"
            value={String(rate.value)}
            onChange={({ currentTarget: { value } }) => playback.setRate(Number(value))}
          >
            {RATES.map((one) => (
              <option key={one} value={String(one)}>{TEXTS.times(String(one))}</option>
            ))}
          </select>
        </label>
        <a class="button quiet" href={`${address}?download=1`} download>{TEXTS.download}</a>
        <Deletion callId={callId} playback={playback} />
      </div>
      <p class="player-note" role="status">
        {state.value === "failed"
          ? <span class="warn">{TEXTS.failed}</span>
          : state.value === "loading"
          ? TEXTS.loading
          : <span class="faint">{TEXTS.keys}</span>}
      </p>
    </section>
  );
}

function Deletion({ callId, playback }: { callId: string; playback: Playback }) {
  const { api, announcer } = useStores();
  const [trouble, setTrouble] = useState("");
  const may = useMay("manage");
  if (!may) return null;
  async function remove(): Promise<void> {
    playback.stop();
    const result = await api.deleteRecording(callId);
    // That it is gone comes by the feed, to everybody.
    if (result.ok) return announcer.say(TEXTS.removed);
    setTrouble(TEXTS.notRemoved(result.refusal.message));
  }
  return (
    <>
      <SecondPressButton
        words={TEXTS.remove}
        again={TEXTS.removeAgain}
        told={TEXTS.removeTold}
        onAct={() => void remove()}
      />
      {trouble && <span class="field-error" role="alert">{trouble}</span>}
    </>
  );
}

function isField(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches("input, select");
}
