import { assert, assertEquals, assertLess, assertStringIncludes } from "@std/assert";
import { agentConfigSchema } from "../contract/agent.ts";
import { LIMITS, MODELS, utf8Bytes } from "../contract/agent_limits.ts";
import { defaultConfig } from "./default_config.ts";
import { HOUSE_RULES } from "./render.ts";

Deno.test("the built-in agent is one that the editor would accept, with room to grow", () => {
  assertEquals(agentConfigSchema.parse(defaultConfig()), defaultConfig());
  assertLess(utf8Bytes(defaultConfig().prompt), LIMITS.promptBytes / 4);
  assert(MODELS.some((model) => model.id === defaultConfig().model && !model.shutdown));
});

Deno.test("model and voice of the environment replace the built-in ones", () => {
  assertEquals(defaultConfig({ model: "gpt-realtime-2", voice: "cedar" }), {
    ...defaultConfig(),
    model: "gpt-realtime-2",
    voice: "cedar",
  });
  assertEquals(defaultConfig({ voice: "cedar" }).model, defaultConfig().model);
});

Deno.test("the rest of the environment's settings arrive where the editor shows them", () => {
  const config = defaultConfig({
    language: "de",
    maxOutputTokens: 400,
    turnDetection: "semantic_vad",
    eagerness: "high",
    reasoningEffort: "minimal",
  });
  assertEquals(config, {
    ...defaultConfig(),
    language: "de",
    maxOutputTokens: 400,
    turnTaking: { ...defaultConfig().turnTaking, mode: "semantic_vad", eagerness: "high" },
    reasoningEffort: "minimal",
  });
  assertEquals(agentConfigSchema.parse(config), config);
});

Deno.test("rules and prompt name the tools that end a call by the names they have", () => {
  for (const tool of ["end_conversation_successfully", "end_conversation_with_escalation"]) {
    assertStringIncludes(HOUSE_RULES, tool);
    assertStringIncludes(defaultConfig().prompt, tool);
  }
});
