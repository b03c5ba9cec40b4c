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
  assertEquals(errors.map((error) => error.path).sort(), [
    "maxOutputTokens",
    "turnTaking.idleTimeoutMs",
    "turnTaking.threshold",
  ]);
  const threshold = errors.find(({ path }) => path === "turnTaking.threshold");
  assert(threshold?.message.includes("from 0 to 1"));
});

test("a draft without a name is not sent; without a prompt it is, since something stands in", () => {
  assertEquals(paths({ name: " ", prompt: "\n" }), ["name"]);
});

test("what is typed in seconds or minutes is told its range in them", () => {
  const [error] = checkDraft(sampleConfig({ maxLength: { ms: 1, warnMs: 0, words: "" } }));
  assertEquals(error, { path: "maxLength.ms", message: "Enter a number from 1 to 120" });
  const noInput = { afterMs: 1000, words: "", giveUpAfter: 2 };
  assert(checkDraft(sampleConfig({ noInput }))[0]?.message.includes("from 3 to 120"));
});

test("a warning that would come after the end is told", () => {
  assertEquals(paths({ maxLength: { ms: 60_000, warnMs: 60_000, words: "" } }), [
    "maxLength.warnMs",
  ]);
  assertEquals(paths({ maxLength: { ms: null, warnMs: 60_000, words: "" } }), []);
});

test("items of lists are told by their place: twice the same, unnamed, without words", () => {
  const variables = [{ name: "a", fallback: "" }, { name: "a", fallback: "" }, {
    name: "1st",
    fallback: "",
  }];
  assertEquals(paths({ variables }), ["variables.1.name", "variables.2.name"]);
  const handover = [{ agentId: "", when: "" }, { agentId: "b", when: "" }, {
    agentId: "b",
    when: "",
  }];
  assertEquals(paths({ handover }), ["handover.0.agentId", "handover.2.agentId"]);
  const actions = [
    { digit: "0", does: "instruct", words: " " },
    { digit: "0", does: "end", words: "" },
  ] as const;
  assertEquals(paths({ digits: { ...sampleConfig().digits, actions: [...actions] } }), [
    "digits.actions.0.words",
    "digits.actions.1.digit",
  ]);
});
