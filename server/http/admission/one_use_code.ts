// The code of a sign-in link: works once, for ten minutes, and only the newest one.
// Knows nothing of requests; the code itself is never kept, only its hash.
import type { Clock } from "../../clock.ts";
import { randomToken, sameSecret, secureRandom, sha256Hex } from "../../people/secrets.ts";
import type { RandomFill } from "../../people/secrets.ts";

const CODE_BITS = 128;
const VALID_MS = 10 * 60_000;

/** Codes of links, whichever instance printed them. */
export interface SignInCodes {
  issue(): string;
  redeem(code: string): boolean | Promise<boolean>;
}

export class OneUseCode implements SignInCodes {
  readonly #clock: Clock;
  readonly #random: RandomFill;
  #kept: { hash: string; untilMs: number } | null = null;

  constructor(clock: Clock, random: RandomFill = secureRandom) {
    this.#clock = clock;
    this.#random = random;
  }

  /** A fresh code of 22 base64url characters. The one before it stops working. */
  issue(): string {
    const code = randomToken(CODE_BITS, this.#random);
    this.#kept = { hash: sha256Hex(code), untilMs: this.#clock.now() + VALID_MS };
    return code;
  }

  /** True once per issued code. A wrong guess does not use the code up. */
  redeem(code: string): boolean {
    return this.redeemHash(sha256Hex(code));
  }

  /** The same by what is kept of it: an instance that printed the link is asked by another so. */
  redeemHash(hash: string): boolean {
    const kept = this.#kept;
    if (!kept || this.#clock.now() >= kept.untilMs) return false;
    if (!sameSecret(hash, kept.hash)) return false;
    this.#kept = null;
    return true;
  }
}

/** The code travels in the fragment: it reaches no server log, no proxy and no Referer. */
export function signInLink(
  consoleUrl: string,
  code: string,
  as: "code" | "invite" = "code",
): string {
  return `${consoleUrl.replace(/\/+$/, "")}/sign-in#${as}=${code}`;
}
