// Slows down guessing of names and passwords: by address, and more gently by name, so that many addresses together
// gain little. An address that somebody came in from before is not slowed down by what others do with their name.
import type { Clock } from "../../clock.ts";
import { Attempts, NAME_LIMITS, SIGN_IN_LIMITS } from "./attempts.ts";

const MOST_KNOWN = 10_000;

export class PasswordTries {
  readonly #byAddress: Attempts;
  readonly #byName: Attempts;
  readonly #known = new Set<string>();

  constructor(clock: Clock) {
    this.#byAddress = new Attempts(clock, SIGN_IN_LIMITS);
    this.#byName = new Attempts(clock, NAME_LIMITS);
  }

  /** Milliseconds to wait; 0: go on. Without a name: something else than a password is tried. */
  attempt(address: string, name?: string): number {
    const waitMs = this.#byAddress.attempt(address);
    if (waitMs > 0 || name === undefined || this.#known.has(`${address} ${name}`)) return waitMs;
    return this.#byName.attempt(name);
  }

  succeeded(address: string, name?: string): void {
    this.#byAddress.succeeded(address);
    if (name === undefined) return;
    this.#byName.succeeded(name);
    this.#known.add(`${address} ${name}`);
    for (const oldest of this.#known) {
      if (this.#known.size <= MOST_KNOWN) break;
      this.#known.delete(oldest);
    }
  }
}
