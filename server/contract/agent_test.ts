import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type AgentConfig, agentConfigSchema } from "./agent.ts";
import { completeConfig } from "./agent_defaults.ts";
import { LIMITS } from "./agent_limits.ts";
import { SAMPLE_CONFIG as CONFIG } from "./sample_config.ts";

const faultOf = (change: Record<string, unknown>) => {
  const result = agentConfigSchema.safeParse({ ...CONFIG, ...change });
  return result.success
    ? ""
    : result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join();
};

Deno.test("S-13 a prompt is limited by its bytes, not by its characters", () => {
  assertEquals(faultOf({ prompt: "x".repeat(LIMITS.promptBytes) }), "");
  assertStringIncludes(
    faultOf({ prompt: "x".repeat(LIMITS.promptBytes - 1) + "€" }),
    "received 32770",
  );
});

Deno.test("a prompt may be empty: another source stands in", () => {
  assertEquals(faultOf({ prompt: "" }), "");
});

Deno.test("an agent from before the newer sections gets what nobody has set, by schema and by hand alike", () => {
  const { farewell: _f, tools: _t, digits: _d, noInput: _n, ...rest } = CONFIG;
  const { bargeInMs: _b, noiseReduction: _r, ...turnTaking } = rest.turnTaking;
  const old = { ...rest, turnTaking };
  assertEquals(agentConfigSchema.parse(old), CONFIG);
  assertEquals(completeConfig(old as Partial<AgentConfig>), CONFIG);
});

Deno.test("tools are refused by field: names, addresses and schemas that could not work", () => {
  const http = {
    name: "track",
    description: "",
    method: "GET",
    url: "https://crm.example/parcels/{number}",
    headers: [{ name: "Authorization", value: "Bearer {{secret.CRM}}" }],
    parameters: '{"type":"object"}',
    timeoutMs: 5000,
    confirm: false,
    redact: [],
  };
  const tools = (change: Record<string, unknown>) =>
    faultOf({ tools: { http: [{ ...http, ...change }], mcp: [], dataActions: [] } });
  assertEquals(tools({}), "");
  assertStringIncludes(tools({ name: "track parcel" }), "tools.http.0.name");
  assertStringIncludes(tools({ url: "ftp://crm.example" }), "tools.http.0.url");
  assertStringIncludes(tools({ parameters: '{"type":"string"}' }), "tools.http.0.parameters");
  assertStringIncludes(tools({ headers: [{ name: "X", value: "a\nb" }] }), "headers.0.value");
});

Deno.test("S-14 voices, models and numbers out of their sets are refused by field", () => {
  assertStringIncludes(faultOf({ voice: "nova" }), "voice");
  assertStringIncludes(faultOf({ model: "gpt-4o-realtime-preview" }), "switched off");
  assertStringIncludes(
    faultOf({ turnTaking: { ...CONFIG.turnTaking, threshold: 1.5 } }),
    "turnTaking.threshold",
  );
  assertStringIncludes(faultOf({ maxOutputTokens: 5000 }), "maxOutputTokens");
  assertStringIncludes(faultOf({ language: "english" }), "language");
});

Deno.test("a field that nobody knows is refused, not dropped", () => {
  assert(faultOf({ temperature: 0.8 }));
});
