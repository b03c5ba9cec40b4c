// Editing agents over HTTP: drafts, publishing and restoring.
import { assertEquals, assertFalse, assertMatch, assertStringIncludes } from "@std/assert";
import type { Agents } from "../agents/agents.ts";
import { type Agent, type AgentConfig, agentSchema } from "../contract/agent.ts";
import { completeConfig } from "../contract/agent_defaults.ts";
import type { HttpTool } from "../contract/agent_tools.ts";
import type { Problem } from "../contract/problem.ts";
import { fakeAgents } from "./fake_agents_for_tests.ts";
import { CONFIG, rig } from "./rig_for_tests.ts";

async function signedIn(agents: Agents = fakeAgents(CONFIG)) {
  const { ask, signIn, clock, deps } = await rig({ agents });
  const cookie = await signIn();
  const send = (method: string, path: string, revision: number | string | null, body: unknown) => {
    const tag = typeof revision === "number" ? `"${revision}"` : revision;
    const headers: Record<string, string> = tag === null ? {} : { "if-match": tag };
    return ask(method, `/api/agents/${path}`, { cookie, headers, body });
  };
  const save = (config: unknown, revision: number | string | null = 1) =>
    send("PUT", "default/draft", revision, config);
  const get = (path: string) => ask("GET", `/api/agents${path}`, { cookie });
  return { send, save, get, clock, deps };
}

function tool(parameters: string): HttpTool {
  const headers = [{ name: "Authorization", value: "Bearer {{secret.CRM_KEY}}" }];
  const words = { description: "Finds an order.", url: "https://crm.example/orders/{id}" };
  const rules = { timeoutMs: 5000, confirm: false, redact: ["customer.iban"] };
  return { name: "find_order", method: "GET", headers, parameters, ...words, ...rules };
}

async function problem(response: Response): Promise<Problem> {
  return await response.json();
}

Deno.test("a draft is saved, published and an old version restored, each with the next revision", async () => {
  const { send, save, get } = await signedIn();
  const saved = await save({ ...CONFIG, prompt: "New words." });
  assertEquals([saved.status, saved.headers.get("etag")], [200, '"2"']);
  const published = await send("POST", "default/publish", 2, { note: " Clearer " });
  assertEquals([published.status, published.headers.get("etag")], [200, '"3"']);
  const { published: version }: Agent = await published.json();
  assertEquals([version.version, version.note, version.config.prompt], [
    2,
    "Clearer",
    "New words.",
  ]);
  const restored = await send("POST", "default/restore", 3, { version: 1 });
  assertEquals([restored.status, restored.headers.get("etag")], [200, '"4"']);
  const { versions } = await (await get("/default/versions")).json();
  assertEquals(versions.map((each: { version: number }) => each.version), [3, 2, 1]);
});

Deno.test("S-12 of fifty saves at once one wins; the others get what is held now", async () => {
  const { save, get } = await signedIn();
  const saves = Array.from({ length: 50 }, (_, i) => save({ ...CONFIG, prompt: `Text ${i}` }));
  const responses = await Promise.all(saves);
  const won = responses.filter(({ status }) => status === 200);
  const lost = responses.filter(({ status }) => status === 412);
  assertEquals([won.length, lost.length], [1, 49]);
  const winner: Agent = await won[0]!.json();
  for (const response of lost) {
    assertEquals(response.headers.get("etag"), '"2"');
    const { code, current } = await problem(response);
    assertEquals([code, current], ["conflict", winner]);
  }
  assertEquals(await (await get("/default")).json(), winner);
});

Deno.test("S-13 a prompt is limited in bytes of UTF-8, and the refusal says limit and count", async () => {
  const { save, get } = await signedIn();
  const withPrompt = (prompt: string) => save({ ...CONFIG, prompt });
  const over = await withPrompt("€" + "a".repeat(33_000));
  assertEquals(over.status, 422);
  const { code, fields } = await problem(over);
  assertEquals([code, fields?.[0]?.path], ["invalid_field", "prompt"]);
  assertMatch(fields?.[0]?.message ?? "", /32768 bytes.*33003/);
  const inCharactersOnly = await withPrompt("€".repeat(11_000));
  assertMatch((await problem(inCharactersOnly)).fields?.[0]?.message ?? "", /32768 bytes.*33000/);
  const huge = await withPrompt("a".repeat(1_000_000));
  assertEquals(huge.status, 413);
  const { code: hugeCode, message } = await problem(huge);
  assertEquals(hugeCode, "too_large");
  assertStringIncludes(message, "524288");
  assertEquals((await get("/default")).headers.get("etag"), '"1"');
  assertEquals((await withPrompt("€".repeat(10_922))).status, 200);
  assertEquals((await save({ ...CONFIG, prompt: "" }, 2)).status, 200);
});

Deno.test("S-14 each setting that is not on offer is named by its path, and nothing is saved", async () => {
  const { save, get } = await signedIn();
  const turnTaking = CONFIG.turnTaking;
  const cases: [string, Record<string, unknown>][] = [
    ["voice", { voice: "CANARY-voice" }],
    ["model", { model: "gpt-4o-realtime-preview" }],
    ["model", { model: "../CANARY" }],
    ["turnTaking.threshold", { turnTaking: { ...turnTaking, threshold: 1.5 } }],
    ["turnTaking.silenceDurationMs", { turnTaking: { ...turnTaking, silenceDurationMs: 0.5 } }],
    ["turnTaking.mode", { turnTaking: { ...turnTaking, mode: "none" } }],
    ["reasoningEffort", { reasoningEffort: "CANARY" }],
    ["maxOutputTokens", { maxOutputTokens: 0 }],
    ["name", { name: " " }],
    ["noInput.afterMs", { noInput: { ...CONFIG.noInput, afterMs: 10 } }],
    ["digits.actions.0.does", {
      digits: { ...CONFIG.digits, actions: [{ digit: "0", does: "CANARY", words: "" }] },
    }],
    ["tools.http.0.parameters", { tools: { ...CONFIG.tools, http: [tool('["CANARY"]')] } }],
    ["variables.0.name", { variables: [{ name: "{CANARY}", fallback: "" }] }],
    ["handover.0.agentId", { handover: [{ agentId: "", when: "" }] }],
    ["", { temperature: 0.8 }],
  ];
  for (const [path, change] of cases) {
    const response = await save({ ...CONFIG, ...change });
    const { code, fields } = await problem(response);
    const paths = [...new Set(fields?.map((field) => field.path))];
    assertEquals([response.status, code, paths], [422, "invalid_field", [path]]);
    assertFalse(JSON.stringify(fields).includes("CANARY"));
  }
  assertEquals((await get("/default")).headers.get("etag"), '"1"');
});

Deno.test("S-15 a double click publishes one version; the second answer shows it", async () => {
  const { send, get } = await signedIn();
  const click = () => send("POST", "default/publish", 1, { note: "once" });
  const [first, second] = await Promise.all([click(), click()]);
  assertEquals([first.status, second.status], [200, 412]);
  const { current } = await problem(second);
  assertEquals(current, await first.json());
  const { versions } = await (await get("/default/versions")).json();
  assertEquals(versions.length, 2);
});

Deno.test("an edit without a revision, or with any revision, is asked for one", async () => {
  const { save, send, get } = await signedIn();
  for (const tag of [null, "*", "1", '"x"', '"-1"', 'W/"1"', '"1", "2"', '""', '"1e0"']) {
    for (
      const response of [
        await save(CONFIG, tag),
        await send("POST", "default/publish", tag, { note: "" }),
        await send("POST", "default/restore", tag, { version: 1 }),
      ]
    ) {
      const { code } = await problem(response);
      assertEquals([response.status, code], [428, "precondition_required"], String(tag));
    }
  }
  assertEquals((await get("/default")).headers.get("etag"), '"1"');
});

Deno.test("unknown agents and versions, also those named like parts of an object, are not found", async () => {
  const { get, send } = await signedIn();
  for (const id of ["nobody", "__proto__", "constructor", "toString", "%00", "a%2fb"]) {
    for (const path of [`/${id}`, `/${id}/versions`]) {
      const response = await get(path);
      assertEquals([response.status, (await problem(response)).code], [404, "not_found"], path);
    }
    assertEquals((await send("PUT", `${id}/draft`, 1, CONFIG)).status, 404);
    assertEquals((await send("POST", `${id}/publish`, 1, { note: "" })).status, 404);
  }
  assertEquals((await send("POST", "default/restore", 1, { version: 7 })).status, 404);
});

Deno.test("a body cannot reach a prototype", async () => {
  const { save, send } = await signedIn();
  const config = JSON.stringify(CONFIG).replace("{", '{"__proto__":{"polluted":true},');
  assertEquals((await save(config)).status, 422);
  const note = '{"note":"n","constructor":{"prototype":{"polluted":true}}}';
  assertEquals((await send("POST", "default/publish", 1, note)).status, 422);
  assertFalse("polluted" in {});
});

Deno.test("an edit that could not be written says so and keeps the revision", async () => {
  const notSaved = () => Promise.resolve({ ok: false, why: "not_saved" } as const);
  const broken = { saveDraft: notSaved, publish: notSaved, restore: notSaved };
  const { save, send } = await signedIn({ ...fakeAgents(CONFIG), ...broken });
  for (
    const response of [
      await save(CONFIG),
      await send("POST", "default/publish", 1, { note: "" }),
      await send("POST", "default/restore", 1, { version: 1 }),
    ]
  ) {
    assertEquals([response.status, (await problem(response)).code], [507, "not_saved"]);
    assertEquals(response.headers.get("etag"), null);
  }
});

Deno.test("what reaches the agents is what was sent, and no timer is left behind", async () => {
  const seen: { id: string; revision: number; config: AgentConfig }[] = [];
  const agents = fakeAgents(CONFIG);
  const { save, clock } = await signedIn({
    ...agents,
    saveDraft(id, revision, config) {
      seen.push({ id, revision, config });
      return agents.saveDraft(id, revision, config);
    },
  });
  const config: AgentConfig = { ...CONFIG, prompt: "Línea 1\n“€” \u{1F4DE} <script>" };
  assertEquals((await save(config, 1)).status, 200);
  assertEquals(seen, [{ id: "default", revision: 1, config }]);
  assertEquals(clock.pending, 0);
});

Deno.test("settings with every section full, and headers as they were typed, come back unchanged", async () => {
  const { save, get } = await signedIn();
  const schema = JSON.stringify({ type: "object", properties: {}, title: "x".repeat(16_000) });
  const http = Array.from({ length: 20 }, (_, i) => ({ ...tool(schema), name: `find_${i}` }));
  const config = {
    ...CONFIG,
    prompt: "{{customer.name}}" + "a".repeat(32_000),
    variables: [{ name: "customer.name", fallback: "you" }],
    overrides: { prompt: true, model: false, tools: true },
    noInput: { afterMs: 8000, words: "", giveUpAfter: 3 },
    maxLength: { ms: 600_000, warnMs: 30_000, words: "Say that time is nearly up." },
    moderation: { caller: true, agent: true, refusal: "I cannot talk about that." },
    tools: { ...CONFIG.tools, http, dataActions: [{ id: "a_1", description: "", confirm: true }] },
  };
  assertEquals((await save(config)).status, 200);
  const { draft }: Agent = await (await get("/default")).json();
  assertEquals<unknown>(draft, config);
});

Deno.test("settings from before a section existed are accepted and read with that section as nobody set it", async () => {
  const old = JSON.parse(OLD_CONFIG);
  const { save, get } = await signedIn(fakeAgents(completeConfig(old)));
  const before: Agent = await (await get("/default")).json();
  assertEquals(agentSchema.parse(before).published.config, CONFIG);
  assertEquals((await save(old)).status, 200);
  const { draft }: Agent = await (await get("/default")).json();
  assertEquals(draft, CONFIG);
});

Deno.test("a draft may hand over to an agent that is still to be made; it is published only once that exists", async () => {
  const agents = fakeAgents(CONFIG);
  const { send, save } = await signedIn(agents);
  const handover = ["nobody", "default", "returns"].map((agentId) => ({ agentId, when: "asked" }));
  assertEquals((await save({ ...CONFIG, handover })).status, 200);
  const early = await send("POST", "default/publish", 2, { note: "" });
  const { code, fields } = await problem(early);
  assertEquals([early.status, code], [422, "invalid_field"]);
  assertEquals(fields?.map(({ path }) => path), [
    "handover.0.agentId",
    "handover.1.agentId",
    "handover.2.agentId",
  ]);
  await agents.create("Returns", "default");
  const onlyReturns = handover.filter(({ agentId }) => agentId === "returns");
  assertEquals((await save({ ...CONFIG, handover: onlyReturns }, 2)).status, 200);
  assertEquals((await send("POST", "default/publish", 3, { note: "" })).status, 200);
});

Deno.test("an old version that hands over to a deleted agent is not published again", async () => {
  const agents = fakeAgents(CONFIG);
  const { send, save } = await signedIn(agents);
  await agents.create("Returns", "default");
  const handover = [{ agentId: "returns", when: "" }];
  await save({ ...CONFIG, handover });
  assertEquals((await send("POST", "default/publish", 2, { note: "" })).status, 200);
  assertEquals((await send("POST", "default/restore", 3, { version: 1 })).status, 200);
  await agents.remove("returns");
  const restored = await send("POST", "default/restore", 4, { version: 2 });
  assertEquals(restored.status, 422);
  assertEquals((await problem(restored)).fields?.[0]?.path, "handover.0.agentId");
});

Deno.test("somebody else's edit is a conflict even where the draft hands over to nobody", async () => {
  const { send, save } = await signedIn();
  await save({ ...CONFIG, handover: [{ agentId: "nobody", when: "" }] });
  const late = await send("POST", "default/publish", 1, { note: "" });
  assertEquals([late.status, (await problem(late)).code], [412, "conflict"]);
});

/** As the first release wrote it. */
const OLD_CONFIG = `{
  "name": "Reception", "prompt": "You answer the phone.", "greeting": "Greet the caller.",
  "voice": "marin", "model": "gpt-realtime-2.1", "language": "",
  "turnTaking": {
    "mode": "server_vad", "threshold": 0.5, "prefixPaddingMs": 300, "silenceDurationMs": 500,
    "idleTimeoutMs": null, "eagerness": "auto", "bargeIn": true
  },
  "reasoningEffort": "low", "maxOutputTokens": "inf"
}`;
