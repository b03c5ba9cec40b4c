// Reading, making and deleting agents over HTTP.
import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Agents } from "../agents/agents.ts";
import type { Agent } from "../contract/agent.ts";
import type { Problem } from "../contract/problem.ts";
import { fakeAgents } from "./fake_agents_for_tests.ts";
import { CONFIG, rig } from "./rig_for_tests.ts";

async function signedIn(agents: Agents = fakeAgents(CONFIG)) {
  const { ask, signIn, logged } = await rig({ agents });
  const cookie = await signIn();
  return {
    agents,
    logged,
    get: (path: string) => ask("GET", `/api/agents${path}`, { cookie }),
    make: (body: unknown) => ask("POST", "/api/agents", { cookie, body }),
    remove: (id: string) => ask("DELETE", `/api/agents/${id}`, { cookie }),
  };
}

async function problem(response: Response): Promise<Problem> {
  return await response.json();
}

Deno.test("agents are read one by one with their revision as ETag, and all together", async () => {
  const { get } = await signedIn();
  const one = await get("/default");
  assertEquals(one.headers.get("etag"), '"1"');
  const agent: Agent = await one.json();
  assertEquals(agent.draft, CONFIG);
  assertEquals(await (await get("")).json(), { agents: [agent] });
  assertEquals(await (await get("/default/versions")).json(), { versions: [agent.published] });
});

Deno.test("a new agent is a copy of the default one or of the one that is named", async () => {
  const { agents, get, make, logged } = await signedIn();
  const first = await make({ name: " Night line " });
  assertEquals([first.status, first.headers.get("etag")], [201, '"1"']);
  assertEquals(first.headers.get("location"), "/api/agents/night-line");
  const night: Agent = await first.json();
  assertEquals([night.id, night.draft], ["night-line", { ...CONFIG, name: "Night line" }]);
  await agents.saveDraft("night-line", 1, { ...night.draft, prompt: "You work at night." });
  const second: Agent = await (await make({ name: "Sunday", copyOf: "night-line" })).json();
  assertEquals(second.draft.prompt, "You work at night.");
  assertEquals((await get("/sunday")).status, 200);
  const lines = logged.filter(({ code }) => code === "agent_created").map(({ fields }) => fields);
  assertEquals(lines, [
    { agent: "night-line", copyOf: "default" },
    { agent: "sunday", copyOf: "night-line" },
  ]);
});

Deno.test("an agent is not made without a name, of nobody, or with fields that do not exist", async () => {
  const { make, get } = await signedIn();
  const cases: [unknown, string][] = [
    [{}, "name"],
    [{ name: "  " }, "name"],
    [{ name: "n".repeat(61) }, "name"],
    [{ name: "Copy", copyOf: "nobody" }, "copyOf"],
    [{ name: "Copy", copyOf: "__proto__" }, "copyOf"],
    [{ name: "Copy", id: "mine" }, ""],
  ];
  for (const [body, path] of cases) {
    const response = await make(body);
    const { code, fields } = await problem(response);
    assertEquals([response.status, code, fields?.[0]?.path], [422, "invalid_field", path]);
  }
  assertEquals((await (await get("")).json()).agents.length, 1);
});

Deno.test("an agent that nothing leads to is deleted, once; one in use is kept and who uses it is told", async () => {
  const { make, get, remove, logged } = await signedIn();
  await make({ name: "Sunday" });
  const used = await remove("default");
  const { code, message } = await problem(used);
  assertEquals([used.status, code], [409, "in_use"]);
  assertStringIncludes(message, "it is used by route Berlin");
  assertEquals((await remove("sunday")).status, 204);
  const again = await remove("sunday");
  assertEquals([again.status, (await problem(again)).code], [404, "not_found"]);
  assertEquals((await get("/sunday")).status, 404);
  const lines = logged.filter(({ code }) => code === "agent_deleted");
  assertEquals(lines.map(({ fields }) => fields), [{ agent: "sunday" }]);
});

Deno.test("an agent that could not be written or deleted on disk is told so", async () => {
  const notSaved = () => Promise.resolve({ ok: false, why: "not_saved" } as const);
  const { make, remove } = await signedIn({
    ...fakeAgents(CONFIG),
    create: notSaved,
    remove: notSaved,
  });
  for (const response of [await make({ name: "Sunday" }), await remove("default")]) {
    assertEquals([response.status, (await problem(response)).code], [507, "not_saved"]);
  }
});
