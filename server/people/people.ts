// What may be done with people: added, invited, changed, removed, signed in by a password. Who asks for it is known
// by one bit only: the operator, who always gets in, may remove the last admin.
import type { Clock } from "../clock.ts";
import type { EditPerson, NewPerson, Person } from "../contract/person.ts";
import { PERSON_LIMITS } from "../contract/person_limits.ts";
import type { Role } from "../contract/role.ts";
import type { PersonRow } from "../store/store.ts";
import type { Log } from "../observe/log.ts";
import type { Lookups } from "./lookups.ts";
import { type BookStore, openPeopleBook, type PeopleBook, signInKey } from "./people_book.ts";
import type { Passwords } from "./passwords.ts";
import { randomToken, secureRandom, sha256Hex } from "./secrets.ts";
import type { RandomFill } from "./secrets.ts";

export const INVITATION_MS = 7 * 24 * 3_600_000;
const CODE_BITS = 256;

export interface PeopleOptions {
  store: BookStore;
  passwords: Passwords;
  clock: Clock;
  log: Log;
  /** Null: nobody else changes the store. */
  lookups: Lookups | null;
  random?: RandomFill;
}

export type { BookStore };

type No<W> = { ok: false; why: W };
type Yes<T> = { ok: true } & T;
export type Invited = { person: Person; code: string; expiresAtMs: number };

export interface People {
  list(): Person[];
  get(id: string): Person | undefined;
  /** There is somebody who can sign in with a password. */
  readonly anyPassword: boolean;
  add(added: NewPerson): Promise<Yes<Invited> | No<"taken" | "full" | "not_saved">>;
  /** A new link in the place of the one before; a password that there is still works. */
  invite(id: string): Promise<Yes<Invited> | No<"unknown" | "oidc" | "not_saved">>;
  edit(
    id: string,
    change: { ifRevision: number; to: EditPerson; byOperator: boolean },
  ): Promise<
    | Yes<{ person: Person; before: Person }>
    | No<"unknown" | "conflict" | "no_roles" | "roles_fixed" | "last_admin" | "not_saved">
  >;
  remove(
    id: string,
    by: { byOperator: boolean },
  ): Promise<Yes<{ person: Person }> | No<"unknown" | "last_admin" | "not_saved">>;
  /** By name and password. Takes as long for a name that nobody has. `personId`: whose name it is. */
  signIn(
    given: { name: string; password: string },
  ): Promise<Yes<{ person: Person }> | (No<"wrong" | "busy"> & { personId: string })>;
  /** Who the code of an invitation is for; null: it does not hold. */
  invited(code: string): Person | null;
  /** Sets a password by the code of an invitation, which works once. */
  redeem(
    given: { code: string; password: string },
  ): Promise<Yes<{ person: Person }> | No<"wrong" | "weak" | "busy" | "not_saved">>;
  changePassword(
    id: string,
    given: { current: string; password: string },
  ): Promise<Yes<{ person: Person }> | No<"wrong" | "none" | "weak" | "busy" | "not_saved">>;
  /** Tells of each change once it is on disk. Returns how to stop listening. */
  onChange(listener: (id: string) => void): () => void;
  /** Looks for somebody who is not known here: another instance may have made them this moment. Never rejects. */
  recall(id: string): Promise<void>;
  /** Another instance has changed somebody: holds whom the store does. False: it cannot be read. Never rejects. */
  reload(): Promise<boolean>;
}

/** @throws what the store throws. */
export async function openPeople(options: PeopleOptions): Promise<People & { book: PeopleBook }> {
  const book = await openPeopleBook(options.store);
  return new Rules(book, options);
}

class Rules implements People {
  readonly book: PeopleBook;
  readonly #passwords: Passwords;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #lookups: Lookups | null;
  readonly #random: RandomFill;

  constructor(
    book: PeopleBook,
    { passwords, clock, log, lookups, random = secureRandom }: PeopleOptions,
  ) {
    this.book = book;
    this.#log = log;
    this.#lookups = lookups;
    this.#passwords = passwords;
    this.#clock = clock;
    this.#random = random;
  }

  list(): Person[] {
    const people = this.book.rows().map(({ person }) => person);
    return people.sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));
  }

  get(id: string): Person | undefined {
    return this.book.get(id)?.person;
  }

  get anyPassword(): boolean {
    return this.book.rows().some(({ person, passwordHash }) =>
      passwordHash !== null && !person.disabled
    );
  }

  async add(added: NewPerson) {
    const invitation = this.#invitation();
    const made = await this.book.edit<"taken" | "full">(() => {
      if (this.book.bySignInName(added.signInName)) return { why: "taken" };
      if (this.book.rows().length >= PERSON_LIMITS.people) return { why: "full" };
      const person: Person = {
        id: crypto.randomUUID(),
        name: added.name,
        signInName: added.signInName,
        roles: [...added.roles],
        state: "invited",
        rolesFromProvider: false,
        disabled: false,
        createdAtMs: this.#clock.wall(),
        signedInAtMs: null,
        revision: 1,
      };
      return {
        person,
        signInKey: signInKey(added.signInName),
        passwordHash: null,
        invitation: invitation.kept,
        subject: null,
      };
    });
    return made.ok ? invitation.of(made.row) : made;
  }

  async invite(id: string) {
    const invitation = this.#invitation();
    const made = await this.book.edit<"unknown" | "oidc">(() => {
      const row = this.book.get(id);
      if (!row) return { why: "unknown" };
      if (row.subject !== null) return { why: "oidc" };
      return { ...edited(row, {}), invitation: invitation.kept };
    });
    return made.ok ? invitation.of(made.row) : made;
  }

  async edit(
    id: string,
    { ifRevision, to, byOperator }: { ifRevision: number; to: EditPerson; byOperator: boolean },
  ) {
    let before: Person | undefined;
    type Why = "unknown" | "conflict" | "no_roles" | "roles_fixed" | "last_admin";
    const made = await this.book.edit<Why>(() => {
      const row = this.book.get(id);
      before = row?.person;
      if (!row || !before) return { why: "unknown" };
      if (before.revision !== ifRevision) return { why: "conflict" };
      if (before.rolesFromProvider && !sameRoles(before.roles, to.roles)) {
        return { why: "roles_fixed" };
      }
      if (to.roles.length === 0 && before.roles.length > 0) return { why: "no_roles" };
      const staysAdmin = to.roles.includes("admin") && !to.disabled;
      if (!staysAdmin && !byOperator && this.#isLastAdmin(row)) return { why: "last_admin" };
      return edited(row, { name: to.name, roles: [...to.roles], disabled: to.disabled });
    });
    return made.ok ? { ok: true as const, person: made.row.person, before: before! } : made;
  }

  async remove(id: string, { byOperator }: { byOperator: boolean }) {
    const removed = await this.book.remove(
      id,
      (row) => !byOperator && this.#isLastAdmin(row) ? "last_admin" as const : null,
    );
    return removed.ok ? { ok: true as const, person: removed.row.person } : removed;
  }

  async signIn({ name, password }: { name: string; password: string }) {
    const row = this.book.bySignInName(name);
    const may = row && !row.person.disabled ? row.passwordHash : null;
    const matches = await this.#passwords.matches(password, may);
    const personId = row?.person.id ?? "";
    if (matches === "busy") return { ok: false as const, why: "busy" as const, personId };
    // What was compared may be theirs no longer: hashing took its time.
    const now = this.book.get(personId);
    if (!matches || !now || now.passwordHash !== may || now.person.disabled) {
      return { ok: false as const, why: "wrong" as const, personId };
    }
    const person = await this.#signedIn(now);
    return person
      ? { ok: true as const, person }
      : { ok: false as const, why: "wrong" as const, personId };
  }

  invited(code: string): Person | null {
    return this.#invitedRow(code)?.person ?? null;
  }

  async redeem({ code, password }: { code: string; password: string }) {
    const row = this.#invitedRow(code) ?? await this.#recallInvited(code);
    if (!row) return { ok: false as const, why: "wrong" as const };
    if (isWeak(password, row.person)) return { ok: false as const, why: "weak" as const };
    const hash = await this.#passwords.hash(password);
    if (hash === "busy") return { ok: false as const, why: "busy" as const };
    const made = await this.book.edit<"wrong">(() => {
      const now = this.#invitedRow(code);
      if (!now) return { why: "wrong" };
      const changes = { state: "local", signedInAtMs: this.#clock.wall() } as const;
      return { ...edited(now, changes), passwordHash: hash, invitation: null };
    });
    return made.ok ? { ok: true as const, person: made.row.person } : made;
  }

  async changePassword(
    id: string,
    { current, password }: { current: string; password: string },
  ) {
    const row = this.book.get(id);
    if (!row?.passwordHash) return { ok: false as const, why: "none" as const };
    const { passwordHash: before } = row;
    const matches = await this.#passwords.matches(current, before);
    if (matches === "busy") return { ok: false as const, why: matches };
    if (!matches) return { ok: false as const, why: "wrong" as const };
    if (isWeak(password, row.person)) return { ok: false as const, why: "weak" as const };
    const hash = await this.#passwords.hash(password);
    if (hash === "busy") return { ok: false as const, why: "busy" as const };
    const made = await this.book.edit<"wrong">(() => {
      const now = this.book.get(id);
      if (!now || now.passwordHash !== before) return { why: "wrong" };
      // A link that is still out would set another one over it.
      return { ...edited(now, {}), passwordHash: hash, invitation: null };
    });
    return made.ok ? { ok: true as const, person: made.row.person } : made;
  }

  onChange(listener: (id: string) => void): () => void {
    return this.book.onChange(listener);
  }

  async recall(id: string): Promise<void> {
    if (!this.book.get(id)) await this.#lookAgain();
  }

  async reload(): Promise<boolean> {
    const read = await this.book.reload();
    if (!read) this.#log.warn("people_not_read");
    return read;
  }

  async #recallInvited(code: string): Promise<PersonRow | undefined> {
    if (code.length !== Math.ceil(CODE_BITS / 6)) return undefined;
    await this.#lookAgain();
    return this.#invitedRow(code);
  }

  /** At most once a second: it reads everybody. */
  async #lookAgain(): Promise<void> {
    await this.#lookups?.find("people", async () => {
      await this.reload();
      return undefined;
    });
  }

  /**
   * When they came is told to admins; that it could not be written keeps nobody out. Null: an edit that was written just
   * before has made the password another one, or them somebody who may not come.
   */
  async #signedIn(row: PersonRow): Promise<Person | null> {
    const noted = await this.book.edit<"gone">(() => {
      const now = this.book.get(row.person.id);
      if (now?.passwordHash !== row.passwordHash || now.person.disabled) return { why: "gone" };
      return { ...now, person: { ...now.person, signedInAtMs: this.#clock.wall() } };
    });
    if (noted.ok) return noted.row.person;
    return noted.why === "gone" ? null : row.person;
  }

  #invitedRow(code: string): PersonRow | undefined {
    const row = this.book.byInvitation(sha256Hex(code));
    const holds = row && !row.person.disabled && this.#clock.wall() < row.invitation!.untilMs;
    return holds ? row : undefined;
  }

  #invitation() {
    const code = randomToken(CODE_BITS, this.#random);
    const untilMs = this.#clock.wall() + INVITATION_MS;
    return {
      kept: { codeHash: sha256Hex(code), untilMs },
      of: ({ person }: PersonRow) => ({ ok: true as const, person, code, expiresAtMs: untilMs }),
    };
  }

  /** The only one who could come in by a password and give roles. */
  #isLastAdmin({ person }: PersonRow): boolean {
    const admins = this.book.rows().filter((row) => isLocalAdmin(row.person));
    return admins.length === 1 && admins[0]?.person.id === person.id;
  }
}

function isLocalAdmin({ state, roles, disabled }: Person): boolean {
  return state === "local" && roles.includes("admin") && !disabled;
}

function edited(row: PersonRow, changes: Partial<Person>): PersonRow {
  return {
    ...row,
    person: { ...row.person, ...changes, revision: row.person.revision + 1 },
  };
}

function sameRoles(a: readonly Role[], b: readonly Role[]): boolean {
  return a.length === b.length && a.every((role) => b.includes(role));
}

/** Length is checked at the border; these would be the first guesses. */
function isWeak(password: string, { signInName, name }: Person): boolean {
  const key = signInKey(password);
  return new Set(key).size < 4 || key === signInKey(signInName) || key === signInKey(name);
}
