// Sign-ins that are on their way to the identity provider and back: each known by a name that only the browser it
// began in holds, good for one return within ten minutes.
import type { Clock } from "../clock.ts";
import { randomToken, secureRandom, sha256Hex } from "./secrets.ts";
import type { RandomFill } from "./secrets.ts";

export const FLOW_MS = 10 * 60_000;
/** More at once are forgotten, the oldest first. */
const MOST_FLOWS = 1000;
const NAME_BITS = 256;

export interface Flow {
  state: string;
  nonce: string;
  verifier: string;
  redirectUri: string;
  /** Path of the console to go on at. */
  goOn: string;
}

export class OidcFlows {
  readonly #clock: Clock;
  readonly #random: RandomFill;
  readonly #flows = new Map<string, { flow: Flow; untilMs: number }>();

  constructor(clock: Clock, random: RandomFill = secureRandom) {
    this.#clock = clock;
    this.#random = random;
  }

  /** Returns the name for the browser's cookie. */
  begin(flow: Flow): string {
    const name = randomToken(NAME_BITS, this.#random);
    this.#flows.set(sha256Hex(name), { flow, untilMs: this.#clock.now() + FLOW_MS });
    for (const oldest of this.#flows.keys()) {
      if (this.#flows.size <= MOST_FLOWS) break;
      this.#flows.delete(oldest);
    }
    return name;
  }

  /** Once. */
  take(name: string): Flow | null {
    const key = sha256Hex(name);
    const kept = this.#flows.get(key);
    this.#flows.delete(key);
    return kept && this.#clock.now() < kept.untilMs ? kept.flow : null;
  }
}
