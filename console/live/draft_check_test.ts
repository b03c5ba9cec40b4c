import { assert, assertEquals } from "@std/assert";
import { LIMITS } from "../../server/contract/agent_limits.ts";
import { test } from "../testing.ts";
import { checkDraft } from "./draft_check.ts";
import { sampleConfig } from "./sample_agent.ts";

const paths = (change: Parameters<typeof sampleConfig>[0]) =>
  checkDraft(sampleConfig(change)).map((error) => error.path);

test("a good draft has nothing to say about", () => {
  assertEquals(paths({}), []);
});

test("texts are measured in bytes, not in characters", () => {
  assertEquals(paths({ prompt: "x".repeat(LIMITS.promptBytes) }), []);
  assertEquals(paths({ prompt: "é".repeat(LIMITS.promptBytes / 2 + 1) }), ["prompt"]);
  assertEquals(paths({ greeting: "x".repeat(LIMITS.greetingBytes + 1) }), ["greeting"]);
});

test("an emptied number field is told with its range", () => {
  const turnTaking = { ...sampleConfig().turnTaking, threshold: NaN, idleTimeoutMs: 4999 };
  const errors = checkDraft(sampleConfig({ turnTaking, maxOutputTokens: 0 }));
  assertEquals(errors.map((error) => error.path), [
    "turnTaking.threshold",
    "turnTaking.idleTimeoutMs",
    "maxOutputTokens",
  ]);
  assert(errors[0]!.message.includes("from 0 to 1"));
});

test("a draft without name or prompt is not sent", () => {
  assertEquals(paths({ name: " ", prompt: "\n" }), ["name", "prompt"]);
});
