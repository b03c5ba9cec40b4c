// Signing in by an identity provider, and everything a provider may do wrong.
import { assert, assertEquals, assertFalse, assertMatch } from "@std/assert";
import { ManualClock } from "../clock.ts";
import type { Role } from "../contract/role.ts";
import { type OidcFault, startOidcProvider } from "../dev/oidc_provider.ts";
import { createOidcDoor, type OidcSettings } from "../people/oidc_door.ts";
import { FLOW_MS, newFlowKey, OidcFlows } from "../people/oidc_flows.ts";
import type { LogFields } from "../observe/log.ts";
import { peopleForTests } from "./people_for_tests.ts";
import { cookieOf, listingLog, ORIGIN, rig } from "./rig_for_tests.ts";

const CALLBACK = `${ORIGIN}/api/session/oidc/callback`;

type Provider = Awaited<ReturnType<typeof startOidcProvider>>;

async function door(
  changes: Partial<OidcSettings> & { secret?: string; key?: string; at?: Provider } = {},
) {
  const { secret = "s3cr/et+", key = newFlowKey(), at, ...settings } = changes;
  const provider = at ??
    await startOidcProvider({ id: "hookline", secret, redirectUris: [CALLBACK] });
  const clock = new ManualClock();
  const lines: { code: string; fields: LogFields }[] = [];
  const known = await peopleForTests(clock);
  const { people, audit, noted } = known;
  const oidc = createOidcDoor({
    settings: {
      issuer: provider.issuer,
      clientId: "hookline",
      clientSecret: secret,
      name: "Company login",
      scopes: "openid profile email",
      roles: { claim: "", gives: [] },
      ...settings,
    },
    book: people.book,
    flows: new OidcFlows(clock, key),
    clock,
    log: listingLog(lines),
  });
  const { ask, logged, store } = await rig({ people, audit, oidc });

  /** To the provider, there and back; the answer to the return, and what went with it. */
  async function goRound(options: { to?: string; cookie?: string } = {}) {
    const to = options.to === undefined ? "" : `?to=${encodeURIComponent(options.to)}`;
    const start = await ask("GET", `/api/session/oidc${to}`);
    assertEquals(start.status, 302, await start.text());
    const flow = cookieOf(start);
    const there = await fetch(start.headers.get("location")!, { redirect: "manual" });
    await there.text();
    const back = there.headers.get("location") ?? "";
    const end = await ask("GET", back.slice(ORIGIN.length), { cookie: options.cookie ?? flow });
    return { start, end, back, flow, location: end.headers.get("location") };
  }
  async function meOf(end: Response) {
    const cookies = end.headers.getSetCookie().map((line) => line.split(";")[0]!);
    const cookie = cookies.findLast((each) => each.startsWith("hookline=")) ?? "";
    return (await (await ask("GET", "/api/session", { cookie })).json()).me;
  }
  async function giveRoles(roles: Role[]) {
    const [person] = people.list();
    const { id, revision: ifRevision, name } = person!;
    const to = { name, roles, disabled: false };
    const given = await people.edit(id, { ifRevision, to, byOperator: true });
    assert(given.ok);
  }
  return {
    ...{ provider, ask, people, goRound, meOf, giveRoles, noted, logged, lines, clock, store },
    [Symbol.asyncDispose]: async () => void (at ?? await provider.stop()),
  };
}

Deno.test("somebody new is known after the first time, told that they have no role, and in once they have one", async () => {
  await using rig = await door();
  const { ask, goRound, meOf, people, giveRoles, noted } = rig;
  const { ways } = await (await ask("GET", "/api/session")).json();
  assertEquals(ways.oidc, { name: "Company login" });
  const first = await goRound();
  assertEquals(first.location, "/sign-in#oidc=no_role");
  const [known] = people.list();
  assertEquals([known?.name, known?.signInName, known?.state, known?.roles], [
    "Ana Lima",
    "ana@example.com",
    "oidc",
    [],
  ]);
  await giveRoles(["supervisor"]);
  const second = await goRound({ to: "/calls/c1?at=5" });
  assertEquals([second.end.status, second.location], [302, "/calls/c1?at=5"]);
  const me = await meOf(second.end);
  assertEquals([me.name, me.personId, me.roles], ["Ana Lima", known!.id, ["supervisor"]]);
  assertEquals(noted.map(({ act, detail }) => [act, detail?.["how"], detail?.["why"]]), [
    ["sign_in_refused", "oidc", "no_role"],
    ["sign_in", "oidc", undefined],
  ]);
  assertEquals(people.list().length, 1);
});

Deno.test("the way there is guarded: PKCE, state, nonce, and a cookie that comes back across sites, once", async () => {
  await using rig = await door();
  const { start, back, flow } = await rig.goRound();
  const asked = new URL(start.headers.get("location")!).searchParams;
  assertEquals(asked.get("redirect_uri"), CALLBACK);
  assertEquals(asked.get("code_challenge_method"), "S256");
  for (const name of ["state", "nonce", "code_challenge"]) {
    assertMatch(asked.get(name) ?? "", /^[\w-]{43}$/);
  }
  assertMatch(
    start.headers.get("set-cookie") ?? "",
    /^hookline-oidc=[\w-]{300,}; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/,
  );
  // The same return a second time, in the browser it was meant for.
  const again = await rig.ask("GET", back.slice(ORIGIN.length), { cookie: flow });
  assertEquals(again.headers.get("location"), "/sign-in#oidc=late");
});

Deno.test("a return in another browser, without its cookie or after ten minutes signs nobody in", async () => {
  await using rig = await door();
  for (const cookie of ["", "hookline-oidc=", "hookline-oidc=AAAA"]) {
    assertEquals((await rig.goRound({ cookie })).location, "/sign-in#oidc=late");
  }
  const start = await rig.ask("GET", "/api/session/oidc");
  const there = await fetch(start.headers.get("location")!, { redirect: "manual" });
  await there.text();
  const back = there.headers.get("location")!.slice(ORIGIN.length);
  rig.clock.advance(FLOW_MS);
  const end = await rig.ask("GET", back, { cookie: cookieOf(start) });
  assertEquals(end.headers.get("location"), "/sign-in#oidc=late");
  assertEquals(rig.people.list(), []);
});

Deno.test("a return may come to another instance, and a code that has been used there is worth nothing here", async () => {
  const key = newFlowKey();
  await using a = await door({ key });
  await using b = await door({ key, at: a.provider });
  const start = await a.ask("GET", "/api/session/oidc?to=/history");
  const there = await fetch(start.headers.get("location")!, { redirect: "manual" });
  await there.text();
  const back = there.headers.get("location")!.slice(ORIGIN.length);
  const cookie = cookieOf(start);
  const end = await b.ask("GET", back, { cookie });
  assertEquals(end.headers.get("location"), "/sign-in#oidc=no_role");
  assertEquals([a.people.list().length, b.people.list().length], [0, 1]);
  // Though no word of it has come: the provider has taken the code once.
  const again = await a.ask("GET", back, { cookie });
  assertEquals(again.headers.get("location"), "/sign-in#oidc=not_valid");
});

Deno.test("over https only the guarded cookie leads back: a sibling domain can set the other one", async () => {
  await using rig = await door();
  const start = await rig.ask("GET", "/api/session/oidc");
  const there = await fetch(start.headers.get("location")!, { redirect: "manual" });
  await there.text();
  const back = there.headers.get("location")!.slice(ORIGIN.length);
  const headers = { origin: ORIGIN.replace("http:", "https:") };
  const end = await rig.ask("GET", back, { headers, cookie: cookieOf(start) });
  assertEquals(end.headers.get("location"), "/sign-in#oidc=late");
});

const MISBEHAVIOURS: readonly [OidcFault, string][] = [
  ["wrong_nonce", "not_valid"],
  ["wrong_iss", "not_valid"],
  ["wrong_response_iss", "not_valid"],
  ["wrong_aud", "not_valid"],
  ["expired", "not_valid"],
  ["alg_none", "not_valid"],
  ["strange_key", "not_valid"],
  ["no_id_token", "not_valid"],
  ["denies", "refused"],
  ["broken_token_endpoint", "provider_down"],
  ["other_sub_in_userinfo", "not_valid"],
];

for (const [fault, code] of MISBEHAVIOURS) {
  Deno.test(`a provider that is wrong (${fault}) lets nobody in, and its words go nowhere`, async () => {
    await using rig = await door({
      roles: { claim: "groups", gives: [{ value: "cc", role: "admin" }] },
    });
    const { goRound, people, provider, lines, logged, store } = rig;
    provider.state.fault = fault;
    const { end, location } = await goRound();
    assertEquals([end.status, location], [302, `/sign-in#oidc=${code}`]);
    assertEquals([people.list(), store.rows.size], [[], 0]);
    assertFalse(JSON.stringify([...lines, ...logged]).includes("CANARY"));
    assertFalse(end.headers.getSetCookie().some((line) => /^hookline=\w/.test(line)));
  });
}

Deno.test("a code that was used already, or comes with another state, is worth nothing", async () => {
  await using rig = await door();
  const { goRound, ask, provider } = rig;
  const used = new URL((await goRound()).back).searchParams.get("code")!;
  const start = await ask("GET", "/api/session/oidc");
  const state = new URL(start.headers.get("location")!).searchParams.get("state")!;
  const iss = encodeURIComponent(provider.issuer);
  const replay = await ask(
    "GET",
    `/api/session/oidc/callback?code=${used}&state=${state}&iss=${iss}`,
    { cookie: cookieOf(start) },
  );
  assertEquals(replay.headers.get("location"), "/sign-in#oidc=not_valid");
  const other = await ask("GET", "/api/session/oidc");
  const mixed = await ask(
    "GET",
    `/api/session/oidc/callback?code=${used}&state=${state}&iss=${iss}`,
    { cookie: cookieOf(other) },
  );
  assertEquals(mixed.headers.get("location"), "/sign-in#oidc=not_valid");
});

Deno.test("a wrong secret, a foreign issuer and a provider that is not there are told apart", async () => {
  await using wrong = await door({ clientSecret: "another" });
  assertEquals((await wrong.goRound()).location, "/sign-in#oidc=misconfigured");
  await using foreign = await door();
  foreign.provider.state.fault = "other_issuer_in_metadata";
  const start = await foreign.ask("GET", "/api/session/oidc");
  assertEquals(start.headers.get("location"), "/sign-in#oidc=misconfigured");
  foreign.provider.state.fault = null;
  assertEquals((await foreign.goRound()).location, "/sign-in#oidc=no_role", "it is asked again");
  await using down = await door({ issuer: "http://127.0.0.1:9" });
  const nobody = await down.ask("GET", "/api/session/oidc");
  assertEquals(nobody.headers.get("location"), "/sign-in#oidc=provider_down");
});

Deno.test("a provider whose answer has no end is not read to it", async () => {
  let sent = 0;
  const piece = new TextEncoder().encode(`{"issuer":"${"x".repeat(65_536)}",`);
  const endless = () =>
    new Response(new ReadableStream({ pull: (to) => (sent += piece.length, to.enqueue(piece)) }), {
      headers: { "content-type": "application/json" },
    });
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, endless);
  await using rig = await door({ issuer: `http://127.0.0.1:${server.addr.port}` });
  const start = await rig.ask("GET", "/api/session/oidc");
  assertEquals(start.headers.get("location"), "/sign-in#oidc=provider_down");
  assert(sent < 50_000_000, `${sent} bytes`);
  await server.shutdown();
});

Deno.test("a public client has no secret; a provider may change its key between two sign-ins", async () => {
  await using rig = await door({ secret: "" });
  assertEquals((await rig.goRound()).location, "/sign-in#oidc=no_role");
  await rig.provider.rotateKey();
  assertEquals((await rig.goRound()).location, "/sign-in#oidc=no_role");
  const discovered = rig.provider.asked.filter((path) => path.startsWith("/.well-known"));
  assertEquals(discovered.length, 1, "what the provider says of itself is kept");
});

Deno.test("roles come with the provider's groups at each sign-in, and go with them", async () => {
  await using rig = await door({
    roles: {
      claim: "realm.groups",
      gives: [{ value: "cc-admins", role: "admin" }, { value: "cc-leads", role: "supervisor" }],
    },
  });
  const { provider, goRound, people, meOf } = rig;
  const come = (groups: unknown) => {
    const claims = { name: "Ana Lima", email: "ana@example.com" };
    provider.state.user = { sub: "ana", claims, more: { realm: { groups } } };
    return goRound();
  };
  assertEquals((await come(["sales"])).location, "/sign-in#oidc=no_role");
  const lead = await come(["sales", "cc-leads", "cc-admins"]);
  assertEquals((await meOf(lead.end)).roles, ["admin", "supervisor"]);
  const [person] = people.list();
  assertEquals(person?.rolesFromProvider, true);
  const edit = await people.edit(person!.id, {
    ifRevision: person!.revision,
    to: { name: "Ana", roles: ["editor"], disabled: false },
    byOperator: true,
  });
  assertEquals([edit.ok, !edit.ok && edit.why], [false, "roles_fixed"]);
  // Who leaves the group loses the role, and the sessions they have.
  assertEquals((await come(["sales"])).location, "/sign-in#oidc=no_role");
  assertEquals(await meOf(lead.end), null);
});

Deno.test("an e-mail address that somebody local has makes nobody that person", async () => {
  await using rig = await door();
  const local = await rig.people.add({
    name: "Local Ana",
    signInName: "ANA@example.com",
    roles: ["admin"],
  });
  assert(local.ok);
  assertEquals((await rig.goRound()).location, "/sign-in#oidc=no_role");
  const names = rig.people.list().map(({ signInName, roles }) => [signInName, roles.length]);
  assertEquals(names, [["ana@example.com (2)", 0], ["ANA@example.com", 1]]);
  const invited = await rig.people.invite(rig.people.list()[0]!.id);
  assertEquals(invited.ok, false, "who comes by the provider gets no password here");
});

Deno.test("the way goes on at a path of the console only", async () => {
  await using rig = await door();
  await rig.goRound();
  await rig.giveRoles(["viewer"]);
  const elsewhere = [
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "/api/session/oidc",
    "calls",
    "/a\r\nSet-Cookie: x=1",
  ];
  for (const to of elsewhere) assertEquals((await rig.goRound({ to })).location, "/", to);
  assertEquals((await rig.goRound({ to: "/history?q=a%20b" })).location, "/history?q=a%20b");
});

Deno.test("over plain http elsewhere than at localhost nobody is sent anywhere", async () => {
  await using rig = await door();
  const headers = { host: "10.0.0.5:8080", origin: "" };
  const start = await rig.ask("GET", "/api/session/oidc", { headers });
  assertEquals(start.headers.get("location"), "/sign-in#oidc=insecure");
  assertEquals(rig.provider.asked, []);
});

Deno.test("without a provider these addresses lead nowhere, and its library is never loaded by itself", async () => {
  const { ask } = await rig();
  assertEquals((await ask("GET", "/api/session/oidc")).status, 404);
  assertEquals((await ask("GET", "/api/session/oidc/callback?code=x")).status, 404);
  const imports: string[] = [];
  for await (const file of sources(new URL("..", import.meta.url).pathname)) {
    const text = await Deno.readTextFile(file);
    imports.push(
      ...text.match(/^(import|export)\b[^;]*from "(openid-client|oauth4webapi)"/gm) ?? [],
    );
  }
  assertEquals(imports, ['import type * as Client from "openid-client"']);
});

async function* sources(folder: string): AsyncGenerator<string> {
  for await (const entry of Deno.readDir(folder)) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) yield* sources(path);
    else if (path.endsWith(".ts")) yield path;
  }
}
