import { assertEquals } from "@std/assert";
import { SAMPLE_CONFIG } from "./contract/sample_config.ts";
import { createTestAgents } from "./test_agents.ts";

const PUBLISHED = { id: "night", version: 3, config: { ...SAMPLE_CONFIG, greeting: "Published" } };
const DRAFT = { ...SAMPLE_CONFIG, greeting: "Draft" };

function tests() {
  return createTestAgents({
    published: (id) => id === "night" ? PUBLISHED : undefined,
    get: (id) =>
      id === "night"
        ? {
          id,
          revision: 9,
          draft: DRAFT,
          draftSavedAtMs: 0,
          published: { version: 3, config: PUBLISHED.config, note: "", publishedAtMs: 0 },
        }
        : undefined,
  });
}

Deno.test("an announced call is answered by the draft as version 0, or by what is published", () => {
  const { expect, take } = tests();
  expect("a", { agentId: "night", draft: true });
  expect("b", { agentId: "night", draft: false });
  assertEquals(take({ callId: "a", origin: "test" }), { id: "night", version: 0, config: DRAFT });
  assertEquals(take({ callId: "b", origin: "test" }), PUBLISHED);
});

Deno.test("an announcement is good for one call, and can be taken back", () => {
  const { expect, take } = tests();
  expect("a", { agentId: "night", draft: true });
  take({ callId: "a", origin: "test" });
  assertEquals(take({ callId: "a", origin: "test" }), undefined);
  expect("b", { agentId: "night", draft: true })();
  assertEquals(take({ callId: "b", origin: "test" }), undefined);
});

Deno.test("a call that comes from a phone gets no draft, whatever its name", () => {
  const { expect, take } = tests();
  expect("a", { agentId: "night", draft: true });
  assertEquals(take({ callId: "a", origin: "phone" }), undefined);
});

Deno.test("an agent that was deleted meanwhile answers nobody", () => {
  const { expect, take } = tests();
  expect("a", { agentId: "gone", draft: true });
  expect("b", { agentId: "gone", draft: false });
  assertEquals(take({ callId: "a", origin: "test" }), null);
  assertEquals(take({ callId: "b", origin: "test" }), null);
});
