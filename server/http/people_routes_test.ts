// People over HTTP: invited, signed in by a password, changed while they are signed in, and what the audit says of it.
import { assert, assertEquals, assertFalse, assertMatch } from "@std/assert";
import { PERMISSIONS } from "../contract/role.ts";
import { cookieOf, rig } from "./rig_for_tests.ts";

const PASSWORD = "Ana's long password";
const NEW = { name: "Ana Lima", signInName: "ana@example.com", roles: ["supervisor"] };

async function withAna() {
  const api = await rig();
  const admin = await api.signIn();
  const response = await api.ask("POST", "/api/people", { cookie: admin, body: NEW });
  assertEquals(response.status, 201);
  const { person, link, expiresAtMs } = await response.json();
  const code: string = link.split("#invite=")[1];
  const setPassword = (given = code) =>
    api.ask("POST", "/api/session/password", { body: { code: given, password: PASSWORD } });
  const edit = (revision: number, body: unknown, cookie = admin) =>
    api.ask("PUT", `/api/people/${person.id}`, {
      cookie,
      body,
      headers: { "if-match": `"${revision}"` },
    });
  return { ...api, admin, person, link, code, expiresAtMs, setPassword, edit };
}

Deno.test("an invited person sets a password by the link and is in, as who they are", async () => {
  const { ask, link, setPassword, person, noted, clock, expiresAtMs, logged, code } =
    await withAna();
  assertMatch(link, /^http:\/\/localhost:8080\/sign-in#invite=[\w-]{43}$/);
  assertEquals(expiresAtMs - clock.wall(), 7 * 24 * 3_600_000);
  const set = await setPassword();
  assertEquals(set.status, 204);
  const session = await (await ask("GET", "/api/session", { cookie: cookieOf(set) })).json();
  assertEquals(session.me, {
    name: "Ana Lima",
    personId: person.id,
    roles: ["supervisor"],
    may: ["view", "test", "listen", "step_in", "export"],
  });
  assertEquals(session.ways.password, true);
  assertEquals((await setPassword()).status, 401, "the link works once");
  assertEquals(
    noted.map(({ act, by, target }) => [act, by.kind, by.name, target]).slice(1),
    [
      ["person_added", "operator", "operator", person.id],
      ["sign_in", "person", "Ana Lima", person.id],
      ["password_set", "person", "Ana Lima", person.id],
    ],
  );
  const told = JSON.stringify([noted, logged]);
  assertFalse(told.includes(code) || told.includes(PASSWORD));
});

Deno.test("S-17 names and passwords: unknown and wrong sound alike, and guessing is slowed down", async () => {
  const { ask, setPassword, noted, clock } = await withAna();
  await setPassword();
  const from = (address: string, name = "ana@example.com", password = "a wrong password") =>
    ask("POST", "/api/session", { body: { name, password }, address });
  const [unknown, wrong] = [await from("192.0.2.1", "nobody"), await from("192.0.2.1")];
  assertEquals([unknown.status, wrong.status], [401, 401]);
  assertEquals(await unknown.text(), await wrong.text());
  for (let i = 0; i < 3; i++) await from("192.0.2.1");
  assertEquals((await from("192.0.2.1", "ana@example.com", PASSWORD)).status, 429);
  // Many addresses together are slowed down by the name; whoever came in from theirs before is not.
  assertEquals((await from("192.0.2.9", "ana@example.com", PASSWORD)).status, 204);
  for (let i = 0; i < 10; i++) await from(`198.51.100.${i}`);
  assertEquals((await from("198.51.100.99")).status, 429);
  assertEquals((await from("192.0.2.9", "ANA@example.com", PASSWORD)).status, 204);
  const refused = noted.filter(({ act }) => act === "sign_in_refused");
  assertEquals(refused.filter(({ address }) => address === "192.0.2.1").length, 1);
  clock.advance(60_000);
  await from("192.0.2.1");
  const later = noted.filter(({ act, address }) =>
    act === "sign_in_refused" && address === "192.0.2.1"
  );
  assertEquals(later.length, 2, "one entry a minute for each address");
});

Deno.test("S-02 whoever is disabled or deleted is signed out at once, streams and all", async () => {
  for (const how of ["disable", "delete"] as const) {
    const { ask, setPassword, edit, person, feed, admin } = await withAna();
    const cookie = cookieOf(await setPassword());
    await ask("GET", "/api/events", { cookie });
    const operators = await ask("GET", "/api/events", { cookie: admin });
    assertEquals(feed.opened.map(({ closed }) => closed), [null, null]);
    const changed = how === "disable"
      ? await edit(2, { name: "Ana Lima", roles: ["supervisor"], disabled: true })
      : await ask("DELETE", `/api/people/${person.id}`, { cookie: admin });
    assert(changed.ok, await changed.text());
    assertEquals(feed.opened.map(({ closed }) => closed), ["signed_out", null], how);
    assertEquals((await ask("GET", "/api/status", { cookie })).status, 401);
    const again = await ask("POST", "/api/session", {
      body: { name: NEW.signInName, password: PASSWORD },
    });
    assertEquals(again.status, 401);
    await operators.body?.cancel();
  }
});

Deno.test("an open stream goes on when roles change and it is still allowed", async () => {
  const { ask, setPassword, edit, feed } = await withAna();
  const cookie = cookieOf(await setPassword());
  const events = await ask("GET", "/api/events", { cookie });
  assertEquals((await edit(2, { name: "Ana", roles: ["viewer"], disabled: false })).status, 200);
  assertEquals(feed.opened[0]?.closed, null);
  assertEquals((await ask("POST", "/api/test-calls", { cookie, body: {} })).status, 403);
  assertEquals((await (await ask("GET", "/api/session", { cookie })).json()).me.name, "Ana");
  await events.body?.cancel();
});

Deno.test("changing one's own password signs other browsers out and keeps this one", async () => {
  const { ask, setPassword, noted } = await withAna();
  const here = cookieOf(await setPassword());
  const there = cookieOf(
    await ask("POST", "/api/session", { body: { name: NEW.signInName, password: PASSWORD } }),
  );
  const change = (current: string, cookie: string) =>
    ask("POST", "/api/me/password", { cookie, body: { current, password: "the next password" } });
  const wrong = await change("not my password", here);
  assertEquals([wrong.status, (await wrong.json()).fields[0].path], [422, "current"]);
  assertEquals((await change(PASSWORD, here)).status, 204);
  assertEquals((await ask("GET", "/api/status", { cookie: here })).status, 200);
  assertEquals((await ask("GET", "/api/status", { cookie: there })).status, 401);
  assertEquals(noted.slice(-2).map(({ act, detail }) => [act, detail?.["count"]]), [
    ["sessions_ended", "1"],
    ["password_set", undefined],
  ]);
});

Deno.test("the operator has no password to change", async () => {
  const { ask, admin } = await withAna();
  const body = { current: "x", password: "the next password" };
  assertEquals((await ask("POST", "/api/me/password", { cookie: admin, body })).status, 422);
});

Deno.test("a conflict shows what is held now; the audit says what was changed", async () => {
  const { edit, noted } = await withAna();
  const to = { name: "Ana Lima", roles: ["admin", "viewer"], disabled: false };
  assertEquals((await edit(1, to)).status, 200);
  const late = await edit(1, { ...to, name: "Late" });
  assertEquals([late.status, (await late.json()).current.roles], [412, ["admin", "viewer"]]);
  const changed = noted.filter(({ act }) => act === "person_changed");
  assertEquals(changed.map(({ detail }) => detail), [
    { name: "Ana Lima", roles: "admin viewer", rolesBefore: "supervisor" },
  ]);
});

Deno.test("the last admin with a password stays, unless the operator says otherwise", async () => {
  const { ask, setPassword, edit, person, admin } = await withAna();
  const cookie = cookieOf(await setPassword());
  await edit(2, { name: "Ana", roles: ["admin"], disabled: false });
  const mine = await ask("DELETE", `/api/people/${person.id}`, { cookie });
  assertEquals([mine.status, (await mine.json()).code], [409, "in_use"]);
  assertEquals((await ask("DELETE", `/api/people/${person.id}`, { cookie: admin })).status, 204);
});

Deno.test("a token opens the API with its roles, is one among others, and ends with all that is open by it", async () => {
  const { ask, admin, noted, feed } = await withAna();
  const made = await ask("POST", "/api/tokens", {
    cookie: admin,
    body: { name: "Reports", roles: ["viewer"], days: 30 },
  });
  assertEquals(made.status, 201);
  const { token, text } = await made.json();
  const headers = { authorization: `Bearer ${text}`, origin: "", "sec-fetch-site": "" };
  const list = await ask("GET", "/api/tokens", { cookie: admin });
  assertFalse((await list.text()).includes(text));
  assertEquals((await ask("GET", "/api/agents", { headers })).status, 200);
  const refused = await ask("POST", "/api/test-calls", { headers, body: {} });
  assertEquals(refused.status, 403);
  assertMatch((await refused.json()).message, /this token's is viewer/);
  await ask("GET", "/api/events", { headers });
  const gone = await ask("DELETE", `/api/tokens/${token.id}`, { cookie: admin });
  assertEquals(gone.status, 204);
  assertEquals(feed.opened[0]?.closed, "signed_out");
  assertEquals((await ask("GET", "/api/agents", { headers })).status, 401);
  for (let i = 0; i < 4; i++) await ask("GET", "/api/agents", { headers });
  assertEquals((await ask("GET", "/api/agents", { headers })).status, 429);
  assertEquals(noted.map(({ act }) => act).filter((act) => act.startsWith("token_")), [
    "token_made",
    "token_deleted",
  ]);
  assertFalse(JSON.stringify(noted).includes(text));
});

Deno.test("S-17 a right API token is not kept waiting by wrong ones from the same address", async () => {
  const { ask, deps } = await withAna();
  const made = await deps.tokens.make({ name: "Wall", roles: ["viewer"], days: null }, "Ana");
  assert(made.ok);
  const status = async (token: string) =>
    (await ask("GET", "/api/agents", { headers: { authorization: `Bearer ${token}` } })).status;
  for (let i = 0; i < 5; i++) assertEquals(await status(`hk_guess${i}`), 401);
  assertEquals([await status("hk_guess"), await status(made.text)], [429, 200]);
});

Deno.test("a name that would turn the text around it, or that no database keeps, is refused", async () => {
  const { ask, admin } = await withAna();
  for (const name of ["\u202eanA", "A\0na", "A\nna", "A\ud800na"]) {
    for (const changed of [{ name }, { signInName: name }]) {
      const body = { name: "Bo", signInName: "bo", roles: ["viewer"], ...changed };
      assertEquals((await ask("POST", "/api/people", { cookie: admin, body })).status, 422);
    }
  }
});

Deno.test("what an API token does is noted under its name", async () => {
  const { ask, admin, noted, deps } = await withAna();
  const made = await deps.tokens.make({ name: "Wall", roles: ["admin"], days: null }, "Ana");
  assert(made.ok);
  const headers = { authorization: `Bearer ${made.text}` };
  assertEquals((await ask("DELETE", "/api/calls/c1", { headers })).status, 204);
  assertEquals(noted.at(-1)?.by, { kind: "token", id: made.token.id, name: "Wall" });
  const roles = ["admin", "admin"];
  const body = { name: "Twice", roles, days: null };
  assertEquals((await ask("POST", "/api/tokens", { cookie: admin, body })).status, 422);
});

Deno.test("signing out is noted, and may be done by anybody who is signed in", async () => {
  const { ask, setPassword, noted } = await withAna();
  const cookie = cookieOf(await setPassword());
  assertEquals((await ask("DELETE", "/api/session", { cookie })).status, 204);
  assertEquals([noted.at(-1)?.act, noted.at(-1)?.by.name], ["sign_out", "Ana Lima"]);
});

Deno.test("the operator may do everything, by the link and by the admin token", async () => {
  const { ask, admin } = await withAna();
  const { me } = await (await ask("GET", "/api/session", { cookie: admin })).json();
  assertEquals([me.personId, me.may], [null, [...PERMISSIONS]]);
});
