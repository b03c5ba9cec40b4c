// Holds the people: reads from memory, edits one after the other and on disk before anybody sees them.
// Knows no rules: who may change what is people.ts.
import { guarded } from "../guard.ts";
import { oneByOne } from "../one_by_one.ts";
import type { PersonRow, Store } from "../store/store.ts";

export type BookStore = Pick<Store, "people" | "putPerson" | "deletePerson">;

/** What an edit makes of somebody; `why` where it makes nothing. */
export type Change<W> = PersonRow | { why: W };

export type Changed<W> = { ok: true; row: PersonRow } | { ok: false; why: W | "not_saved" };

/** Of an edit that another instance overtakes. */
const MOST_TRIES = 3;

/** How the name that people sign in with is compared. */
export function signInKey(name: string): string {
  return name.normalize("NFKC").trim().toLowerCase();
}

export async function openPeopleBook(store: BookStore): Promise<PeopleBook> {
  return new PeopleBook(store, await store.people());
}

export class PeopleBook {
  readonly #store: BookStore;
  readonly #rows = new Map<string, PersonRow>();
  readonly #listeners = new Set<(id: string) => void>();
  readonly #inTurn = oneByOne();

  constructor(store: BookStore, rows: readonly PersonRow[]) {
    this.#store = store;
    for (const row of rows) this.#rows.set(row.person.id, row);
  }

  rows(): readonly PersonRow[] {
    return [...this.#rows.values()];
  }

  get(id: string): PersonRow | undefined {
    return this.#rows.get(id);
  }

  bySignInName(name: string): PersonRow | undefined {
    const key = signInKey(name);
    return this.rows().find((row) => row.signInKey === key);
  }

  bySubject(subject: string): PersonRow | undefined {
    return this.rows().find((row) => row.subject === subject);
  }

  /** By hash: how far a comparison came tells nothing of how near a guess was, and strangers may ask for it. */
  byInvitation(codeHash: string): PersonRow | undefined {
    return this.rows().find(({ invitation }) => invitation?.codeHash === codeHash);
  }

  /**
   * `make` runs in turn: nothing changes between what it sees and what is written. It runs again where another instance
   * was faster.
   */
  edit<W>(make: () => Change<W>): Promise<Changed<W>> {
    return this.#inTurn(async () => {
      for (let tries = 1;; tries++) {
        const made = make();
        if (!("person" in made)) return { ok: false, why: made.why };
        if (await this.#write(made)) {
          this.#hold(made);
          return { ok: true, row: made };
        }
        if (tries === MOST_TRIES || !await this.#read()) return { ok: false, why: "not_saved" };
      }
    });
  }

  remove<W>(id: string, mayNot: (row: PersonRow) => W | null): Promise<Changed<W | "unknown">> {
    return this.#inTurn(async () => {
      // Somebody else may be removing the other admin this moment.
      if (!await this.#read()) return { ok: false, why: "not_saved" };
      const row = this.#rows.get(id);
      if (!row) return { ok: false, why: "unknown" };
      const why = mayNot(row);
      if (why !== null) return { ok: false, why };
      try {
        await this.#store.deletePerson(id);
      } catch {
        return { ok: false, why: "not_saved" };
      }
      this.#drop(id);
      return { ok: true, row };
    });
  }

  /** Another instance has changed somebody: holds whom the store does. False: it cannot be read. Never rejects. */
  reload(): Promise<boolean> {
    return this.#inTurn(() => this.#read());
  }

  async #write(row: PersonRow): Promise<boolean> {
    const before = this.#rows.get(row.person.id);
    try {
      return await this.#store.putPerson(row, before?.person.revision ?? 0);
    } catch {
      return false;
    }
  }

  async #read(): Promise<boolean> {
    try {
      const stored = await this.#store.people();
      for (const row of stored) {
        const held = this.#rows.get(row.person.id);
        if (JSON.stringify(held) !== JSON.stringify(row)) this.#hold(row);
      }
      const ids = new Set(stored.map(({ person }) => person.id));
      for (const id of [...this.#rows.keys()]) if (!ids.has(id)) this.#drop(id);
      return true;
    } catch {
      return false;
    }
  }

  #hold(row: PersonRow): void {
    this.#rows.set(row.person.id, row);
    this.#tell(row.person.id);
  }

  #drop(id: string): void {
    this.#rows.delete(id);
    this.#tell(id);
  }

  /** Tells of each change once it is on disk. Returns how to stop listening. */
  onChange(listener: (id: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(id: string): void {
    for (const listener of [...this.#listeners]) guarded(() => {}, listener)(id);
  }
}
