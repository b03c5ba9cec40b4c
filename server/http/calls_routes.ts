// /api/calls: calls live and past, as lists and one by one. Only reads.
import { Hono } from "hono";
import type { AdminDeps, AdminEnv } from "./admin_deps.ts";
import { callRecordSchema, callsPageSchema, callsSchema } from "./api_schemas.ts";
import { operation } from "./operation.ts";
import { refuse } from "./problems.ts";
import { validated } from "./validated.ts";
import { jsonAnswer } from "./json_answer.ts";

/** Longer than any id that a protocol gives; no store needs to look. */
const LONGEST_CALL_ID = 200;

export function callsRoutes({ floor }: Pick<AdminDeps, "floor">) {
  return new Hono<AdminEnv>()
    .get(
      "/api/calls",
      operation({
        summary: "Calls, newest first",
        tag: "calls",
        answers: { 200: { description: "A page of calls", schema: callsSchema } },
        refusals: ["signed_out", "invalid_field"],
      }),
      validated("query", callsPageSchema),
      async (c) => {
        const { limit, before } = c.req.valid("query");
        const page = before === undefined ? { limit } : { limit, before };
        return jsonAnswer(c, { calls: await floor.calls(page) });
      },
    )
    .get(
      "/api/calls/:id",
      operation({
        summary: "One call with its events",
        tag: "calls",
        answers: { 200: { description: "The call and its events", schema: callRecordSchema } },
        refusals: ["signed_out", "not_found"],
      }),
      async (c) => {
        const id = c.req.param("id");
        const record = id.length > LONGEST_CALL_ID ? undefined : await floor.call(id);
        if (!record) return refuse(c, "not_found", "There is no such call, or no longer.");
        return jsonAnswer(c, { call: record.call, events: record.events }, 200);
      },
    );
}
