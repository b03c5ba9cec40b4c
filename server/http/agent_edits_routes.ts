// /api/agents/:id/draft, publish and restore: editing one agent. Every edit names the revision it began from.
import { Hono } from "hono";
import type { Context } from "hono";
import { type Agent, agentConfigSchema } from "../contract/agent.ts";
import type { AdminDeps, AdminEnv } from "./admin_deps.ts";
import { Seldom } from "./admission/seldom.ts";
import { AGENT_ANSWER, editAnswer } from "./agent_answers.ts";
import { publishSchema, restoreSchema } from "./api_schemas.ts";
import { strayHandovers } from "./handover_check.ts";
import { noteAct } from "./note_act.ts";
import { BODY_REFUSALS, operation } from "./operation.ts";
import { ownerOf } from "./owner.ts";
import { ifMatch, noRevision } from "./revision.ts";
import { refuseFields, validated } from "./validated.ts";

/** Drafts save themselves: one entry for as long as somebody is likely to be at it. */
const DRAFT_NOTED_EVERY_MS = 10 * 60_000;

type Deps = Pick<AdminDeps, "agents" | "log" | "audit" | "clock">;

export function agentEditsRoutes(deps: Deps) {
  const { agents, log } = deps;
  const drafts = new Seldom(deps.clock, DRAFT_NOTED_EVERY_MS);
  return new Hono<AdminEnv>()
    .put(
      "/api/agents/:id/draft",
      edit("Save the draft"),
      validated("json", agentConfigSchema),
      async (c) => {
        const revision = ifMatch(c);
        if (revision === null) return noRevision(c);
        const id = c.req.param("id");
        const saved = await agents.saveDraft(id, revision, c.req.valid("json"));
        if (saved.ok && drafts.may(`${id} ${ownerOf(c).owner}`)) {
          noteAct(c, deps, { act: "agent_draft_saved", target: id });
        }
        return editAnswer(c, saved);
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
        const agent = agents.get(id);
        // Of another revision the draft is not what is meant: that is a conflict, whatever it holds.
        const stray = agent?.revision === revision ? strayHandovers(agent.draft, id, exists) : [];
        if (stray.length > 0) return refuseFields(c, stray);
        const published = await agents.publish(id, revision, c.req.valid("json").note);
        if (published.ok) noted(c, "agent_published", published.agent);
        return editAnswer(c, published);
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
        const { version } = c.req.valid("json");
        const stray = await strayInVersion(id, version);
        if (stray.length > 0) return refuseFields(c, stray);
        const restored = await agents.restore(id, revision, version);
        if (restored.ok) noted(c, "agent_restored", restored.agent);
        return editAnswer(c, restored);
      },
    );

  /** An agent that an old version hands over to may have been deleted since. */
  async function strayInVersion(id: string, version: number) {
    if (!agents.get(id)) return [];
    const old = (await agents.versions(id)).find((each) => each.version === version);
    return old ? strayHandovers(old.config, id, exists) : [];
  }

  function exists(id: string): boolean {
    return agents.get(id) !== undefined;
  }

  function noted(
    c: Context<AdminEnv>,
    act: "agent_published" | "agent_restored",
    { id, published: { version } }: Agent,
  ): void {
    log.info("agent_published", { agent: id, version });
    noteAct(c, deps, { act, target: id, detail: { version: String(version) } });
  }
}

function edit(summary: string) {
  return operation({
    summary,
    needs: "edit",
    tag: "agents",
    answers: AGENT_ANSWER,
    headers: ["If-Match"],
    refusals: [...BODY_REFUSALS, "not_found", "precondition_required", "conflict", "not_saved"],
  });
}
