// Test calls that were announced: which agent answers them, and whether its draft does. A phone system cannot ask for
// either: such a call is known by a name that was made here a moment before.
import type { Agents, AnsweringAgent } from "./agents/agents.ts";
import { DRAFT_VERSION } from "./contract/agent_limits.ts";
import type { TestAgent } from "./http/admin_deps.ts";
import type { Invitation } from "./telephony/channel.ts";

export interface TestAgents {
  /** The call of this name is for that agent. Returns what forgets it; it is forgotten once it is answered, too. */
  expect(callId: string, whom: TestAgent): () => void;
  /** Who answers; undefined: the routes decide; null: the agent is gone. */
  take(invitation: Pick<Invitation, "callId" | "origin">): AnsweringAgent | null | undefined;
}

export function createTestAgents(agents: Pick<Agents, "get" | "published">): TestAgents {
  const expected = new Map<string, TestAgent>();
  return {
    expect(callId, whom) {
      expected.set(callId, whom);
      return () => expected.delete(callId);
    },
    take({ callId, origin }) {
      const whom = origin === "test" ? expected.get(callId) : undefined;
      if (!whom) return undefined;
      expected.delete(callId);
      const { agentId, draft } = whom;
      if (!draft) return agents.published(agentId) ?? null;
      const config = agents.get(agentId)?.draft;
      return config ? { id: agentId, version: DRAFT_VERSION, config } : null;
    },
  };
}
