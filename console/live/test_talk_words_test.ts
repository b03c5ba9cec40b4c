import { assert, assertEquals } from "@std/assert";
import { test } from "../testing.ts";
import { sampleAgent } from "./sample_agent.ts";
import { refusalWords, unsavedWords, versionWords } from "./test_talk_words.ts";

test("the draft has a name in place of a number", () => {
  assertEquals([versionWords(0), versionWords(1), versionWords(12)], ["draft", "v1", "v12"]);
});

test("only a saved draft is called without a word", () => {
  assertEquals(unsavedWords({ kind: "saved", atMs: 0 }), "");
  for (
    const save of [
      { kind: "invalid" },
      { kind: "conflict", current: sampleAgent() },
      { kind: "not_saved", why: "" },
      { kind: "waiting" },
    ] as const
  ) assert(/not (be )?saved/.test(unsavedWords(save)), save.kind);
});

test("every reason has words, one that is not known its code", () => {
  assert(refusalWords("E_BUDGET").includes("budget"));
  assert(refusalWords("E_ODD").includes("E_ODD"));
});
