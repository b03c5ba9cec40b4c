// Holds the people: reads from memory, edits one after the other and on disk before anybody sees them.
// Knows no rules: who may change what is people.ts.
import { guarded } from "../guard.ts";
import { oneByOne } from "../one_by_one.ts";
import type { PersonRow, Store } from "../store/store.ts";

export type BookStore = Pick<Store, "people" | "putPerson" | "deletePerson">;

/** What an edit makes of somebody; `why` where it makes nothing. */
export type Change<W> = PersonRow | { why: W };

export type Changed<W> = { ok: true; row: PersonRow } | { ok: false; why: W | "not_saved" };

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

  /** `make` runs in turn: nothing changes between what it sees and what is written. */
  edit<W>(make: () => Change<W>): Promise<Changed<W>> {
    return this.#inTurn(async () => {
      const made = make();
      if (!("person" in made)) return { ok: false, why: made.why };
      const { id } = made.person;
      const before = this.#rows.get(id);
      try {
        const stored = await this.#store.putPerson(made, before?.person.revision ?? 0);
        if (!stored) return { ok: false, why: "not_saved" };
      } catch {
        return { ok: false, why: "not_saved" };
      }
      this.#rows.set(id, made);
      this.#tell(id);
      return { ok: true, row: made };
    });
  }

  remove<W>(id: string, mayNot: (row: PersonRow) => W | null): Promise<Changed<W | "unknown">> {
    return this.#inTurn(async () => {
      const row = this.#rows.get(id);
      if (!row) return { ok: false, why: "unknown" };
      const why = mayNot(row);
      if (why !== null) return { ok: false, why };
      try {
        await this.#store.deletePerson(id);
      } catch {
        return { ok: false, why: "not_saved" };
      }
      this.#rows.delete(id);
      this.#tell(id);
      return { ok: true, row };
    });
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
