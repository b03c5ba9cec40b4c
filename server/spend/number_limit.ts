// How many calls a number may have answered within an hour, wherever they were answered. Holds hashes only, and a
// bounded number of them. Knows nothing of how servers tell one another.
import { createHmac } from "node:crypto";
import type { Clock } from "../clock.ts";

/** One that was let in, as servers tell one another. */
export interface AdmittedCall {
  /** Keyed hash; the number itself goes nowhere. */
  number: string;
  /** Of this call: it counts once, however often it is told. */
  id: string;
  /** No server's clock is the others'. */
  agoMs: number;
}

export interface AdmittedPage {
  calls: AdmittedCall[];
  /** Where the next page begins; null: this is the last. */
  next: number | null;
}

export interface NumberLimitOptions {
  callsPerHour: number;
  clock: Pick<Clock, "now">;
  /** Numbers that are remembered; the one heard of longest ago goes first. */
  numbers?: number;
  /** Absent: no other server lets calls in. */
  others?: {
    /** Of this server among them. */
    me: string;
    /** Keys the hashes; the same on all. */
    salt: string;
    admitted(call: AdmittedCall): void;
  };
}

const HOUR_MS = 3_600_000;
const NUMBERS = 50_000;
/** By the first byte of the hash. */
const SHELVES = 256;
const PAGE_CALLS = 2000;

interface Recent {
  id: string;
  atMs: number;
}

export class NumberLimit {
  readonly #options: NumberLimitOptions & { numbers: number };
  /** Of a server alone, of this process only: what a dump of its memory shows cannot be looked up in a table. */
  readonly #salt: string;
  /** Hash → its calls of the last hour; in order of last use. */
  readonly #calls = new Map<string, Recent[]>();
  #count = 0;

  constructor(options: NumberLimitOptions) {
    this.#options = { numbers: NUMBERS, ...options };
    this.#salt = options.others?.salt ?? crypto.getRandomValues(new Uint8Array(16)).toHex();
  }

  /** Numbers that are remembered now. */
  get size(): number {
    return this.#calls.size;
  }

  /** Counts the call where it returns true. `caller`: as the phone system gave it; withheld is not limited. */
  admit(caller: string): boolean {
    const plain = plainNumber(caller);
    if (plain === null) return true;
    const { clock, callsPerHour, others } = this.#options;
    const number = createHmac("sha256", this.#salt).update(plain).digest("hex").slice(0, 32);
    const recent = this.#recent(number);
    const admitted = recent.length < callsPerHour;
    const id = `${others?.me ?? ""}${(this.#count++).toString(36)}`;
    if (admitted) recent.push({ id, atMs: clock.now() });
    this.#keep(number, recent);
    if (admitted) others?.admitted({ number, id, agoMs: 0 });
    return admitted;
  }

  /** Calls that others let in; those that are known count no second time. */
  note(calls: readonly AdmittedCall[]): void {
    const { clock, callsPerHour } = this.#options;
    const nowMs = clock.now();
    for (const { number, id, agoMs } of calls) {
      if (!(agoMs >= 0 && agoMs < HOUR_MS)) continue;
      const recent = this.#recent(number);
      if (!recent.some((known) => known.id === id)) recent.push({ id, atMs: nowMs - agoMs });
      // Older ones than those that suffice for refusing change nothing.
      if (recent.length > callsPerHour) {
        recent.sort((a, b) => a.atMs - b.atMs).splice(0, recent.length - callsPerHour);
      }
      this.#keep(number, recent);
    }
  }

  /** Whatever is held, for another server; `from`: 0, then what the page before said. */
  held(from: number): AdmittedPage {
    const nowMs = this.#options.clock.now();
    const shelves: AdmittedCall[][] = [];
    for (const [number, recent] of this.#calls) {
      const shelf = parseInt(number.slice(0, 2), 16);
      if (!(shelf >= from)) continue;
      const calls = shelves[shelf] ??= [];
      for (const { id, atMs } of recent) {
        if (nowMs - atMs < HOUR_MS) calls.push({ number, id, agoMs: Math.round(nowMs - atMs) });
      }
    }
    const calls: AdmittedCall[] = [];
    for (let shelf = Math.max(0, from); shelf < SHELVES; shelf++) {
      const more = shelves[shelf] ?? [];
      if (calls.length > 0 && calls.length + more.length > PAGE_CALLS) {
        return { calls, next: shelf };
      }
      calls.push(...more);
    }
    return { calls, next: null };
  }

  #recent(number: string): Recent[] {
    const nowMs = this.#options.clock.now();
    return (this.#calls.get(number) ?? []).filter(({ atMs }) => nowMs - atMs < HOUR_MS);
  }

  #keep(number: string, recent: Recent[]): void {
    this.#calls.delete(number);
    this.#calls.set(number, recent);
    const [oldest] = this.#calls.keys();
    if (this.#calls.size > this.#options.numbers && oldest !== undefined) {
      this.#calls.delete(oldest);
    }
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
