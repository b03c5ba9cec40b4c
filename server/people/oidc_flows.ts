// Sign-ins that are on their way to the identity provider and back. The browser carries them itself, sealed, so that it
// may come back to another instance; each is good for one return within ten minutes.
import type { Clock } from "../clock.ts";
import { z } from "zod";
import { sha256Hex } from "./secrets.ts";

export const FLOW_MS = 10 * 60_000;
/** Of flows that have come back; more are forgotten, the oldest first. The provider takes each code once all the same. */
const MOST_SPENT = 10_000;
const IV_BYTES = 12;
const KEY_BYTES = 32;
const BASE64URL = { alphabet: "base64url", omitPadding: true } as const;

const sealedSchema = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  redirectUri: z.string(),
  /** Path of the console to go on at. */
  goOn: z.string(),
  untilMs: z.number(),
});

export type Flow = Omit<z.infer<typeof sealedSchema>, "untilMs">;

/** For `OidcFlows`, to be kept by all who may see a browser come back. */
export function newFlowKey(): string {
  return crypto.getRandomValues(new Uint8Array(KEY_BYTES)).toBase64(BASE64URL);
}

export class OidcFlows {
  readonly #clock: Clock;
  readonly #key: Promise<CryptoKey>;
  /** Hashes of the states of flows that have come back, until they are worth nothing anyway. */
  readonly #spent = new Map<string, number>();
  readonly #listeners = new Set<(spent: string) => void>();

  /** @throws where `key` is none */
  constructor(clock: Clock, key: string) {
    this.#clock = clock;
    const raw = Uint8Array.fromBase64(key, { alphabet: "base64url" });
    if (raw.length !== KEY_BYTES) throw new Error("Cannot seal sign-ins: the key is too short");
    this.#key = crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
  }

  /** Returns what the browser's cookie holds. */
  async begin(flow: Flow): Promise<string> {
    const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
    const text = JSON.stringify({ ...flow, untilMs: this.#clock.wall() + FLOW_MS });
    const data = new TextEncoder().encode(text);
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await this.#key, data);
    const both = new Uint8Array(IV_BYTES + sealed.byteLength);
    both.set(iv);
    both.set(new Uint8Array(sealed), IV_BYTES);
    return both.toBase64(BASE64URL);
  }

  /** Once. Never rejects. */
  async take(cookie: string): Promise<Flow | null> {
    const opened = await this.#open(cookie);
    if (!opened) return null;
    const { untilMs, ...flow } = opened;
    const spent = sha256Hex(flow.state);
    if (this.#clock.wall() >= untilMs || this.#spent.has(spent)) return null;
    this.spentElsewhere(spent);
    for (const listener of this.#listeners) listener(spent);
    return flow;
  }

  /** Tells of each that comes back here. */
  onSpent(listener: (spent: string) => void): void {
    this.#listeners.add(listener);
  }

  /** One has come back to another instance. */
  spentElsewhere(spent: string): void {
    const nowMs = this.#clock.now();
    for (const [known, untilMs] of this.#spent) {
      if (untilMs > nowMs && this.#spent.size < MOST_SPENT) break;
      this.#spent.delete(known);
    }
    this.#spent.set(spent, nowMs + FLOW_MS);
  }

  async #open(cookie: string): Promise<z.infer<typeof sealedSchema> | null> {
    try {
      const both = Uint8Array.fromBase64(cookie, { alphabet: "base64url" });
      const iv = both.subarray(0, IV_BYTES);
      const key = await this.#key;
      const data = await crypto.subtle.decrypt(
        { name: "AES-GCM", iv },
        key,
        both.subarray(IV_BYTES),
      );
      return sealedSchema.parse(JSON.parse(new TextDecoder().decode(data)));
    } catch {
      return null;
    }
  }
}
