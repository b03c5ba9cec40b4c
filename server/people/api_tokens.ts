// The tokens by which programs use the API: only their hashes are kept. Knows nothing of requests.
import type { Clock } from "../clock.ts";
import type { ApiToken, NewApiToken } from "../contract/api_token.ts";
import { TOKEN_LIMITS } from "../contract/person_limits.ts";
import { faultPlace, guarded } from "../guard.ts";
import type { Log } from "../observe/log.ts";
import { oneByOne } from "../one_by_one.ts";
import type { Store, TokenRow } from "../store/store.ts";
import type { Lookups } from "./lookups.ts";
import { randomToken, secureRandom, sha256Hex } from "./secrets.ts";
import type { RandomFill } from "./secrets.ts";

const PREFIX = "hk_";
const TOKEN_BITS = 256;
const TOKEN_CHARS = PREFIX.length + Math.ceil(TOKEN_BITS / 6);
const SHOWN_CHARS = 8;
const USE_NOTED_EVERY_MS = 60_000;
const DAY_MS = 24 * 3_600_000;

export interface ApiTokensOptions {
  store: Pick<Store, "tokens" | "tokenOf" | "putToken" | "touchToken" | "deleteToken">;
  clock: Clock;
  log: Log;
  /** Null: nobody else changes the store. */
  lookups: Lookups | null;
  random?: RandomFill;
}

export type MadeToken =
  | { ok: true; token: ApiToken; text: string }
  | { ok: false; why: "full" | "not_saved" };

/** @throws what the store throws. */
export async function openApiTokens(options: ApiTokensOptions): Promise<ApiTokens> {
  return new ApiTokens(options, await options.store.tokens());
}

/** Whether a text is of the shape of an API token. */
export function looksLikeApiToken(text: string): boolean {
  return text.startsWith(PREFIX);
}

export class ApiTokens {
  readonly #options: ApiTokensOptions;
  readonly #rows = new Map<string, TokenRow>();
  /** Those that were deleted while this process runs: an answer that was on its way brings none of them back. */
  readonly #removed = new Set<string>();
  readonly #byHash = new Map<string, string>();
  readonly #listeners = new Set<(id: string) => void>();
  readonly #inTurn = oneByOne();

  constructor(options: ApiTokensOptions, rows: readonly TokenRow[]) {
    this.#options = options;
    for (const row of rows) this.#hold(row);
  }

  /** The newest first. */
  list(): ApiToken[] {
    const tokens = [...this.#rows.values()].map(({ token }) => token);
    return tokens.sort((a, b) => b.createdAtMs - a.createdAtMs);
  }

  /** While it holds. */
  get(id: string): ApiToken | undefined {
    const token = this.#rows.get(id)?.token;
    const over = token?.expiresAtMs != null && this.#options.clock.wall() >= token.expiresAtMs;
    return over ? undefined : token;
  }

  /** Whose text it is, while it holds. By hash: a lookup tells nothing of how near a guess was. */
  find(text: string): ApiToken | undefined {
    const id = this.#byHash.get(sha256Hex(text));
    return id === undefined ? undefined : this.get(id);
  }

  /** The same of one that another instance may have made this moment. Never rejects. */
  async recall(text: string): Promise<ApiToken | undefined> {
    const known = this.find(text);
    const { store, lookups } = this.#options;
    if (known || !lookups || text.length !== TOKEN_CHARS) return known;
    const hash = sha256Hex(text);
    const row = await lookups.find(`token ${hash}`, () => store.tokenOf(hash));
    if (row && !this.#removed.has(row.token.id)) this.#hold(row);
    return this.find(text);
  }

  /** Another instance has made or deleted some: holds what the store does. False: it cannot be read. Never rejects. */
  reload(): Promise<boolean> {
    return this.#inTurn(async () => {
      const { store, log } = this.#options;
      const before = [...this.#rows.keys()];
      try {
        const stored = await store.tokens();
        for (const row of stored) if (!this.#removed.has(row.token.id)) this.#hold(row);
        const ids = new Set(stored.map(({ token }) => token.id));
        for (const id of before) if (!ids.has(id)) this.#drop(id);
        return true;
      } catch (error) {
        log.warn("tokens_not_read", { place: faultPlace(error) });
        return false;
      }
    });
  }

  /** Its text is told here and never again. */
  make(asked: NewApiToken, by: string): Promise<MadeToken> {
    return this.#inTurn(() => this.#make(asked, by));
  }

  async #make({ name, roles, days }: NewApiToken, by: string): Promise<MadeToken> {
    const { store, clock, random = secureRandom } = this.#options;
    if (this.#rows.size >= TOKEN_LIMITS.tokens) return { ok: false, why: "full" };
    const text = PREFIX + randomToken(TOKEN_BITS, random);
    const nowMs = clock.wall();
    const token: ApiToken = {
      id: crypto.randomUUID(),
      name,
      roles: [...roles],
      begins: text.slice(0, SHOWN_CHARS),
      by,
      createdAtMs: nowMs,
      usedAtMs: null,
      expiresAtMs: days === null ? null : nowMs + days * DAY_MS,
    };
    const row = { token, hash: sha256Hex(text) };
    try {
      await store.putToken(row);
    } catch {
      return { ok: false, why: "not_saved" };
    }
    this.#hold(row);
    return { ok: true, token, text };
  }

  /** Whatever hangs on it ends once the store has forgotten it. */
  remove(
    id: string,
  ): Promise<{ ok: true; token: ApiToken } | { ok: false; why: "unknown" | "not_saved" }> {
    return this.#inTurn(async () => {
      const row = this.#rows.get(id);
      if (!row) return { ok: false, why: "unknown" };
      try {
        await this.#options.store.deleteToken(id);
      } catch {
        return { ok: false, why: "not_saved" };
      }
      this.#drop(id);
      return { ok: true, token: row.token };
    });
  }

  /** Somebody came by it. */
  used(id: string): void {
    const row = this.#rows.get(id);
    const nowMs = this.#options.clock.wall();
    if (!row || nowMs - (row.token.usedAtMs ?? -Infinity) < USE_NOTED_EVERY_MS) return;
    this.#rows.set(id, { ...row, token: { ...row.token, usedAtMs: nowMs } });
    this.#options.store.touchToken(id, nowMs).then(
      // Another instance has deleted it.
      (there) => there || this.#drop(id),
    ).catch(() => this.#options.log.warn("token_use_not_saved"));
  }

  /** Tells of each that is deleted. Returns how to stop listening. */
  onRemoved(listener: (id: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The later use counts. */
  #hold(row: TokenRow): void {
    const { token } = row;
    const usedAtMs = later(token.usedAtMs, this.#rows.get(token.id)?.token.usedAtMs ?? null);
    this.#rows.set(token.id, { ...row, token: { ...token, usedAtMs } });
    this.#byHash.set(row.hash, token.id);
  }

  #drop(id: string): void {
    const row = this.#rows.get(id);
    if (!row) return;
    this.#removed.add(id);
    this.#rows.delete(id);
    this.#byHash.delete(row.hash);
    for (const listener of [...this.#listeners]) guarded(() => {}, listener)(id);
  }
}

function later(a: number | null, b: number | null): number | null {
  return a === null || b === null ? a ?? b : Math.max(a, b);
}
