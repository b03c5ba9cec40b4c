// People, tokens and the audit as the store keeps them.
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import type { AuditEntry } from "../contract/audit.ts";
import { migrate, MIGRATIONS } from "./migrations.ts";
import { openDatabase } from "./sqlite_database.ts";
import type { PersonRow, TokenRow } from "./store.ts";
import { StoreError } from "./store_error.ts";
import { DatabaseSync } from "node:sqlite";
import { sessionsTable } from "./sessions_table.ts";
import { onEachStore, withStores } from "./testing/each_store.ts";

withStores();

function person(id: string, revision: number, changes: Partial<PersonRow> = {}): PersonRow {
  return {
    person: {
      id,
      name: `Person ${id}`,
      signInName: `${id}@example.com`,
      roles: ["viewer"],
      state: "local",
      rolesFromProvider: false,
      disabled: false,
      createdAtMs: 1,
      signedInAtMs: null,
      revision,
    },
    signInKey: `${id}@example.com`,
    passwordHash: "scrypt$…",
    invitation: null,
    subject: null,
    ...changes,
  };
}

function token(id: string, usedAtMs: number | null): TokenRow {
  return {
    token: {
      id,
      name: "Reports",
      roles: ["viewer"],
      begins: "hk_abcde",
      by: "Ana",
      createdAtMs: 1,
      usedAtMs,
      expiresAtMs: null,
    },
    hash: `hash-${id}`,
  };
}

const entry = (act: AuditEntry["act"], atMs: number, by = "p1"): Omit<AuditEntry, "seq"> => ({
  atMs,
  act,
  by: { kind: "person", id: by, name: "Ana" },
  target: `target-${atMs % 2}`,
  detail: { role: "viewer" },
  address: "192.0.2.1",
});

onEachStore(
  "a person is stored only over the revision that their editor began from",
  async (store) => {
    assertEquals(await store.putPerson(person("ana", 1), 1), false);
    assertEquals(await store.putPerson(person("ana", 1), 0), true);
    const invited = person("ana", 2, { invitation: { codeHash: "c", untilMs: 9 } });
    assertEquals(await store.putPerson(invited, 1), true);
    assertEquals(await store.putPerson(person("ana", 2), 1), false);
    assertEquals(await store.people(), [invited]);
    await assertRejects(() =>
      store.putPerson({ ...person("b", 1), signInKey: invited.signInKey }, 0)
    );
  },
);

onEachStore("a person leaves with their sessions, and nobody else's", async (store) => {
  await store.putPerson(person("ana", 1), 0);
  const session = { createdAtMs: 1, usedAtMs: 1 };
  await store.putSession({ ...session, tokenHash: "hers", personId: "ana" });
  await store.putSession({ ...session, tokenHash: "operator", personId: null });
  await store.deletePerson("ana");
  assertEquals(await store.people(), []);
  assertEquals((await store.sessions()).map(({ tokenHash }) => tokenHash), ["operator"]);
});

onEachStore("use brings back no session and no token, and the later one counts", async (store) => {
  const session = { tokenHash: "h", createdAtMs: 1, usedAtMs: 5, personId: null };
  assertEquals([await store.touchSession("h", 9), await store.session("h")], [false, undefined]);
  await store.putSession(session);
  for (const usedAtMs of [9, 7]) assertEquals(await store.touchSession("h", usedAtMs), true);
  assertEquals(await store.session("h"), { ...session, usedAtMs: 9 });
  await store.deleteSession("h");
  assertEquals([await store.touchSession("h", 10), await store.sessions()], [false, []]);

  const row = token("a", null);
  assertEquals([await store.touchToken("a", 9), await store.tokenOf(row.hash)], [false, undefined]);
  await store.putToken(row);
  for (const usedAtMs of [9, 7]) assertEquals(await store.touchToken("a", usedAtMs), true);
  assertEquals(await store.tokenOf(row.hash), token("a", 9));
  await store.deleteToken("a");
  assertEquals([await store.touchToken("a", 10), await store.tokens()], [false, []]);
});

Deno.test("somebody who cannot be read is an error that names the field, not a missing person", () => {
  const db = openDatabase(":memory:");
  db.operations.putPerson(person("ana", 1), 0);
  db.sql("UPDATE people SET json = json_set(json, '$.person.roles', 5)");
  assertThrows(() => db.operations.people(), StoreError, '"person.roles"');
  db.close();
});

Deno.test("tokens are kept, replaced and removed; one that cannot be read hides no other", async () => {
  const db = openDatabase(":memory:");
  const { putToken, deleteToken, tokens } = db.operations;
  putToken(token("a", null));
  putToken(token("a", 5));
  putToken(token("b", null));
  putToken(token("c", null));
  deleteToken("b");
  db.sql("UPDATE tokens SET json = '{}' WHERE id = 'c'");
  assertEquals(await tokens(), [token("a", 5)]);
  db.close();
});

onEachStore(
  "the audit is read newest first, in pages, by act, person, target and time",
  async (store) => {
    await store.appendAudit([1, 2, 3].map((atMs) => entry("sign_in", atMs)));
    await store.appendAudit([entry("sign_out", 4), entry("sign_in", 5, "p2")]);
    const seqs = async (asked: Partial<Parameters<typeof store.audit>[0]>) => {
      const { entries, next } = await store.audit({ limit: 50, ...asked });
      return [entries.map(({ seq }) => seq), next];
    };
    assertEquals(await seqs({}), [[5, 4, 3, 2, 1], null]);
    assertEquals(await seqs({ limit: 2 }), [[5, 4], 4]);
    assertEquals(await seqs({ limit: 3, before: 4 }), [[3, 2, 1], 1]);
    assertEquals(await seqs({ limit: 3, before: 1 }), [[], null]);
    assertEquals(await seqs({ act: "sign_in", by: "p1" }), [[3, 2, 1], null]);
    assertEquals(await seqs({ target: "target-0" }), [[4, 2], null]);
    assertEquals(await seqs({ fromMs: 2, toMs: 4 }), [[4, 3, 2], null]);
    const { entries } = await store.audit({ limit: 1 });
    assertEquals(entries, [{ ...entry("sign_in", 5, "p2"), seq: 5 }]);
  },
);

onEachStore(
  "old entries leave in pieces, and their numbers are never given again",
  async (store) => {
    await store.appendAudit([1, 2, 3].map((atMs) => entry("sign_in", atMs)));
    assertEquals(await store.deleteOldAudit({ beforeMs: 9, limit: 2 }), 2);
    assertEquals(await store.deleteOldAudit({ beforeMs: 9, limit: 2 }), 1);
    assertEquals(await store.deleteOldAudit({ beforeMs: 9, limit: 2 }), 0);
    await store.appendAudit([entry("sign_out", 10)]);
    assertEquals((await store.audit({ limit: 9 })).entries.map(({ seq }) => seq), [4]);
  },
);

Deno.test("sessions from before there were people are the operator's", () => {
  const db = new DatabaseSync(":memory:");
  migrate(db, MIGRATIONS.slice(0, 3));
  db.exec("INSERT INTO sessions VALUES ('old', 1, 2)");
  migrate(db);
  const rows = sessionsTable(db).sessions();
  assertEquals(rows, [{ tokenHash: "old", createdAtMs: 1, usedAtMs: 2, personId: null }]);
  db.close();
});
