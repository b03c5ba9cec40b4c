// Where the marks of a time axis stand, and how far what nobody heard is drawn. Pure.

const STEPS_MS = [2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600].map((s) => s * 1000);
const MARKS_AT_MOST = 7;

/** What the width of the picture stands for: a very short call does not fill it. */
export function spanOf(endMs: number): number {
  return Math.max(endMs, 10_000);
}

export function axisTicks(spanMs: number): number[] {
  const stepMs = STEPS_MS.find((step) => spanMs / step <= MARKS_AT_MOST) ?? STEPS_MS.at(-1)!;
  const ticks: number[] = [];
  // The last mark would stick out over the end; it is left away there.
  for (let atMs = 0; atMs <= spanMs * 0.9; atMs += stepMs) ticks.push(atMs);
  return ticks;
}

/** Length of the unheard tail as it is drawn: up to where the same speaker was heard again. */
export function unheardMs(
  { cut, fromMs, untilMs }: {
    cut: { generatedMs: number; heardMs: number };
    fromMs: number;
    untilMs: number;
  },
): number {
  return Math.max(0, Math.min(cut.generatedMs - cut.heardMs, untilMs - fromMs));
}
