// Lets time pass in tests whose promises hang together in long chains.
import type { ManualClock } from "../clock.ts";

async function settle(): Promise<void> {
  for (let i = 0; i < 60; i++) await Promise.resolve();
}

/** What is under way goes on first, then `ms` pass in steps. */
export async function passTime(clock: ManualClock, ms: number, stepMs = 10): Promise<void> {
  await settle();
  for (let passed = 0; passed < ms; passed += stepMs) {
    clock.advance(Math.min(stepMs, ms - passed));
    await settle();
  }
}
