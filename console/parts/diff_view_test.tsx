import { assertEquals, assertStringIncludes } from "@std/assert";
import { draw, words } from "../draw_for_tests.ts";
import { sampleConfig } from "../live/sample_agent.ts";
import { test } from "../testing.ts";
import { ConfigDiff } from "./diff_view.tsx";

test("a change is told in words as well as in colours", () => {
  const after = sampleConfig({
    voice: "cedar",
    prompt: sampleConfig().prompt.replace("Be brief.", "Be very brief."),
  });
  const diff = <ConfigDiff before={sampleConfig()} after={after} />;
  assertStringIncludes(words(diff), "Voice marin cedar");
  assertStringIncludes(words(diff), "Removed: Be brief.");
  assertStringIncludes(draw(diff), "<mark>very </>");
});

test("no difference is said, not shown as an empty box", () => {
  const same = <ConfigDiff before={sampleConfig()} after={sampleConfig()} />;
  assertEquals(words(same), "There is no difference.");
});
