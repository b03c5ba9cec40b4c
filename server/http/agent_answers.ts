// What the routes of agents answer: an agent with its revision, or why an edit was not made.
// A refusal because of somebody else's edit carries what is held now.
import type { Context } from "hono";
import type { Edit } from "../agents/agents.ts";
import { type Agent, agentSchema } from "../contract/agent.ts";
import { jsonAnswer } from "./json_answer.ts";
import { notSaved, refuse } from "./problems.ts";
import { conflict, tag } from "./revision.ts";

export const AGENT_ANSWER = {
  200: { description: "The agent; ETag is its revision", schema: agentSchema },
};

export function agentAnswer(c: Context, agent: Agent, status: 200 | 201 = 200) {
  tag(c, agent);
  return jsonAnswer(c, agent, status);
}

export function unknownAgent(c: Context) {
  return refuse(c, "not_found", "There is no such agent or version.");
}

export function editAnswer(c: Context, result: Edit) {
  if (result.ok) return agentAnswer(c, result.agent);
  switch (result.why) {
    case "unknown":
      return unknownAgent(c);
    case "conflict":
      return conflict(c, "this agent", result.current);
    case "not_saved":
      return notSaved(c);
  }
}
