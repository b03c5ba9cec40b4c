// People, tokens and an audit in memory, for the tests of this folder. Never imported by the product.
import type { Noted } from "../audit/audit.ts";
import type { Clock } from "../clock.ts";
import type { Role } from "../contract/role.ts";
import { silentLog } from "../observe/log.ts";
import { openApiTokens } from "../people/api_tokens.ts";
import type { Passwords } from "../people/passwords.ts";
import { type BookStore, openPeople } from "../people/people.ts";
import type { AdminDeps } from "./admin_deps.ts";

type PersonRow = Awaited<ReturnType<BookStore["people"]>>[number];

/** Nothing is worked out: these tests are of other things. */
const PLAIN_PASSWORDS: Passwords = {
  hash: (password) => Promise.resolve(`plain ${password}`),
  matches: (password, hash) => Promise.resolve(hash === `plain ${password}`),
};

function memoryPeople(): BookStore {
  const rows = new Map<string, PersonRow>();
  return {
    people: () => Promise.resolve([...rows.values()]),
    putPerson(row, ifRevision) {
      const { id } = row.person;
      if ((rows.get(id)?.person.revision ?? 0) !== ifRevision) return Promise.resolve(false);
      rows.set(id, row);
      return Promise.resolve(true);
    },
    deletePerson(id) {
      rows.delete(id);
      return Promise.resolve();
    },
  };
}

export async function peopleForTests(clock: Clock) {
  const noted: Noted[] = [];
  const people = await openPeople({
    store: memoryPeople(),
    passwords: PLAIN_PASSWORDS,
    clock,
    log: silentLog,
    lookups: null,
  });
  const store = {
    tokens: () => Promise.resolve([]),
    tokenOf: () => Promise.resolve(undefined),
    putToken: () => Promise.resolve(),
    touchToken: () => Promise.resolve(true),
    deleteToken: () => Promise.resolve(),
  };
  const tokens = await openApiTokens({ store, clock, log: silentLog, lookups: null });
  const audit: AdminDeps["audit"] = {
    note: (entry) => void noted.push(entry),
    page: () => Promise.resolve({ entries: [], next: null }),
  };

  /** Somebody who has set the password "<name>'s own password". */
  async function addPerson(name: string, roles: Role[]) {
    const made = await people.add({ name, signInName: `${name}@example.com`, roles });
    if (!made.ok) throw new Error(made.why);
    const set = await people.redeem({ code: made.code, password: `${name}'s own password` });
    if (!set.ok) throw new Error(set.why);
    return set.person;
  }

  return { people, tokens, audit, noted, addPerson };
}
