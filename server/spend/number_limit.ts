// How many calls a number may have answered within an hour. Holds hashes only, and a bounded number of them.
import { createHash } from "node:crypto";
import type { Clock } from "../clock.ts";

export interface NumberLimitOptions {
  callsPerHour: number;
  clock: Pick<Clock, "now">;
  /** Numbers that are remembered; the one heard of longest ago goes first. */
  numbers?: number;
}

const HOUR_MS = 3_600_000;
const NUMBERS = 50_000;

export class NumberLimit {
  readonly #options: Required<NumberLimitOptions>;
  /** Of this process only: what a dump of its memory shows cannot be looked up in a table. */
  readonly #salt = crypto.getRandomValues(new Uint8Array(16));
  /** Hash → when its calls of the last hour were let in; in order of last use. */
  readonly #calls = new Map<string, number[]>();

  constructor(options: NumberLimitOptions) {
    this.#options = { numbers: NUMBERS, ...options };
  }

  /** Numbers that are remembered now. */
  get size(): number {
    return this.#calls.size;
  }

  /** Counts the call where it returns true. `caller`: as the phone system gave it; withheld is not limited. */
  admit(caller: string): boolean {
    const number = plainNumber(caller);
    if (number === null) return true;
    const nowMs = this.#options.clock.now();
    const hash = createHash("sha256").update(this.#salt).update(number).digest("base64");
    const recent = (this.#calls.get(hash) ?? []).filter((atMs) => nowMs - atMs < HOUR_MS);
    const admitted = recent.length < this.#options.callsPerHour;
    if (admitted) recent.push(nowMs);
    this.#calls.delete(hash);
    this.#calls.set(hash, recent);
    const [oldest] = this.#calls.keys();
    if (this.#calls.size > this.#options.numbers && oldest !== undefined) {
      this.#calls.delete(oldest);
    }
    return admitted;
  }
}

const WITHHELD = /^(anonymous|restricted|withheld|private|unavailable|unknown)?$/;

/** The same text for each way to write a number; null: it is withheld. */
export function plainNumber(caller: string): string | null {
  const address = caller.trim().toLowerCase().replace(/^[a-z]+:/, "").replace(/[;?].*$/, "");
  const [user = "", host = ""] = address.split("@");
  if (WITHHELD.test(user) || host === "anonymous.invalid") return null;
  const digits = user.replace(/[\s().-]/g, "");
  // A telephone number is the same whichever host names it; a name is not.
  return /^\+?[0-9]+$/.test(digits) ? digits : address;
}
