// Somebody whom the identity provider vouches for, as one of our people. Who they are is decided by the provider's
// subject alone: an e-mail address that somebody local has, too, makes nobody that person.
import type { Clock } from "../clock.ts";
import type { Person } from "../contract/person.ts";
import { PERSON_LIMITS } from "../contract/person_limits.ts";
import type { Role } from "../contract/role.ts";
import type { PersonRow } from "../store/store.ts";
import { type PeopleBook, signInKey } from "./people_book.ts";

export interface Vouched {
  /** Unique at this provider and never given to somebody else: issuer and sub. */
  subject: string;
  name: string;
  /** What they are known by: an e-mail address, or a name. */
  signInName: string;
  /** As the provider's groups say; none: they say nothing. */
  roles: readonly Role[];
}

export type VouchedIn =
  | { ok: true; person: Person }
  | { ok: false; why: "no_role" | "disabled" | "full" | "not_saved"; person: Person | null };

export async function signInVouched(
  { book, clock }: { book: PeopleBook; clock: Clock },
  vouched: Vouched,
): Promise<VouchedIn> {
  const made = await book.edit<"full">(() => {
    const known = book.bySubject(vouched.subject);
    if (known) return comeAgain(known, vouched, clock.wall());
    if (book.rows().length >= PERSON_LIMITS.people) return { why: "full" };
    return firstTime(book, vouched, clock.wall());
  });
  if (!made.ok) return { ok: false, why: made.why, person: null };
  const { person } = made.row;
  if (person.disabled) return { ok: false, why: "disabled", person };
  if (person.roles.length === 0) return { ok: false, why: "no_role", person };
  return { ok: true, person };
}

function comeAgain(row: PersonRow, { name, roles }: Vouched, atMs: number): PersonRow {
  const { person } = row;
  const mapped = roles.length > 0;
  const now: Person = {
    ...person,
    name: cut(name, PERSON_LIMITS.nameChars) || person.name,
    // What the provider gave, it takes away again; what an admin gave stays.
    roles: mapped ? [...roles] : person.rolesFromProvider ? [] : person.roles,
    rolesFromProvider: mapped,
    signedInAtMs: person.disabled ? person.signedInAtMs : atMs,
  };
  const same = JSON.stringify([now.name, now.roles, now.rolesFromProvider]) ===
    JSON.stringify([person.name, person.roles, person.rolesFromProvider]);
  // An admin who edits them meanwhile is told only of what they would overwrite.
  return { ...row, person: same ? now : { ...now, revision: person.revision + 1 } };
}

function firstTime(book: PeopleBook, vouched: Vouched, atMs: number): PersonRow {
  const signInName = freeName(book, cut(vouched.signInName, PERSON_LIMITS.signInNameChars - 10));
  const person: Person = {
    id: crypto.randomUUID(),
    name: cut(vouched.name, PERSON_LIMITS.nameChars) || signInName,
    signInName,
    roles: [...vouched.roles],
    state: "oidc",
    rolesFromProvider: vouched.roles.length > 0,
    disabled: false,
    createdAtMs: atMs,
    signedInAtMs: atMs,
    revision: 1,
  };
  return {
    person,
    signInKey: signInKey(signInName),
    passwordHash: null,
    invitation: null,
    subject: vouched.subject,
  };
}

function freeName(book: PeopleBook, wanted: string): string {
  for (let n = 1;; n++) {
    const name = n === 1 ? wanted : `${wanted} (${n})`;
    if (!book.bySignInName(name)) return name;
  }
}

function cut(text: string, chars: number): string {
  return text.trim().slice(0, chars).toWellFormed().trim();
}
