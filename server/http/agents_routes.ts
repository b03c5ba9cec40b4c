// /api/agents: reading and editing agents. Every edit names the revision it began from, so that nobody's
// text is overwritten unseen; a refusal for that reason carries what is held now.
import { Hono } from "hono";
import type { Context } from "hono";
import type { Edit } from "../agents/agents.ts";
import { agentConfigSchema, agentSchema } from "../contract/agent.ts";
import type { Agent } from "../contract/agent.ts";
import type { AdminDeps, AdminEnv } from "./admin_deps.ts";
import { agentsSchema, publishSchema, restoreSchema, versionsSchema } from "./api_schemas.ts";
import { operation } from "./operation.ts";
import { refuse } from "./problems.ts";
import { validated } from "./validated.ts";
import { jsonAnswer } from "./json_answer.ts";

const AGENT_ANSWER = {
  200: { description: "The agent; ETag is its revision", schema: agentSchema },
};

export function agentsRoutes({ agents, log }: Pick<AdminDeps, "agents" | "log">) {
  return new Hono<AdminEnv>()
    .get(
      "/api/agents",
      operation({
        summary: "All agents",
        tag: "agents",
        answers: {
          200: { description: "Agents with draft and published version", schema: agentsSchema },
        },
        refusals: ["signed_out"],
      }),
      (c) => jsonAnswer(c, { agents: [...agents.list()] }),
    )
    .get(
      "/api/agents/:id",
      operation({
        summary: "One agent",
        tag: "agents",
        answers: AGENT_ANSWER,
        refusals: ["signed_out", "not_found"],
      }),
      (c) => {
        const agent = agents.get(c.req.param("id"));
        return agent ? answer(c, agent) : unknownAgent(c);
      },
    )
    .get(
      "/api/agents/:id/versions",
      operation({
        summary: "Published versions of an agent, newest first",
        tag: "agents",
        answers: { 200: { description: "Versions", schema: versionsSchema } },
        refusals: ["signed_out", "not_found"],
      }),
      async (c) => {
        const id = c.req.param("id");
        if (!agents.get(id)) return unknownAgent(c);
        return jsonAnswer(c, { versions: await agents.versions(id) }, 200);
      },
    )
    .put(
      "/api/agents/:id/draft",
      edit("Save the draft"),
      validated("json", agentConfigSchema),
      async (c) => {
        const revision = ifMatch(c);
        if (revision === null) return noRevision(c);
        const saved = await agents.saveDraft(c.req.param("id"), revision, c.req.valid("json"));
        return outcome(c, saved);
      },
    )
    .post(
      "/api/agents/:id/publish",
      edit("Publish the draft as the next version; calls answered from now on use it"),
      validated("json", publishSchema),
      async (c) => {
        const revision = ifMatch(c);
        if (revision === null) return noRevision(c);
        const id = c.req.param("id");
        const published = await agents.publish(id, revision, c.req.valid("json").note);
        if (published.ok) logPublished(published.agent);
        return outcome(c, published);
      },
    )
    .post(
      "/api/agents/:id/restore",
      edit("Publish an old version again, as a new one"),
      validated("json", restoreSchema),
      async (c) => {
        const revision = ifMatch(c);
        if (revision === null) return noRevision(c);
        const id = c.req.param("id");
        const restored = await agents.restore(id, revision, c.req.valid("json").version);
        if (restored.ok) logPublished(restored.agent);
        return outcome(c, restored);
      },
    );

  function logPublished(agent: Agent): void {
    log.info("agent_published", { agent: agent.id, version: agent.published.version });
  }
}

function edit(summary: string) {
  return operation({
    summary,
    tag: "agents",
    answers: AGENT_ANSWER,
    headers: ["If-Match"],
    refusals: [
      "signed_out",
      "forbidden_origin",
      "not_found",
      "invalid_body",
      "invalid_field",
      "too_large",
      "precondition_required",
      "conflict",
      "not_saved",
    ],
  });
}

/** The revision an edit began from; null where none is named: `*` would overwrite anything. */
function ifMatch(c: Context): number | null {
  const digits = /^"(\d{1,15})"$/.exec(c.req.header("if-match")?.trim() ?? "")?.[1];
  return digits === undefined ? null : Number(digits);
}

function outcome(c: Context, result: Edit) {
  if (result.ok) return answer(c, result.agent);
  switch (result.why) {
    case "unknown":
      return unknownAgent(c);
    case "conflict": {
      tag(c, result.current);
      const message = "Somebody else saved this agent meanwhile. Compare, then save again.";
      return refuse(c, "conflict", message, { current: result.current });
    }
    case "not_saved":
      return refuse(
        c,
        "not_saved",
        "The edit could not be written to disk and was not applied. Keep your text and try again.",
      );
  }
}

function answer(c: Context, agent: Agent) {
  tag(c, agent);
  return jsonAnswer(c, agent, 200);
}

function tag(c: Context, agent: Agent): void {
  c.header("ETag", `"${agent.revision}"`);
}

function unknownAgent(c: Context) {
  return refuse(c, "not_found", "There is no such agent or version.");
}

function noRevision(c: Context) {
  return refuse(
    c,
    "precondition_required",
    'An edit needs the header If-Match: "<revision>" with the revision it began from.',
  );
}
