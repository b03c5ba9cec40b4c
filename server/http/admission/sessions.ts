// Signed-in browsers: an opaque token each, of which only the hash is kept, here and in the store.
// Knows nothing of cookies or requests. A store that fails costs a new sign-in after a restart, no more.
import { type Clock, within } from "../../clock.ts";
import { faultPlace } from "../../guard.ts";
import type { Log } from "../../observe/log.ts";
import type { Lookups } from "../../people/lookups.ts";
import { randomToken, secureRandom, sha256Hex } from "../../people/secrets.ts";
import type { RandomFill } from "../../people/secrets.ts";
import { EndedSessions } from "./ended_sessions.ts";

const TOKEN_BITS = 256;
const TOKEN_CHARS = Math.ceil(TOKEN_BITS / 6);
/** Of one person; the operator counts as one. */
const MOST_SESSIONS = 5;
export const IDLE_MS = 60 * 60_000;
export const ABSOLUTE_MS = 12 * 60 * 60_000;
/** Use is written down at most this often; a restart may shorten an idle hour by as much. */
const USE_NOTED_EVERY_MS = 60_000;
/** A browser that is signed in waits no longer for the store. */
const WRITTEN_MS = 2000;

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
  session(tokenHash: string): Promise<SessionRow | undefined>;
  putSession(session: SessionRow): Promise<void>;
  /** False: there is none. */
  touchSession(tokenHash: string, usedAtMs: number): Promise<boolean>;
  deleteSession(tokenHash: string): Promise<void>;
}

export interface SessionsOptions {
  store: SessionStore;
  clock: Clock;
  log: Log;
  /** Null: nobody else changes the store. */
  lookups: Lookups | null;
  random?: RandomFill;
}

interface Held {
  row: SessionRow;
  /** When its use was last written down. */
  notedAtMs: number;
  /** When the store was last asked whether it is used elsewhere. */
  askedAtMs: number;
  /** It is in the store, and so is over once it is not there any more. */
  stored: boolean;
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
  readonly #lookups: Lookups | null;
  readonly #random: RandomFill;
  readonly #rows = new Map<string, Held>();
  readonly #ended: EndedSessions;
  readonly #writing = new Map<string, Promise<void>>();
  readonly #endListeners = new Set<(sessionId: string) => void>();

  constructor(options: SessionsOptions, rows: readonly SessionRow[]) {
    this.#store = options.store;
    this.#clock = options.clock;
    this.#log = options.log;
    this.#lookups = options.lookups;
    this.#random = options.random ?? secureRandom;
    this.#ended = new EndedSessions(options.clock);
    for (const row of rows) this.#hold(row);
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
    const held = { row, notedAtMs: nowMs, askedAtMs: nowMs, stored: false };
    this.#rows.set(row.tokenHash, held);
    this.#note(held);
    return token;
  }

  /** Resolves once other instances can find it, or soon. Never rejects. */
  async written(token: string): Promise<void> {
    const writing = this.#writing.get(sha256Hex(token));
    if (!this.#lookups || !writing) return;
    await within(writing, { clock: this.#clock, ms: WRITTEN_MS });
  }

  /** The session of a token, if there is one and it is alive. Finding it is not using it. */
  find(token: string): string | null {
    const id = sha256Hex(token);
    return this.alive(id) ? id : null;
  }

  /** The same of one that another instance may have begun, or may be using. Never rejects. */
  async recall(token: string): Promise<string | null> {
    const known = this.find(token);
    if (known !== null || token.length !== TOKEN_CHARS) return known;
    await this.#look(sha256Hex(token));
    return this.find(token);
  }

  /** Whether it still holds; one whose time is over ends here. */
  alive(sessionId: string): boolean {
    const held = this.#rows.get(sessionId);
    if (!held) return false;
    const idleMs = this.#clock.wall() - held.row.usedAtMs;
    if (this.#isOver(held.row)) {
      void this.#expire(sessionId);
      return false;
    }
    // It may be used by way of another instance: that is known before its hour is over.
    if (this.#lookups && idleMs > IDLE_MS / 2) this.#askOf(held);
    return true;
  }

  /** A person did something: the idle hour begins anew. An open event stream is not use. */
  touch(sessionId: string): void {
    const held = this.#rows.get(sessionId);
    if (!held) return;
    const nowMs = this.#clock.wall();
    held.row = { ...held.row, usedAtMs: nowMs };
    if (nowMs - held.notedAtMs < USE_NOTED_EVERY_MS) return;
    held.notedAtMs = nowMs;
    this.#note(held);
  }

  /** Ends it at once, for every stream that hangs on it; resolves when the store has been told. */
  async end(sessionId: string, why: SessionEnd): Promise<void> {
    if (!this.#drop(sessionId, why)) return;
    await this.#delete(sessionId, why);
  }

  /** Those of one person, but for the one named. How many it were. */
  async endAllOf(personId: string, why: SessionEnd, but: string | null = null): Promise<number> {
    const ended = await this.#endOf(personId, why, but);
    if (!this.#lookups) return ended;
    // Those that other instances began and this one has not been told of.
    await this.reload();
    return ended + await this.#endOf(personId, why, but);
  }

  /** Another instance has begun one: it counts as one of its person's. Never rejects. */
  async begunElsewhere(sessionId: string): Promise<void> {
    if (this.#rows.has(sessionId)) return;
    // Not among the lookups: strangers who use those up must keep nobody out.
    this.#found(await this.#store.session(sessionId).catch(() => undefined));
  }

  /** Another instance has ended one. */
  endedElsewhere(sessionId: string): void {
    if (!this.#drop(sessionId, "elsewhere")) this.#ended.add(sessionId);
  }

  /** Holds what the store does; what was begun and cannot be written yet stays. False: it cannot be read. Never rejects. */
  async reload(): Promise<boolean> {
    const before = [...this.#rows].filter(([, { stored }]) => stored).map(([id]) => id);
    try {
      const rows = await this.#store.sessions();
      for (const row of rows) {
        const { tokenHash } = row;
        if (this.#ended.has(tokenHash)) void this.#delete(tokenHash, "elsewhere");
        else if (this.#rows.has(tokenHash) || !this.#isOver(row)) this.#hold(row);
        else void this.#delete(tokenHash, "expired");
      }
      const ids = new Set(rows.map(({ tokenHash }) => tokenHash));
      for (const id of before) if (!ids.has(id)) this.#drop(id, "elsewhere");
      return true;
    } catch (error) {
      this.#log.warn("sessions_not_read", { place: faultPlace(error) });
      return false;
    }
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

  #isOver({ createdAtMs, usedAtMs }: SessionRow): boolean {
    const nowMs = this.#clock.wall();
    return nowMs - usedAtMs >= IDLE_MS || nowMs - createdAtMs >= ABSOLUTE_MS;
  }

  /** Where other instances use the store, one that is idle here may be used there: then it is over only here. */
  async #expire(sessionId: string): Promise<void> {
    if (!this.#lookups) return await this.end(sessionId, "expired");
    if (!this.#drop(sessionId, "expired", "may_return")) return;
    const row = await this.#lookups.find(sessionId, () => this.#store.session(sessionId));
    if (row && this.#isOver(row)) await this.#delete(sessionId, "expired");
  }

  async #look(sessionId: string): Promise<void> {
    if (this.#ended.has(sessionId)) return;
    this.#found(await this.#lookups?.find(sessionId, () => this.#store.session(sessionId)));
  }

  #found(row: SessionRow | undefined): void {
    if (row && !this.#ended.has(row.tokenHash) && !this.#isOver(row)) this.#hold(row);
  }

  async #endOf(personId: string, why: SessionEnd, but: string | null): Promise<number> {
    const ending = this.#of(personId).filter(({ tokenHash }) => tokenHash !== but);
    await Promise.all(ending.map(({ tokenHash }) => this.end(tokenHash, why)));
    return ending.length;
  }

  #askOf(held: Held): void {
    const nowMs = this.#clock.wall();
    if (nowMs - held.askedAtMs < USE_NOTED_EVERY_MS) return;
    held.askedAtMs = nowMs;
    void this.#look(held.row.tokenHash);
  }

  /** The later use counts. */
  #hold(row: SessionRow): void {
    const held = this.#rows.get(row.tokenHash);
    if (held) {
      held.stored = true;
      held.row = { ...held.row, usedAtMs: Math.max(held.row.usedAtMs, row.usedAtMs) };
    } else {
      const { usedAtMs } = row;
      const fresh = { row, notedAtMs: usedAtMs, askedAtMs: usedAtMs, stored: true };
      this.#rows.set(row.tokenHash, fresh);
    }
  }

  /** False: there was none. */
  #drop(sessionId: string, why: SessionEnd | "elsewhere", may?: "may_return"): boolean {
    if (!this.#rows.delete(sessionId)) return false;
    if (!may) this.#ended.add(sessionId);
    this.#log.info("session_end", { why });
    for (const listener of [...this.#endListeners]) listener(sessionId);
    return true;
  }

  async #delete(sessionId: string, why: SessionEnd | "elsewhere"): Promise<void> {
    this.#ended.keep(sessionId);
    try {
      // One that is still being written would come back.
      const writing = this.#writing.get(sessionId);
      if (writing) await writing;
      await this.#store.deleteSession(sessionId);
      this.#ended.add(sessionId);
    } catch {
      this.#log.error("session_not_deleted", { why });
    }
  }

  #note(held: Held): void {
    const { tokenHash } = held.row;
    const writing = this.#write(held).catch(() => this.#log.warn("session_not_saved")).then(() => {
      if (this.#writing.get(tokenHash) === writing) this.#writing.delete(tokenHash);
    });
    this.#writing.set(tokenHash, writing);
  }

  async #write(held: Held): Promise<void> {
    const { tokenHash, usedAtMs } = held.row;
    if (!held.stored) {
      await this.#store.putSession(held.row);
      held.stored = true;
    } else if (!await this.#store.touchSession(tokenHash, usedAtMs)) {
      this.#drop(tokenHash, "elsewhere");
    }
  }

  #of(personId: string | null): SessionRow[] {
    return [...this.#rows.values()].map(({ row }) => row).filter((row) =>
      row.personId === personId
    );
  }
}
