// Signed-in browsers: an opaque token each, of which only the hash is kept, here and in the store.
// Knows nothing of cookies or requests. A store that fails costs a new sign-in after a restart, no more.
import type { Clock } from "../../clock.ts";
import type { Log } from "../../observe/log.ts";
import { randomToken, secureRandom, sha256Hex } from "../../people/secrets.ts";
import type { RandomFill } from "../../people/secrets.ts";

const TOKEN_BITS = 256;
/** Of one person; the operator counts as one. */
const MOST_SESSIONS = 5;
export const IDLE_MS = 60 * 60_000;
export const ABSOLUTE_MS = 12 * 60 * 60_000;
/** Use is written down at most this often; a restart may shorten an idle hour by as much. */
const USE_NOTED_EVERY_MS = 60_000;

/** A signed-in browser as it is kept. The token itself is never stored. */
export interface SessionRow {
  tokenHash: string;
  /** Wall clock, UTC. */
  createdAtMs: number;
  usedAtMs: number;
  /** Null: the operator. */
  personId: string | null;
}

export type SessionEnd =
  | "signed_out"
  | "expired"
  | "crowded_out"
  | "replaced"
  | "disabled"
  | "new_password";

/** Where sessions outlive the process: the part of the store's port that is needed here. */
export interface SessionStore {
  sessions(): Promise<SessionRow[]>;
  putSession(session: SessionRow): Promise<void>;
  deleteSession(tokenHash: string): Promise<void>;
}

export interface SessionsOptions {
  store: SessionStore;
  clock: Clock;
  log: Log;
  random?: RandomFill;
}

/** Reads the sessions that outlived the last process. Rejects where the store cannot be read. */
export async function openSessions(options: SessionsOptions): Promise<Sessions> {
  return new Sessions(options, await options.store.sessions());
}

/** A session's id is the hash of its token: safe to hold, useless as a cookie. */
export class Sessions {
  readonly #store: SessionStore;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #random: RandomFill;
  readonly #rows = new Map<string, { row: SessionRow; notedAtMs: number }>();
  readonly #endListeners = new Set<(sessionId: string) => void>();

  constructor(options: SessionsOptions, rows: readonly SessionRow[]) {
    this.#store = options.store;
    this.#clock = options.clock;
    this.#log = options.log;
    this.#random = options.random ?? secureRandom;
    for (const row of rows) this.#rows.set(row.tokenHash, { row, notedAtMs: row.usedAtMs });
    for (const row of rows) this.alive(row.tokenHash);
  }

  /** Signs a browser in and returns its token. A person's longest unused session gives way to their sixth. */
  start(personId: string | null): string {
    const token = randomToken(TOKEN_BITS, this.#random);
    const nowMs = this.#clock.wall();
    const row = { tokenHash: sha256Hex(token), createdAtMs: nowMs, usedAtMs: nowMs, personId };
    for (const id of [...this.#rows.keys()]) this.alive(id);
    const others = this.#of(personId).sort((a, b) => b.usedAtMs - a.usedAtMs);
    for (const { tokenHash } of others.slice(MOST_SESSIONS - 1)) {
      void this.end(tokenHash, "crowded_out");
    }
    this.#rows.set(row.tokenHash, { row, notedAtMs: nowMs });
    this.#note(row);
    return token;
  }

  /** The session of a token, if there is one and it is alive. Finding it is not using it. */
  find(token: string): string | null {
    const id = sha256Hex(token);
    return this.alive(id) ? id : null;
  }

  /** Whether it still holds; one whose time is over ends here. */
  alive(sessionId: string): boolean {
    const held = this.#rows.get(sessionId);
    if (!held) return false;
    const nowMs = this.#clock.wall();
    const over = nowMs - held.row.usedAtMs >= IDLE_MS ||
      nowMs - held.row.createdAtMs >= ABSOLUTE_MS;
    if (over) void this.end(sessionId, "expired");
    return !over;
  }

  /** A person did something: the idle hour begins anew. An open event stream is not use. */
  touch(sessionId: string): void {
    const held = this.#rows.get(sessionId);
    if (!held) return;
    const nowMs = this.#clock.wall();
    held.row = { ...held.row, usedAtMs: nowMs };
    if (nowMs - held.notedAtMs < USE_NOTED_EVERY_MS) return;
    held.notedAtMs = nowMs;
    this.#note(held.row);
  }

  /** Ends it at once, for every stream that hangs on it; resolves when the store has been told. */
  async end(sessionId: string, why: SessionEnd): Promise<void> {
    if (!this.#rows.delete(sessionId)) return;
    this.#log.info("session_end", { why });
    for (const listener of [...this.#endListeners]) listener(sessionId);
    try {
      await this.#store.deleteSession(sessionId);
    } catch {
      this.#log.error("session_not_deleted", { why });
    }
  }

  /** Those of one person, but for the one named. How many it were. */
  async endAllOf(personId: string, why: SessionEnd, but: string | null = null): Promise<number> {
    const ending = this.#of(personId).filter(({ tokenHash }) => tokenHash !== but);
    await Promise.all(ending.map(({ tokenHash }) => this.end(tokenHash, why)));
    return ending.length;
  }

  /** Whose it is; null: the operator's. */
  personOf(sessionId: string): string | null {
    return this.#rows.get(sessionId)?.row.personId ?? null;
  }

  /** Calls `listener` with the id of each session that ends. Returns what stops it. */
  onEnd(listener: (sessionId: string) => void): () => void {
    this.#endListeners.add(listener);
    return () => this.#endListeners.delete(listener);
  }

  #note(row: SessionRow): void {
    this.#store.putSession(row).catch(() => this.#log.warn("session_not_saved"));
  }

  #of(personId: string | null): SessionRow[] {
    return [...this.#rows.values()].map(({ row }) => row).filter((row) =>
      row.personId === personId
    );
  }
}
