// Calls that a dialplan announced before it connects them, since AudioSocket carries nothing but a UUID (avr § 7).
// Kept in memory, for a short time, each for one connection. Knows no HTTP.
import type { Clock } from "../../clock.ts";
import type { CallFacts } from "./invitation.ts";

export const KEPT_MS = 60_000;
const MAX_KEPT = 1_000;

export class Announcements {
  readonly #clock: Clock;
  /** In the order in which they run out. */
  readonly #kept = new Map<string, { facts: CallFacts; untilMs: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Announced again, a call has its newest facts. False: too many wait already, and it was not taken. */
  add(uuid: string, facts: CallFacts): boolean {
    this.#expire();
    this.#kept.delete(uuid.toLowerCase());
    if (this.#kept.size >= MAX_KEPT) return false;
    this.#kept.set(uuid.toLowerCase(), { facts, untilMs: this.#clock.now() + KEPT_MS });
    return true;
  }

  /** Each is given out once. */
  take(uuid: string): CallFacts | null {
    this.#expire();
    const kept = this.#kept.get(uuid.toLowerCase());
    this.#kept.delete(uuid.toLowerCase());
    return kept?.facts ?? null;
  }

  #expire(): void {
    const nowMs = this.#clock.now();
    for (const [uuid, { untilMs }] of this.#kept) {
      if (untilMs > nowMs) return;
      this.#kept.delete(uuid);
    }
  }
}
