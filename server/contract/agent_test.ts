import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type AgentConfig, agentConfigSchema } from "./agent.ts";
import { LIMITS } from "./agent_limits.ts";

const CONFIG: AgentConfig = {
  name: "Hotline",
  prompt: "You answer the phone.",
  greeting: "",
  voice: "marin",
  model: "gpt-realtime-2.1",
  language: "",
  turnTaking: {
    mode: "server_vad",
    threshold: 0.5,
    prefixPaddingMs: 300,
    silenceDurationMs: 500,
    idleTimeoutMs: null,
    eagerness: "auto",
    bargeIn: true,
  },
  reasoningEffort: "low",
  maxOutputTokens: "inf",
};
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
  assert(faultOf({ prompt: "   " }));
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
