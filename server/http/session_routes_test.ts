// Signing in and out, over plain http at localhost and over https behind a proxy.
import { assert, assertEquals, assertFalse, assertMatch } from "@std/assert";
import { PERMISSIONS } from "../contract/role.ts";
import { ADMIN_TOKEN, cookieOf, ORIGIN, rig } from "./rig_for_tests.ts";

const PUBLIC = "https://console.example";
const BEHIND_PROXY = { origin: PUBLIC, host: "console.example" };

Deno.test("a sign-in link signs a browser in once", async () => {
  const { ask, deps } = await rig();
  const code = deps.signInCode.issue();
  const first = await ask("POST", "/api/session", { body: { code } });
  assertEquals(first.status, 204);
  const session = await ask("GET", "/api/session", { cookie: cookieOf(first) });
  assertEquals(await session.json(), {
    signedIn: true,
    version: "1.2.3",
    answeredBy: "stand-in",
    me: { name: "operator", personId: null, roles: ["admin"], may: [...PERMISSIONS] },
    ways: { password: false, oidc: null, token: true },
  });
  const second = await ask("POST", "/api/session", { body: { code } });
  assertEquals([second.status, (await second.json()).code], [401, "signed_out"]);
  assertEquals(second.headers.getSetCookie(), []);
});

Deno.test("the admin token signs a browser in, and nothing near it does", async () => {
  const { ask } = await rig();
  for (const token of [ADMIN_TOKEN.slice(0, -1), `${ADMIN_TOKEN}x`, ADMIN_TOKEN.toUpperCase()]) {
    assertEquals((await ask("POST", "/api/session", { body: { token } })).status, 401);
  }
  const response = await ask("POST", "/api/session", { body: { token: ADMIN_TOKEN } });
  assertEquals(response.status, 204);
  assertEquals((await ask("GET", "/api/agents", { cookie: cookieOf(response) })).status, 200);
});

Deno.test("who is not signed in is told so, with what the sign-in page shows", async () => {
  const { ask } = await rig();
  const response = await ask("GET", "/api/session");
  assertEquals(await response.json(), {
    signedIn: false,
    version: "1.2.3",
    answeredBy: "stand-in",
    me: null,
    ways: { password: false, oidc: null, token: true },
  });
});

Deno.test("over plain http at localhost the cookie has no prefix, but every other guard", async () => {
  const { ask, deps } = await rig();
  const response = await ask("POST", "/api/session", { body: { code: deps.signInCode.issue() } });
  assertMatch(
    response.headers.get("set-cookie") ?? "",
    /^hookline=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/,
  );
});

Deno.test("over https, also behind a proxy, the cookie is __Host- and Secure", async () => {
  const { ask, deps } = await rig({ publicOrigins: [PUBLIC] });
  const code = deps.signInCode.issue();
  const response = await ask("POST", "/api/session", { body: { code }, headers: BEHIND_PROXY });
  assertMatch(
    response.headers.get("set-cookie") ?? "",
    /^__Host-hookline=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
  );
  const cookie = cookieOf(response);
  assertEquals((await ask("GET", "/api/agents", { cookie, headers: BEHIND_PROXY })).status, 200);
  const unprefixed = { cookie: cookie.replace("__Host-", ""), headers: BEHIND_PROXY };
  assertEquals((await ask("GET", "/api/agents", unprefixed)).status, 401);
});

Deno.test("a token never crosses a network in the clear, unless the operator names the address", async () => {
  const headers = { origin: "http://10.0.0.5:8080", host: "10.0.0.5:8080" };
  const closed = await rig();
  const code = closed.deps.signInCode.issue();
  const refused = await closed.ask("POST", "/api/session", { body: { code }, headers });
  assertEquals([refused.status, (await refused.json()).code], [403, "forbidden_origin"]);
  assert(closed.deps.signInCode.redeem(code), "the code was not used up");

  const named = await rig({ publicOrigins: ["http://10.0.0.5:8080"] });
  const body = { code: named.deps.signInCode.issue() };
  const response = await named.ask("POST", "/api/session", { body, headers });
  assertEquals(response.status, 204);
  const asked = { cookie: cookieOf(response), headers };
  assertEquals((await named.ask("GET", "/api/agents", asked)).status, 200);
});

Deno.test("signing out ends the session everywhere and clears both cookies", async () => {
  const { ask, signIn, store } = await rig();
  const cookie = await signIn();
  const response = await ask("DELETE", "/api/session", { cookie });
  assertEquals(response.status, 204);
  assertEquals(
    response.headers.getSetCookie().map((line) => line.split(";").slice(0, 2)),
    [["__Host-hookline=", " Max-Age=0"], ["hookline=", " Max-Age=0"]],
  );
  assertEquals((await ask("GET", "/api/agents", { cookie })).status, 401);
  assertEquals(store.rows.size, 0);
});

Deno.test("a new sign-in replaces the session the browser had", async () => {
  const { ask, signIn, store } = await rig();
  const old = await signIn();
  const fresh = await signIn({ cookie: old });
  assertEquals((await ask("GET", "/api/status", { cookie: old })).status, 401);
  assertEquals((await ask("GET", "/api/status", { cookie: fresh })).status, 200);
  assertEquals(store.rows.size, 1);
});

Deno.test("S-17 guessing codes is slowed down per address, and a right code then waits too", async () => {
  const { ask, deps, clock, logged } = await rig();
  const code = deps.signInCode.issue();
  const guess = (given: string, address = "203.0.113.7") =>
    ask("POST", "/api/session", { body: { code: given }, address });
  for (let i = 0; i < 5; i++) assertEquals((await guess(`guess-${i}`)).status, 401);
  const slowed = await guess(code);
  assertEquals([slowed.status, slowed.headers.get("retry-after")], [429, "12"]);
  assertEquals((await slowed.json()).code, "too_many_requests");
  clock.advance(12_000);
  assertEquals((await guess(code)).status, 204);
  assertEquals((await guess("again")).status, 401);
  assertEquals(logged.filter((line) => line.code === "sign_in_refused").length, 6);
});

Deno.test("S-17 addresses of one IPv6 network count as one, others are left alone", async () => {
  const { ask, signIn } = await rig();
  for (let i = 0; i < 5; i++) {
    await ask("POST", "/api/session", { body: { code: "x" }, address: `2001:db8:1:2::${i}` });
  }
  const next = (address: string) => ask("POST", "/api/session", { body: { code: "x" }, address });
  assertEquals((await next("2001:db8:1:2:ffff::1")).status, 429);
  assertEquals((await next("2001:db8:1:3::1")).status, 401);
  await signIn({ address: "203.0.113.1" });
});

Deno.test("somebody at the server gets a link printed, and it signs in", async () => {
  const { ask, links, logged } = await rig();
  const response = await ask("POST", "/api/session/link");
  assertEquals([response.status, await response.text()], [202, ""]);
  const [, code = ""] = links[0]?.split(`${ORIGIN}/sign-in#code=`) ?? [];
  assertFalse(JSON.stringify(logged).includes(code));
  assertEquals((await ask("POST", "/api/session", { body: { code } })).status, 204);
});

Deno.test("a link is printed for nobody else: other machines, proxies, rebound names", async () => {
  const { ask, links } = await rig({ publicOrigins: [PUBLIC] });
  const cases = [
    { address: "192.0.2.1" },
    { address: "" },
    { address: "127.0.0.1.evil" },
    { headers: { "x-forwarded-for": "192.0.2.1" } },
    { headers: { forwarded: "for=192.0.2.1" } },
    { headers: BEHIND_PROXY },
    { headers: { host: "rebound.example:8080", origin: "http://rebound.example:8080" } },
    { headers: { host: "localhost.evil.example" } },
  ];
  for (const asked of cases) {
    const response = await ask("POST", "/api/session/link", asked);
    assertEquals([response.status, (await response.json()).code], [403, "forbidden_origin"]);
  }
  assertEquals(links, []);
  for (const address of ["::1", "::ffff:127.0.0.1", "127.0.0.1"]) {
    assertEquals((await ask("POST", "/api/session/link", { address })).status, 202);
  }
});

Deno.test("links are not printed in a flood", async () => {
  const { ask, links, clock } = await rig();
  const statuses: number[] = [];
  for (let i = 0; i < 6; i++) statuses.push((await ask("POST", "/api/session/link")).status);
  assertEquals(statuses, [202, 202, 202, 429, 429, 429]);
  clock.advance(20_000);
  assertEquals((await ask("POST", "/api/session/link")).status, 202);
  assertEquals(links.length, 4);
});

Deno.test("a sign-in that is not a code or a token is refused without repeating it", async () => {
  const { ask } = await rig();
  const bodies = [{}, [], null, { code: 5 }, { code: "" }, { code: "a", token: "b" }, {
    password: "P4ss",
  }];
  for (const body of bodies) {
    const response = await ask("POST", "/api/session", { body });
    const text = await response.text();
    assertEquals([response.status, JSON.parse(text).code], [422, "invalid_field"]);
    assertFalse(text.includes("P4ss"));
  }
  const broken = await ask("POST", "/api/session", { body: '{"code": "P4ss' });
  const text = await broken.text();
  assertEquals([broken.status, JSON.parse(text).code], [400, "invalid_body"]);
  assertFalse(text.includes("P4ss"));
});

Deno.test("S-02 an open console alone does not keep a session alive, a person's request does", async () => {
  const { ask, signIn, clock } = await rig();
  const [idle, busy] = [await signIn(), await signIn()];
  for (let i = 0; i < 2; i++) {
    clock.advance(40 * 60_000);
    await ask("GET", "/api/session", { cookie: idle });
    await (await ask("GET", "/api/events", { cookie: idle })).body?.cancel();
    assertEquals((await ask("GET", "/api/status", { cookie: busy })).status, 200);
  }
  assertEquals((await ask("GET", "/api/status", { cookie: idle })).status, 401);
});
