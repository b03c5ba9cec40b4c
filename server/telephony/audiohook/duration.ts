// Durations of the AudioHook protocol: "PT<seconds>S" and nothing else (audiohook § 3). Pure.

const DURATION = /^PT(\d{1,12}(?:\.\d{0,12})?|\.\d{1,12})S$/;

/** Milliseconds, or undefined where `text` is no such duration. */
export function durationMs(text: unknown): number | undefined {
  const seconds = typeof text === "string" ? DURATION.exec(text)?.[1] : undefined;
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}

/** Whole milliseconds, so that there are at most three decimals and never an exponent. */
export function durationText(ms: number): string {
  return `PT${Math.max(0, Math.round(ms)) / 1000}S`;
}
