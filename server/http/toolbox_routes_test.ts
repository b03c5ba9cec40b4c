// Tools and prompts tried out over HTTP.
import { assertEquals, assertFalse, assertStringIncludes } from "@std/assert";
import type { TriedTool, TryTool } from "../contract/toolbox.ts";
import type { AdminDeps } from "./admin_deps.ts";
import { CONFIG, fakeToolbox, rig } from "./rig_for_tests.ts";

async function signedIn(changes: Partial<AdminDeps["toolbox"]> = {}) {
  const { ask, signIn, logged } = await rig({ toolbox: { ...fakeToolbox(), ...changes } });
  const cookie = await signIn();
  return {
    logged,
    get: () => ask("GET", "/api/toolbox", { cookie }),
    attempt: (body: unknown) => ask("POST", "/api/tools/try", { cookie, body }),
    preview: (body: unknown) => ask("POST", "/api/preview", { cookie, body }),
  };
}

const HTTP: TryTool = {
  kind: "http",
  tool: {
    name: "find_order",
    description: "Finds an order.",
    method: "GET",
    url: "https://crm.example/orders/{id}",
    headers: [{ name: "Authorization", value: "Bearer canary-typed-key" }],
    parameters: '{"type":"object"}',
    timeoutMs: 5000,
    confirm: false,
    redact: [],
  },
  args: '{"id":"canary-argument"}',
};
const ACTION: TryTool = {
  kind: "data_action",
  tool: { id: "custom_-_1", description: "", confirm: false },
  args: "{}",
};

Deno.test("the toolbox names secrets and says whether Genesys can be asked", async () => {
  const { get } = await signedIn();
  assertEquals(await (await get()).json(), { secretNames: ["CRM_KEY"], dataActions: false });
});

Deno.test("a tool is tried as it was sent, and the answer is what the model would be told", async () => {
  const seen: TryTool[] = [];
  const { attempt, logged } = await signedIn({
    tryTool(request) {
      seen.push(request);
      return Promise.resolve({ ok: false, output: "There is no such order.", tookMs: 12 });
    },
  });
  const response = await attempt(HTTP);
  assertEquals(await response.json(), { ok: false, output: "There is no such order.", tookMs: 12 });
  assertEquals((await attempt(ACTION)).status, 200);
  assertEquals(seen, [HTTP, ACTION]);
  assertEquals(logged.at(-1)?.fields, { kind: "data_action", ok: false, tookMs: 12 });
  assertFalse(JSON.stringify(logged).includes("canary-argument"));
  assertFalse(JSON.stringify(logged).includes("canary-typed-key"));
});

Deno.test("of four tools that are tried at once the fourth waits its turn; a fault gives its place back", async () => {
  const begun = Array.from({ length: 4 }, () => Promise.withResolvers<void>());
  const ends = begun.map(() => Promise.withResolvers<TriedTool>());
  let tries = 0;
  const { attempt } = await signedIn({
    tryTool() {
      begun[tries]!.resolve();
      return ends[tries++]!.promise;
    },
  });
  const first = [attempt(HTTP), attempt(HTTP), attempt(HTTP)];
  await Promise.all(begun.slice(0, 3).map(({ promise }) => promise));
  const fourth = await attempt(HTTP);
  assertEquals([fourth.status, fourth.headers.get("retry-after")], [429, "5"]);
  assertEquals((await fourth.json()).code, "too_many_requests");
  ends[0]!.reject(new Error("canary"));
  const statusOf = async (answer: Promise<Response>) => (await answer).status;
  assertEquals(await Promise.race(first.map(statusOf)), 500);
  const fifth = attempt(HTTP);
  await begun[3]!.promise;
  for (const end of ends.slice(1)) end.resolve({ ok: true, output: "", tookMs: 1 });
  const statuses = await Promise.all([...first, fifth].map(statusOf));
  assertEquals(statuses.sort(), [200, 200, 200, 500]);
});

Deno.test("a tool that is not well formed is not run, and the field is named", async () => {
  const { attempt } = await signedIn({
    tryTool: () => Promise.reject(new Error("must not be asked")),
  });
  const cases: [unknown, string][] = [
    [{ ...HTTP, kind: "shell" }, "kind"],
    [{ ...HTTP, tool: { ...HTTP.tool, url: "file:///etc/passwd" } }, "tool.url"],
    [{ ...HTTP, tool: { ...HTTP.tool, timeoutMs: 60_000 } }, "tool.timeoutMs"],
    [{ ...HTTP, args: "x".repeat(16_385) }, "args"],
    [{ ...ACTION, tool: { ...ACTION.tool, id: "../me" } }, "tool.id"],
  ];
  for (const [body, path] of cases) {
    const response = await attempt(body);
    const { code, fields } = await response.json();
    assertEquals([response.status, code, fields[0].path], [422, "invalid_field", path]);
  }
  const huge = await attempt({ ...HTTP, args: "x".repeat(66_000) });
  assertEquals(huge.status, 413);
  assertStringIncludes((await huge.json()).message, "65536");
});

Deno.test("a prompt is previewed with a call's variables before it is saved", async () => {
  const seen: unknown[] = [];
  const { preview } = await signedIn({
    preview(request) {
      seen.push(request);
      return Promise.resolve({
        instructions: "You are Nora.",
        instructionsFrom: "agent",
        notes: [{ code: "variable_missing", detail: "customer.name" }],
      });
    },
  });
  const request = {
    config: { ...CONFIG, prompt: "You are [AGENT_NAME]." + "a".repeat(32_000) },
    variables: { AGENT_NAME: "Nora" },
  };
  const response = await preview(request);
  assertEquals(await response.json(), {
    instructions: "You are Nora.",
    instructionsFrom: "agent",
    notes: [{ code: "variable_missing", detail: "customer.name" }],
  });
  assertEquals(seen, [request]);
  const wrong = await preview({ ...request, variables: { AGENT_NAME: 5 } });
  assertEquals((await wrong.json()).fields[0].path, "variables.AGENT_NAME");
  const { voice: _, ...noVoice } = CONFIG;
  const half = await preview({ config: noVoice, variables: {} });
  assertEquals((await half.json()).fields[0].path, "config.voice");
});
