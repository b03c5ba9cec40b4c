// Reading, editing and trying the routes over HTTP.
import { assertEquals } from "@std/assert";
import type { Agents } from "../agents/agents.ts";
import type { Problem } from "../contract/problem.ts";
import type { Route, RouteTable } from "../contract/route.ts";
import { fakeAgents } from "./fake_agents_for_tests.ts";
import { CONFIG, rig } from "./rig_for_tests.ts";

async function signedIn(agents: Agents = fakeAgents(CONFIG)) {
  const { ask, signIn, logged } = await rig({ agents });
  const cookie = await signIn();
  return {
    agents,
    logged,
    get: () => ask("GET", "/api/routes", { cookie }),
    save(table: unknown, revision: number | string | null = 1) {
      const tag = typeof revision === "number" ? `"${revision}"` : revision;
      const headers: Record<string, string> = tag === null ? {} : { "if-match": tag };
      return ask("PUT", "/api/routes", { cookie, headers, body: table });
    },
    decide: (body: unknown) => ask("POST", "/api/routes/test", { cookie, body }),
  };
}

function route(changes: Partial<Route> = {}): Route {
  const variable = { name: "", value: "" };
  return { name: "Berlin", agentId: "default", called: "+4930", path: "", variable, ...changes };
}

function table(...routes: Route[]): RouteTable {
  return { defaultAgentId: "default", routes };
}

async function problem(response: Response): Promise<Problem> {
  return await response.json();
}

Deno.test("the routes are read with their revision as ETag and saved whole as the next one", async () => {
  const { get, save, logged } = await signedIn();
  const before = await get();
  assertEquals(before.headers.get("etag"), '"1"');
  assertEquals(await before.json(), { revision: 1, table: table() });
  const saved = await save(table(route({ name: " Berlin " })));
  assertEquals([saved.status, saved.headers.get("etag")], [200, '"2"']);
  assertEquals(await saved.json(), { revision: 2, table: table(route()) });
  assertEquals((await (await get()).json()).revision, 2);
  assertEquals(logged.filter(({ code }) => code === "routes_saved").map(({ fields }) => fields), [
    { routes: 1 },
  ]);
});

Deno.test("an edit of routes that somebody else has edited meanwhile gets what is held now", async () => {
  const { save } = await signedIn();
  await save(table(route()));
  const late = await save(table(route({ name: "Mine" })), 1);
  const { code, current } = await problem(late);
  assertEquals([late.status, late.headers.get("etag"), code], [412, '"2"', "conflict"]);
  assertEquals(current, { revision: 2, table: table(route()) });
  for (const tag of [null, "*", "2"]) {
    assertEquals((await save(table(), tag)).status, 428);
  }
});

Deno.test("each place that names an unknown agent is told by its path, and nothing is saved", async () => {
  const { get, save } = await signedIn();
  const nowhere = route({ agentId: "nobody" });
  const refused = await save(table(nowhere, route(), nowhere));
  const { code, fields } = await problem(refused);
  assertEquals([refused.status, code], [422, "invalid_field"]);
  assertEquals(fields?.map(({ path }) => path), ["routes.0.agentId", "routes.2.agentId"]);
  const noDefault = await save({ ...table(), defaultAgentId: "nobody" });
  assertEquals((await problem(noDefault)).fields?.map(({ path }) => path), ["defaultAgentId"]);
  assertEquals((await (await get()).json()).revision, 1);
});

Deno.test("a table that is not well formed is refused with the field, a full one is saved", async () => {
  const { save } = await signedIn();
  const cases: [unknown, string][] = [
    [{ routes: [] }, "defaultAgentId"],
    [table(route({ name: "" })), "routes.0.name"],
    [table(route({ called: "1".repeat(201) })), "routes.0.called"],
    [table(...Array.from({ length: 101 }, () => route())), "routes"],
  ];
  for (const [body, path] of cases) {
    const response = await save(body);
    assertEquals([response.status, (await problem(response)).fields?.[0]?.path], [422, path]);
  }
  const long = route({ called: "é".repeat(200), path: "é".repeat(200) });
  const full = await save(table(...Array.from({ length: 100 }, () => long)));
  assertEquals(full.status, 200);
});

Deno.test("routes that could not be written are told so", async () => {
  const saveRoutes = () => Promise.resolve({ ok: false, why: "not_saved" } as const);
  const { save } = await signedIn({ ...fakeAgents(CONFIG), saveRoutes });
  const response = await save(table());
  assertEquals([response.status, (await problem(response)).code], [507, "not_saved"]);
});

Deno.test("the tester says which agent would take a call, by which route, and why", async () => {
  const { agents, save, decide } = await signedIn();
  await agents.create("Night line", "default");
  await save(table(route({ agentId: "night-line" })));
  assertEquals(await (await decide({ called: "+4930" })).json(), {
    agentId: "night-line",
    agentName: "Night line",
    version: 1,
    route: "Berlin",
    because: "It came to +4930.",
  });
  const other = await (await decide({})).json();
  assertEquals([other.agentId, other.route], ["default", null]);
});

Deno.test("the tester is asked with what a call brings, nothing missing, nothing more", async () => {
  const seen: unknown[] = [];
  const agents = fakeAgents(CONFIG);
  const { decide } = await signedIn({
    ...agents,
    route(query) {
      seen.push(query);
      return agents.route(query);
    },
  });
  await decide({});
  const query = {
    called: "tel:+1",
    address: "/audiohook/a?x=1",
    variables: { CUSTOMER_DATA: "x".repeat(40_000) },
  };
  await decide(query);
  assertEquals(seen, [{ called: "", address: "", variables: {} }, query]);
  assertEquals((await decide({ called: 5 })).status, 422);
  assertEquals((await decide({ caller: "tel:+1" })).status, 422);
});
