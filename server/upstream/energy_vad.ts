// Hears where speech begins and ends by the energy of the line, above a noise floor that it learns.
// Pure: step(state, frame) → {state, heard}, on the clock of the frames and no other. Knows no buffer.

export const FRAME_MS = 20;

export interface VadSettings {
  /** 0 hears a whisper and every noise, 1 only what is loud. */
  threshold: number;
  /** Quiet that ends speech. */
  silenceMs: number;
}

export interface VadState {
  /** Frames heard so far, in milliseconds. */
  readonly clockMs: number;
  /** Root mean square of the line's noise, in units of 16-bit samples. */
  readonly floor: number;
  readonly speaking: boolean;
  /** Of the last frames before speech whether each was loud, newest in the lowest bit. */
  readonly recent: number;
  /** End of the last loud frame of this speech. */
  readonly lastLoudMs: number;
}

export type Heard = { type: "started"; startMs: number } | { type: "stopped"; endMs: number };

/** A quiet line; a noisy one is learnt within a second. */
export const QUIET: VadState = {
  clockMs: 0,
  floor: 20,
  speaking: false,
  recent: 0,
  lastLoudMs: 0,
};

/** Speech has this much sound in so much time; a click or a knock has less. */
const ONSET_FRAMES = 5;
const WINDOW_FRAMES = 8;
const WINDOW = (1 << WINDOW_FRAMES) - 1;
/** Once somebody speaks less is enough, so that the ends of words are kept. */
const HOLD = 0.6;
/** The floor falls to a quieter line at once and rises to a louder one slowly: words are not noise. */
const FALL = 0.3;
const RISE = 1.012;
const RISE_IN_SPEECH = 1.003;
const FLOOR = { least: 8, most: 2000 };

/** Root mean square above which a frame is loud: an absolute measure, and one against the noise. */
export function loudness(threshold: number, floor: number): number {
  return Math.max(60 * 10 ** threshold, floor * (1.8 + 3 * threshold));
}

/** One frame of 20 ms with its root mean square. */
export function stepVad(
  state: VadState,
  rms: number,
  { threshold, silenceMs }: VadSettings,
): { state: VadState; heard: Heard | null } {
  const level = loudness(threshold, state.floor);
  const loud = rms > (state.speaking ? level * HOLD : level);
  const clockMs = state.clockMs + FRAME_MS;
  const next = { ...state, clockMs, floor: floorAfter(state, rms) };
  if (!state.speaking) {
    const recent = ((state.recent << 1) | (loud ? 1 : 0)) & WINDOW;
    if (!loud || ones(recent) < ONSET_FRAMES) return { state: { ...next, recent }, heard: null };
    // The oldest loud frame of the window is where it began.
    const frames = 32 - Math.clz32(recent);
    return {
      state: { ...next, speaking: true, recent: 0, lastLoudMs: clockMs },
      heard: { type: "started", startMs: clockMs - frames * FRAME_MS },
    };
  }
  const lastLoudMs = loud ? clockMs : state.lastLoudMs;
  if (clockMs - lastLoudMs < Math.max(FRAME_MS, silenceMs)) {
    return { state: { ...next, lastLoudMs }, heard: null };
  }
  return {
    state: { ...next, speaking: false, lastLoudMs },
    heard: { type: "stopped", endMs: clockMs },
  };
}

function floorAfter({ floor, speaking }: VadState, rms: number): number {
  const next = rms < floor
    ? floor + (rms - floor) * FALL
    : Math.min(rms, floor * (speaking ? RISE_IN_SPEECH : RISE));
  return Math.min(FLOOR.most, Math.max(FLOOR.least, next));
}

function ones(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count++;
  return count;
}
