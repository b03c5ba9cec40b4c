// /api/routes: which agent answers which call, as one table that is edited whole, and a tester for it.
import { Hono } from "hono";
import type { Context } from "hono";
import type { HeldRoutes } from "../agents/agents.ts";
import {
  routeDecisionSchema,
  routeQuerySchema,
  type RouteTable,
  routeTableSchema,
} from "../contract/route.ts";
import type { AdminDeps, AdminEnv } from "./admin_deps.ts";
import { heldRoutesSchema } from "./api_schemas.ts";
import { jsonAnswer } from "./json_answer.ts";
import { noteAct } from "./note_act.ts";
import { BODY_REFUSALS, operation } from "./operation.ts";
import { notSaved } from "./problems.ts";
import { conflict, ifMatch, noRevision, tag } from "./revision.ts";
import { refuseFields, validated } from "./validated.ts";

const TABLE_ANSWER = {
  200: { description: "The table; ETag is its revision", schema: heldRoutesSchema },
};

export function routeTableRoutes(deps: Pick<AdminDeps, "agents" | "log" | "audit">) {
  const { agents, log } = deps;
  return new Hono<AdminEnv>()
    .get(
      "/api/routes",
      operation({
        summary: "Which agent answers which call; the first route that fits wins",
        needs: "view",
        tag: "routes",
        answers: TABLE_ANSWER,
        refusals: ["signed_out"],
      }),
      (c) => answer(c, agents.routes()),
    )
    .put(
      "/api/routes",
      operation({
        summary: "Save the whole table; it holds for calls from now on",
        needs: "edit",
        tag: "routes",
        answers: TABLE_ANSWER,
        headers: ["If-Match"],
        refusals: [...BODY_REFUSALS, "precondition_required", "conflict", "not_saved"],
      }),
      validated("json", routeTableSchema),
      async (c) => {
        const revision = ifMatch(c);
        if (revision === null) return noRevision(c);
        const table = c.req.valid("json");
        const saved = await agents.saveRoutes(revision, table);
        if (saved.ok) {
          log.info("routes_saved", { routes: table.routes.length });
          noteAct(c, deps, {
            act: "routes_changed",
            detail: { revision: String(saved.routes.revision), routes: `${table.routes.length}` },
          });
          return answer(c, saved.routes);
        }
        switch (saved.why) {
          case "conflict":
            return conflict(c, "the routes", saved.current);
          case "unknown_agent":
            return refuseFields(c, placesOf(table, saved.agentId));
          case "not_saved":
            return notSaved(c);
        }
      },
    )
    .post(
      "/api/routes/test",
      operation({
        summary: "Which agent would take a call like this, and why",
        needs: "view",
        tag: "routes",
        answers: { 200: { description: "The decision", schema: routeDecisionSchema } },
        refusals: BODY_REFUSALS,
      }),
      validated("json", routeQuerySchema),
      (c) => {
        const { agent, route, because } = agents.route(c.req.valid("json"));
        const { id: agentId, version, config } = agent;
        return jsonAnswer(c, { agentId, agentName: config.name, version, route, because });
      },
    );
}

function answer(c: Context, routes: HeldRoutes) {
  tag(c, routes);
  return jsonAnswer(c, { revision: routes.revision, table: routes.table });
}

/** Each field of the table that names the agent. */
function placesOf(table: RouteTable, agentId: string) {
  const paths = table.routes.flatMap((route, i) =>
    route.agentId === agentId ? [`routes.${i}.agentId`] : []
  );
  if (table.defaultAgentId === agentId) paths.unshift("defaultAgentId");
  return paths.map((path) => ({ path, message: "names no agent that exists" }));
}
