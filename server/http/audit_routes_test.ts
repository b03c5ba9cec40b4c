// The audit over HTTP: pages by what is asked for, and a file that is read in pieces.
import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import type { AuditEntry, AuditQuery } from "../contract/audit.ts";
import { rig } from "./rig_for_tests.ts";

const entry = (seq: number): AuditEntry => ({
  seq,
  atMs: Date.UTC(2026, 0, 1),
  act: "person_changed",
  by: { kind: "person", id: "p1", name: '=HYPERLINK("x"), Ana' },
  target: "p2",
  detail: { roles: "admin", rolesBefore: "viewer" },
  address: "192.0.2.1",
});

async function withEntries(count: number) {
  const asked: AuditQuery[] = [];
  const acts: string[] = [];
  const api = await rig({
    audit: {
      note: ({ act }) => void acts.push(act),
      page(query) {
        asked.push(query);
        const from = Math.min(query.before ?? count + 1, count + 1) - 1;
        const entries = Array.from(
          { length: Math.min(query.limit, from) },
          (_, i) => entry(from - i),
        );
        const last = entries.at(-1)?.seq ?? 0;
        return Promise.resolve({ entries, next: last > 1 ? last : null });
      },
    },
  });
  return { ...api, asked, acts, cookie: await api.signIn() };
}

Deno.test("a page is asked for by act, person, target and time; anything else is refused", async () => {
  const { ask, cookie, asked } = await withEntries(3);
  const query = "?limit=2&act=sign_in&by=p1&target=c1&fromMs=1&toMs=9&before=3";
  const page = await (await ask("GET", `/api/audit${query}`, { cookie })).json();
  assertEquals(page.entries.map(({ seq }: AuditEntry) => seq), [2, 1]);
  assertEquals(asked, [
    { limit: 2, act: "sign_in", by: "p1", target: "c1", fromMs: 1, toMs: 9, before: 3 },
  ]);
  for (const bad of ["?limit=201", "?act=sang", "?before=0", "?x=1"]) {
    assertEquals((await ask("GET", `/api/audit${bad}`, { cookie })).status, 422, bad);
  }
});

Deno.test("a file holds every entry once, in pieces, is tame in a spreadsheet, and is noted itself", async () => {
  const { ask, cookie, asked, acts } = await withEntries(450);
  const csv = await ask("GET", "/api/audit/export?act=person_changed", { cookie });
  assertMatch(csv.headers.get("content-disposition") ?? "", /hookline-audit-[\d-]{10}\.csv/);
  const lines = (await csv.text()).trimEnd().split("\r\n");
  assertEquals(lines.length, 451);
  assertEquals(
    lines[1],
    '450,2026-01-01T00:00:00.000Z,person_changed,person,p1,"\'=HYPERLINK(""x""), Ana",p2,' +
      "roles=admin; rolesBefore=viewer,192.0.2.1",
  );
  assertEquals(asked.map(({ before, act }) => [before, act]), [
    [undefined, "person_changed"],
    [251, "person_changed"],
    [51, "person_changed"],
  ]);
  const json = await ask("GET", "/api/audit/export?format=json", { cookie });
  assertEquals((await json.json()).entries.length, 450);
  assertEquals(acts, ["sign_in", "audit_exported", "audit_exported"]);
});

Deno.test("S-02 a file that is on its way breaks off when whoever asked may have it no longer", async () => {
  const { ask, signInAs, people } = await withEntries(1000);
  const { cookie, person } = await signInAs("ana", ["admin"]);
  const response = await ask("GET", "/api/audit/export", { cookie });
  const reader = response.body!.getReader();
  assertEquals((await reader.read()).done, false);
  const { revision: ifRevision } = people.get(person.id)!;
  const to = { name: "ana", roles: ["viewer" as const], disabled: false };
  assertEquals((await people.edit(person.id, { ifRevision, to, byOperator: true })).ok, true);
  await assertRejects(() => reader.read(), Error, "not_permitted");
});
