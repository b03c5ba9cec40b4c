import { assertEquals, assertNotEquals, assertStringIncludes } from "@std/assert";
import { SAMPLE_CONFIG } from "../contract/sample_config.ts";
import { summaryPrompt } from "./summary_prompt.ts";

const config = (summary: Partial<typeof SAMPLE_CONFIG.summary>) => ({
  ...SAMPLE_CONFIG,
  summary: { ...SAMPLE_CONFIG.summary, ...summary },
});

Deno.test("the agent's own prompt comes first, then the setting, then ours", () => {
  const own = config({ prompt: "Sum up in rhyme." });
  assertEquals(summaryPrompt({ config: own, endingPrompt: "As a list." }), "Sum up in rhyme.");
  const none = config({ prompt: "  " });
  assertEquals(summaryPrompt({ config: none, endingPrompt: "As a list." }), "As a list.");
  const built = summaryPrompt({ config: none, endingPrompt: " " });
  assertStringIncludes(built, "two or three sentences");
});

Deno.test("JSON is asked for whatever the prompt says; ours names the fields of the old connectors", () => {
  const own = summaryPrompt({
    config: config({ prompt: "In rhyme.", format: "json" }),
    endingPrompt: "",
  });
  assertEquals(own, "In rhyme.\nAnswer with one JSON object and nothing else.");
  const built = summaryPrompt({ config: config({ format: "json" }), endingPrompt: "" });
  for (const field of ["main_topics", "key_decisions", "action_items", "sentiment"]) {
    assertStringIncludes(built, field);
  }
  assertNotEquals(built, summaryPrompt({ config: config({}), endingPrompt: "" }));
});
