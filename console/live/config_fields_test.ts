import { assert, assertEquals } from "@std/assert";
import type { AgentConfig } from "../../server/contract/agent.ts";
import { test } from "../testing.ts";
import { sameConfig, settingChanges, textChanges } from "./config_fields.ts";
import { richConfig } from "./rich_config.ts";
import { sampleConfig } from "./sample_agent.ts";

/** Every value inside, by its path, with a way to change that one alone. */
function leaves(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]));
}

function withOther(config: AgentConfig, path: readonly string[]): AgentConfig {
  const copy = structuredClone(config) as unknown as Record<string, unknown>;
  let at = copy;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>;
  const last = path.at(-1)!;
  const old = at[last];
  at[last] = typeof old === "boolean" ? !old : typeof old === "number" ? old + 1 : `${old}x`;
  return copy as unknown as AgentConfig;
}

test("no setting can change without the diff saying so", () => {
  const config = richConfig();
  for (const path of leaves(config)) {
    const other = withOther(config, path);
    const told = settingChanges(config, other).length + textChanges(config, other).length;
    assert(told > 0, `the diff is silent about ${path.join(".")}`);
    assert(!sameConfig(config, other), path.join("."));
  }
});

test("what was added is told against a dash, what was removed the other way round", () => {
  const none = richConfig({ handover: [] });
  const row = { label: "Hand-over to billing", before: "–", after: "Invoices." };
  assertEquals(settingChanges(none, richConfig()), [row]);
  assertEquals(settingChanges(richConfig(), none), [{
    ...row,
    before: "Invoices.",
    after: "–",
  }]);
});

test("an item that only moved changes no setting, but is no longer the same", () => {
  const two = [{ name: "a", fallback: "" }, { name: "b", fallback: "" }];
  const [before, after] = [two, two.toReversed()].map((variables) => sampleConfig({ variables }));
  assertEquals(settingChanges(before!, after!), []);
  assert(!sameConfig(before!, after!));
});

test("the schema of a tool is compared as a text, with the tool's name", () => {
  const other = richConfig();
  other.tools.http[0]!.parameters = '{"type":"object","properties":{}}';
  assertEquals(textChanges(richConfig(), other).map(({ title }) => title), [
    "Arguments of order_status",
  ]);
});

test("two settings of one name are both told", () => {
  const twice = [{ name: "a", fallback: "1" }, { name: "a", fallback: "2" }];
  const changes = settingChanges(sampleConfig(), sampleConfig({ variables: twice }));
  assertEquals(changes.map(({ label }) => label), ["Variable a", "Variable a (2)"]);
});
