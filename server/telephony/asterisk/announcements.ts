// Calls that a dialplan announced before it connects them, since AudioSocket carries nothing but a UUID (avr § 7).
// Kept in memory, for a short time, each for one connection. Knows no HTTP.
import type { Clock } from "../../clock.ts";
import type { CallFacts } from "./invitation.ts";

/** Tells other instances of the server, to which the call may be connected. */
export interface AnnouncedElsewhere {
  announced(uuid: string, facts: CallFacts): void;
  taken(uuid: string): void;
}

export const KEPT_MS = 60_000;
const MAX_KEPT = 1_000;

export class Announcements {
  readonly #clock: Clock;
  readonly #others: AnnouncedElsewhere | undefined;
  /** In the order in which they run out. */
  readonly #kept = new Map<string, { facts: CallFacts; untilMs: number }>();

  constructor(clock: Clock, others?: AnnouncedElsewhere) {
    this.#clock = clock;
    this.#others = others;
  }

  /** As `add`, and the other instances have it too. */
  announce(uuid: string, facts: CallFacts): boolean {
    const taken = this.add(uuid, facts);
    if (taken) this.#others?.announced(uuid, facts);
    return taken;
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
    if (!kept) return null;
    this.forget(uuid);
    this.#others?.taken(uuid);
    return kept.facts;
  }

  /** Another instance has given it out. */
  forget(uuid: string): void {
    this.#kept.delete(uuid.toLowerCase());
  }

  #expire(): void {
    const nowMs = this.#clock.now();
    for (const [uuid, { untilMs }] of this.#kept) {
      if (untilMs > nowMs) return;
      this.#kept.delete(uuid);
    }
  }
}
