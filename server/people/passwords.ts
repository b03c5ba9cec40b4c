// Passwords as they are kept: scrypt with the parameters OWASP names (32 MiB, three passes), which Deno works out
// beside the thread that carries calls. One at a time, so that a call never competes with more than one; the rest wait
// in a line that has an end. Knows no people.
import { scrypt } from "node:crypto";
import { Buffer } from "node:buffer";
import { timingSafeEqual } from "node:crypto";
import { type RandomFill, secureRandom } from "./secrets.ts";

export interface Passwords {
  /** With its parameters and salt. */
  hash(password: string): Promise<string | "busy">;
  /** Takes as long where there is no hash to compare with. */
  matches(password: string, hash: string | null): Promise<boolean | "busy">;
}

export interface PasswordCost {
  /** Binary logarithm of the cost; memory is 2^log2 KiB. */
  log2: number;
  passes: number;
}

const COST: PasswordCost = { log2: 15, passes: 3 };
const BLOCK = 8;
const HASH_BYTES = 32;
export const MOST_WAITING = 20;

export function createPasswords(cost = COST, random: RandomFill = secureRandom): Passwords {
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  const nobodys = encode(cost, new Uint8Array(16), Buffer.alloc(HASH_BYTES));

  async function inLine<T>(work: () => Promise<T>): Promise<T | "busy"> {
    if (waiting > MOST_WAITING) return "busy";
    waiting++;
    const done = last.then(work);
    last = done.catch(() => {});
    try {
      return await done;
    } finally {
      waiting--;
    }
  }

  return {
    hash: (password) =>
      inLine(async () => {
        const salt = new Uint8Array(16);
        random(salt);
        return encode(cost, salt, await derived(password, salt, cost));
      }),

    matches: (password, hash) =>
      inLine(async () => {
        const { kept, salt, cost: asKept } = decode(hash ?? nobodys);
        const given = await derived(password, salt, asKept);
        return given.length === kept.length && timingSafeEqual(given, kept) && hash !== null;
      }),
  };
}

function derived(password: string, salt: Uint8Array, cost: PasswordCost): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const N = 2 ** cost.log2;
  const options = { N, r: BLOCK, p: cost.passes, maxmem: 256 * N * BLOCK };
  // The same password may come composed of other characters from another keyboard.
  scrypt(password.normalize("NFKC"), salt, HASH_BYTES, options, (error, key) => {
    if (error) reject(error);
    else resolve(key);
  });
  return promise;
}

function encode({ log2, passes }: PasswordCost, salt: Uint8Array, key: Uint8Array): string {
  return ["scrypt", log2, passes, salt.toBase64(), key.toBase64()].join("$");
}

function decode(hash: string): { cost: PasswordCost; salt: Uint8Array; kept: Uint8Array } {
  const [kind, log2, passes, salt = "", key = ""] = hash.split("$");
  if (kind !== "scrypt") throw new Error("A password is kept in a way that is not known");
  return {
    cost: { log2: Number(log2), passes: Number(passes) },
    salt: Uint8Array.fromBase64(salt),
    kept: Uint8Array.fromBase64(key),
  };
}
