// /api/agents: which agents there are, and making and deleting them. Editing one is agent_edits_routes.ts.
import { Hono } from "hono";
import type { AdminDeps, AdminEnv } from "./admin_deps.ts";
import { AGENT_ANSWER, agentAnswer, editAnswer, unknownAgent } from "./agent_answers.ts";
import { agentsSchema, createAgentSchema, versionsSchema } from "./api_schemas.ts";
import { jsonAnswer } from "./json_answer.ts";
import { noteAct } from "./note_act.ts";
import { BODY_REFUSALS, operation } from "./operation.ts";
import { notSaved, refuse } from "./problems.ts";
import { refuseFields, validated } from "./validated.ts";

export function agentsRoutes(deps: Pick<AdminDeps, "agents" | "log" | "audit">) {
  const { agents, log } = deps;
  return new Hono<AdminEnv>()
    .get(
      "/api/agents",
      operation({
        summary: "All agents",
        needs: "view",
        tag: "agents",
        answers: {
          200: { description: "Agents with draft and published version", schema: agentsSchema },
        },
        refusals: ["signed_out"],
      }),
      (c) => jsonAnswer(c, { agents: [...agents.list()] }),
    )
    .post(
      "/api/agents",
      operation({
        summary: "Make an agent as a copy of another one's draft; it is published as version 1",
        needs: "edit",
        tag: "agents",
        answers: { 201: { ...AGENT_ANSWER[200], description: "The new agent" } },
        refusals: [...BODY_REFUSALS, "not_saved"],
      }),
      validated("json", createAgentSchema),
      async (c) => {
        const { name, copyOf = agents.routes().table.defaultAgentId } = c.req.valid("json");
        const made = await agents.create(name, copyOf);
        if (made.ok) {
          log.info("agent_created", { agent: made.agent.id, copyOf });
          noteAct(c, deps, { act: "agent_added", target: made.agent.id, detail: { copyOf } });
          c.header("Location", `/api/agents/${encodeURIComponent(made.agent.id)}`);
          return agentAnswer(c, made.agent, 201);
        }
        if (made.why === "unknown") {
          return refuseFields(c, [{ path: "copyOf", message: "names no agent that exists" }]);
        }
        return editAnswer(c, made);
      },
    )
    .get(
      "/api/agents/:id",
      operation({
        summary: "One agent",
        needs: "view",
        tag: "agents",
        answers: AGENT_ANSWER,
        refusals: ["signed_out", "not_found"],
      }),
      (c) => {
        const agent = agents.get(c.req.param("id"));
        return agent ? agentAnswer(c, agent) : unknownAgent(c);
      },
    )
    .delete(
      "/api/agents/:id",
      operation({
        summary: "Delete an agent that nothing leads to; its calls stay on record",
        needs: "edit",
        tag: "agents",
        answers: { 204: { description: "Deleted" } },
        refusals: ["signed_out", "forbidden_origin", "not_found", "in_use", "not_saved"],
      }),
      async (c) => {
        const id = c.req.param("id");
        const removed = await agents.remove(id);
        if (removed.ok) {
          log.info("agent_deleted", { agent: id });
          noteAct(c, deps, { act: "agent_deleted", target: id });
          return c.body(null, 204);
        }
        switch (removed.why) {
          case "unknown":
            return unknownAgent(c);
          case "used":
            return refuse(c, "in_use", `The agent was not deleted: it is used by ${removed.by}.`);
          case "not_saved":
            return notSaved(c);
        }
      },
    )
    .get(
      "/api/agents/:id/versions",
      operation({
        summary: "Published versions of an agent, newest first",
        needs: "view",
        tag: "agents",
        answers: { 200: { description: "Versions", schema: versionsSchema } },
        refusals: ["signed_out", "not_found"],
      }),
      async (c) => {
        const id = c.req.param("id");
        if (!agents.get(id)) return unknownAgent(c);
        return jsonAnswer(c, { versions: await agents.versions(id) }, 200);
      },
    );
}
