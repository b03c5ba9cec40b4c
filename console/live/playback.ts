// Playing the recording of a call, on the clock of the call: where it is, what it does, what one can ask of it.
// Knows the player by its port and nothing of how it is drawn.
import { type ReadonlySignal, signal } from "@preact/signals";
import type { MediaPlayer, Side } from "../sound/media_player.ts";
import type { Cancel, Timers } from "./timers.ts";

export const RATES = [1, 1.25, 1.5, 2] as const;
export const SKIP_MS = 5000;
/** The head moves by more than the browser tells. */
const LOOK_MS = 100;

export interface Playback {
  /** Milliseconds since the call was answered. */
  atMs: ReadonlySignal<number>;
  /** Where it begins and ends on the same clock. */
  startMs: number;
  endMs: ReadonlySignal<number>;
  state: ReadonlySignal<MediaPlayer["state"]>;
  rate: ReadonlySignal<number>;
  side: ReadonlySignal<Side>;
  toggle(): void;
  /** From there, if it is a place; goes on as it was before. */
  seek(callMs: number): void;
  /** The same, and plays. */
  playFrom(callMs: number): void;
  skip(ms: number): void;
  setRate(rate: number): void;
  setSide(side: Side): void;
  stop(): void;
}

export function createPlayback(
  { player, startMs, lengthMs, timers }: {
    /** Made when it is first needed. */
    player: () => MediaPlayer;
    startMs: number;
    /** As far as it is known before the sound is fetched. */
    lengthMs: number;
    timers: Pick<Timers, "after">;
  },
): Playback {
  let made: MediaPlayer | null = null;
  let cancel: Cancel = () => {};
  const atMs = signal(startMs);
  const endMs = signal(startMs + lengthMs);
  const state = signal<MediaPlayer["state"]>("paused");
  const rate = signal<number>(1);
  const side = signal<Side>("both");

  function its(): MediaPlayer {
    if (made) return made;
    made = player();
    made.onChange = look;
    return made;
  }

  function look(): void {
    cancel();
    if (!made) return;
    state.value = made.state;
    atMs.value = startMs + made.atMs;
    if (made.lengthMs !== null) endMs.value = startMs + made.lengthMs;
    if (state.value === "playing") cancel = timers.after(LOOK_MS, look);
  }

  function seek(callMs: number): void {
    const within = Math.min(Math.max(callMs, startMs), endMs.value);
    its().seek(within - startMs);
    atMs.value = within;
  }

  const plays = () => state.value === "playing" || state.value === "loading";

  function play(): void {
    if (state.value === "ended" && atMs.value >= endMs.value - 50) seek(startMs);
    its().play();
    look();
  }

  return {
    atMs,
    startMs,
    endMs,
    state,
    rate,
    side,
    toggle() {
      if (!plays()) return play();
      its().pause();
      look();
    },
    seek,
    playFrom(callMs) {
      seek(callMs);
      if (!plays()) play();
    },
    skip: (ms) => seek(atMs.value + ms),
    setRate(wanted) {
      rate.value = wanted;
      its().setRate(wanted);
    },
    setSide(wanted) {
      side.value = wanted;
      its().setSide(wanted);
    },
    stop() {
      cancel();
      made?.stop();
      made = null;
    },
  };
}
