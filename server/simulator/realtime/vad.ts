// Hears where speech begins and ends by its loudness, on the clock of appended audio and no other
// (realtime-stand-in § 4). Pure: step(state, frame) → {state, heard}; knows no buffer and no events.

export const FRAME_MS = 20;
/** So much loud audio in a row is speech; less is a click. */
const ONSET_MS = 60;

export interface VadState {
  /** Frames heard so far, in milliseconds. */
  clockMs: number;
  speaking: boolean;
  /** Where the present run of loud frames began; -1: the last frame was quiet. */
  loudSinceMs: number;
  /** End of the last loud frame of this speech. */
  lastLoudMs: number;
}

export type Heard = { type: "started"; atMs: number } | { type: "stopped"; lastLoudMs: number };

export const QUIET: VadState = { clockMs: 0, speaking: false, loudSinceMs: -1, lastLoudMs: 0 };

/**
 * Root mean square (16-bit samples) above which a frame is loud. 0.5 is about -39 dB below full scale:
 * above the noise of a phone line, below any speech.
 */
export function loudness(threshold: number): number {
  return 60 * 10 ** (threshold * 1.6);
}

/**
 * One frame of 20 ms.
 * @param frame.rms its loudness
 * @param frame.level what counts as loud; while speech goes on less is enough, so that word ends are kept
 * @param frame.silenceMs quiet that ends speech
 */
export function stepVad(
  state: VadState,
  frame: { rms: number; level: number; silenceMs: number },
): { state: VadState; heard: Heard | null } {
  const clockMs = state.clockMs + FRAME_MS;
  const loud = frame.rms > (state.speaking ? frame.level * 0.6 : frame.level);
  const loudSinceMs = loud ? (state.loudSinceMs < 0 ? state.clockMs : state.loudSinceMs) : -1;
  if (!state.speaking) {
    if (loud && clockMs - loudSinceMs >= ONSET_MS) {
      return {
        state: { clockMs, speaking: true, loudSinceMs, lastLoudMs: clockMs },
        heard: { type: "started", atMs: loudSinceMs },
      };
    }
    return { state: { ...state, clockMs, loudSinceMs }, heard: null };
  }
  const lastLoudMs = loud ? clockMs : state.lastLoudMs;
  if (clockMs - lastLoudMs >= Math.max(FRAME_MS, frame.silenceMs)) {
    return {
      state: { clockMs, speaking: false, loudSinceMs: -1, lastLoudMs },
      heard: { type: "stopped", lastLoudMs },
    };
  }
  return { state: { clockMs, speaking: true, loudSinceMs, lastLoudMs }, heard: null };
}
