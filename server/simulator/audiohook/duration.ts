// Durations of the AudioHook protocol: "PT<seconds>S" and nothing else (audiohook § 3). Pure.
import { BYTES_PER_MS } from "../../audio/ulaw.ts";

/** The duration of so many bytes of mono mu-law, as live Genesys writes it: at least one decimal. */
export function durationOfBytes(bytes: number): string {
  return duration(bytes / BYTES_PER_MS);
}

export function duration(ms: number): string {
  const seconds = (ms / 1000).toFixed(6).replace(/(\.\d+?)0+$/, "$1");
  return `PT${seconds}S`;
}

/** Milliseconds, or undefined of what is no duration. */
export function readDuration(value: unknown): number | undefined {
  if (typeof value !== "string") return undefined;
  const match = /^PT(\d*\.?\d+)S$/.exec(value);
  return match ? Number(match[1]) * 1000 : undefined;
}
