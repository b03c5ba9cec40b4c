// Slows down guessing, per address and never for everybody: a few tries are free, then each costs a wait
// that doubles. Knows nothing of what is being tried.
import type { Clock } from "../../clock.ts";

/** More addresses than this are not remembered; the longest silent one is forgotten first. */
const MOST_ADDRESSES = 10_000;

export interface AttemptLimits {
  /** Tries in a row before the first wait. */
  free: number;
  firstWaitMs: number;
  /** Also the silence after which an address starts afresh. */
  longestWaitMs: number;
}

/** Five a minute, then 12, 24, 48 … seconds, at most 15 minutes (S-17). */
export const SIGN_IN_LIMITS: AttemptLimits = {
  free: 5,
  firstWaitMs: 12_000,
  longestWaitMs: 15 * 60_000,
};

/** By the name that somebody wants to sign in with: slows many addresses down together, and locks nobody out. */
export const NAME_LIMITS: AttemptLimits = { free: 10, firstWaitMs: 5000, longestWaitMs: 60_000 };

/** On the way to the identity provider. */
export const OIDC_LIMITS: AttemptLimits = { free: 20, firstWaitMs: 5000, longestWaitMs: 60_000 };

/** Links printed on the terminal: enough for a person, too few to flood a log. */
export const LINK_LIMITS: AttemptLimits = { free: 3, firstWaitMs: 20_000, longestWaitMs: 60_000 };

interface Tries {
  tries: number;
  blockedUntilMs: number;
}

export class Attempts {
  readonly #clock: Clock;
  readonly #limits: AttemptLimits;
  /** In order of the last try, so that the first entry is the longest silent one. */
  readonly #records = new Map<string, Tries>();

  constructor(clock: Clock, limits: AttemptLimits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /**
   * Counts a try before it is judged, so that many at once cannot slip through.
   * Returns milliseconds to wait; 0: go on. A refused try does not lengthen the wait.
   */
  attempt(address: string): number {
    const { free, firstWaitMs, longestWaitMs } = this.#limits;
    const nowMs = this.#clock.now();
    const known = this.#records.get(address);
    if (known && nowMs < known.blockedUntilMs) return known.blockedUntilMs - nowMs;
    const forgotten = !known || nowMs - known.blockedUntilMs >= longestWaitMs;
    const tries = forgotten ? 1 : known.tries + 1;
    const waitMs = tries < free ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** (tries - free));
    this.#records.delete(address);
    this.#records.set(address, { tries, blockedUntilMs: nowMs + waitMs });
    if (this.#records.size > MOST_ADDRESSES) this.#forgetOldest();
    return 0;
  }

  /** A success: the address starts afresh. */
  succeeded(address: string): void {
    this.#records.delete(address);
  }

  #forgetOldest(): void {
    const oldest = this.#records.keys().next();
    if (!oldest.done) this.#records.delete(oldest.value);
  }
}
