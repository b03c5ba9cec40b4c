// The tokens by which programs use the API: only their hashes are kept. Knows nothing of requests.
import type { Clock } from "../clock.ts";
import type { ApiToken, NewApiToken } from "../contract/api_token.ts";
import { TOKEN_LIMITS } from "../contract/person_limits.ts";
import { guarded } from "../guard.ts";
import type { Log } from "../observe/log.ts";
import type { Store, TokenRow } from "../store/store.ts";
import { randomToken, secureRandom, sha256Hex } from "./secrets.ts";
import type { RandomFill } from "./secrets.ts";

const PREFIX = "hk_";
const TOKEN_BITS = 256;
const SHOWN_CHARS = 8;
const USE_NOTED_EVERY_MS = 60_000;
const DAY_MS = 24 * 3_600_000;

export interface ApiTokensOptions {
  store: Pick<Store, "tokens" | "putToken" | "deleteToken">;
  clock: Clock;
  log: Log;
  random?: RandomFill;
}

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
  readonly #byHash = new Map<string, string>();
  readonly #listeners = new Set<(id: string) => void>();

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

  /** Its text is told here and never again. */
  async make(
    { name, roles, days }: NewApiToken,
    by: string,
  ): Promise<
    { ok: true; token: ApiToken; text: string } | { ok: false; why: "full" | "not_saved" }
  > {
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
  async remove(
    id: string,
  ): Promise<{ ok: true; token: ApiToken } | { ok: false; why: "unknown" | "not_saved" }> {
    const row = this.#rows.get(id);
    if (!row) return { ok: false, why: "unknown" };
    try {
      await this.#options.store.deleteToken(id);
    } catch {
      return { ok: false, why: "not_saved" };
    }
    this.#rows.delete(id);
    this.#byHash.delete(row.hash);
    for (const listener of [...this.#listeners]) guarded(() => {}, listener)(id);
    return { ok: true, token: row.token };
  }

  /** Somebody came by it. */
  used(id: string): void {
    const row = this.#rows.get(id);
    const nowMs = this.#options.clock.wall();
    if (!row || nowMs - (row.token.usedAtMs ?? -Infinity) < USE_NOTED_EVERY_MS) return;
    const noted = { ...row, token: { ...row.token, usedAtMs: nowMs } };
    this.#rows.set(id, noted);
    this.#options.store.putToken(noted).then(
      // One that was deleted meanwhile must not come back.
      () => this.#rows.has(id) ? undefined : this.#options.store.deleteToken(id),
    ).catch(() => this.#options.log.warn("token_use_not_saved"));
  }

  /** Tells of each that is deleted. Returns how to stop listening. */
  onRemoved(listener: (id: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #hold(row: TokenRow): void {
    this.#rows.set(row.token.id, row);
    this.#byHash.set(row.hash, row.token.id);
  }
}
