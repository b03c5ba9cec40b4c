// When the words of an utterance were really spoken. The model's server tells where the sound it transcribed begins
// and ends, with its padding before and its silence after; our own ears know the words' edges better. Pure.
import type { Stretch } from "./segmenter.ts";

/** The two listeners do not hear to the frame alike. */
const SLACK_MS = 100;

/**
 * Times on the clock of the line. `sound`: what was transcribed. `paddingMs` and `silenceMs` are part of it where
 * nothing was heard by ourselves that begins or ends in it.
 */
export function spokenSpan(
  sound: { fromMs: number; untilMs: number },
  stretches: readonly Stretch[],
  { paddingMs, silenceMs }: { paddingMs: number; silenceMs: number },
): { startMs: number; endMs: number } {
  const { fromMs, untilMs } = sound;
  const inIt = stretches.filter((stretch) =>
    stretch.startMs < untilMs && stretch.speechEndMs > fromMs
  );
  const first = inIt[0]?.startMs;
  const last = inIt.at(-1)?.speechEndMs;
  const startMs = first !== undefined && first >= fromMs - SLACK_MS
    ? Math.max(fromMs, first)
    : Math.min(fromMs + paddingMs, untilMs);
  const endMs = last !== undefined && last <= untilMs + SLACK_MS
    ? Math.min(untilMs, last)
    : untilMs - silenceMs;
  return { startMs, endMs: Math.max(startMs, endMs) };
}
