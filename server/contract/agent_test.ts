import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { agentConfigSchema } from "./agent.ts";
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
