// /api/calls: calls live and past, as lists, one by one and as a file; deleting past ones.
import { Hono } from "hono";
import {
  callsQuerySchema,
  cursorOf,
  exportQuerySchema,
  filtersOf,
  placeOf,
} from "../contract/history.ts";
import type { AdminDeps, AdminEnv } from "./admin_deps.ts";
import type { Standing } from "./admission/standing.ts";
import { callRecordSchema, callsSchema } from "./api_schemas.ts";
import { mayBeCallId, recordOf, unknownCall } from "./call_answers.ts";
import { exportStream } from "./calls_export.ts";
import { fileAnswer } from "./file_answer.ts";
import { noteAct } from "./note_act.ts";
import { operation } from "./operation.ts";
import { refuse } from "./problems.ts";
import { refuseFields, validated } from "./validated.ts";
import { jsonAnswer } from "./json_answer.ts";

/** `before` leaves out all calls of its millisecond. */
const AFTER_ALL = "\u{10ffff}";
/** Calls of a file that are in memory at a time. */
const EXPORT_PAGE = 500;

type Deps = Pick<AdminDeps, "floor" | "history" | "clock" | "audit"> & { standing: Standing };

export function callsRoutes(deps: Deps) {
  const { floor, history } = deps;
  return new Hono<AdminEnv>()
    .get(
      "/api/calls",
      operation({
        summary: "Calls, newest first: all, or those that fit the filters and hold the words. " +
          "`cursor` goes on from the `next` of the page before",
        needs: "view",
        tag: "calls",
        answers: { 200: { description: "A page of calls", schema: callsSchema } },
        refusals: ["signed_out", "invalid_field"],
      }),
      validated("query", callsQuerySchema),
      async (c) => {
        const { limit, before, cursor, ...query } = c.req.valid("query");
        const filters = filtersOf(query);
        if (cursor === undefined && Object.keys(filters).length === 0) {
          // The floor also knows what the store has not taken in yet.
          const page = before === undefined ? { limit } : { limit, before };
          const calls = await floor.calls(page);
          const last = calls.at(-1);
          const next = last && calls.length >= limit ? cursorOf(last) : null;
          return jsonAnswer(c, { calls, next });
        }
        const after = cursor === undefined
          ? before === undefined ? null : { startedAtMs: before, callId: AFTER_ALL }
          : placeOf(cursor);
        if (cursor !== undefined && after === null) {
          return refuseFields(c, [{
            path: "cursor",
            message: "must be the next of an earlier answer",
          }]);
        }
        const found = await history.search({ filters, limit, ...(after && { after }) });
        return jsonAnswer(c, { ...found, next: found.next && cursorOf(found.next) });
      },
    )
    .get(
      "/api/calls/export",
      operation({
        summary: "All calls that fit, as a file",
        needs: "export",
        tag: "calls",
        answers: { 200: { description: "CSV with a head, or JSON", mediaType: "text/csv" } },
        refusals: ["signed_out", "invalid_field"],
      }),
      validated("query", exportQuerySchema),
      (c) => {
        const { format, ...query } = c.req.valid("query");
        noteAct(c, deps, { act: "calls_exported", detail: { format } });
        const filters = filtersOf(query);
        const stream = exportStream(
          format,
          (after) =>
            history.search({
              filters,
              limit: EXPORT_PAGE,
              snippets: false,
              ...(after && { after }),
            }),
        );
        return fileAnswer(c, deps, { stream, name: "calls", format, needs: "export" });
      },
    )
    .get(
      "/api/calls/:id",
      operation({
        summary: "One call with its events",
        needs: "view",
        tag: "calls",
        answers: { 200: { description: "The call and its events", schema: callRecordSchema } },
        refusals: ["signed_out", "not_found"],
      }),
      async (c) => {
        const record = await recordOf({ floor, callId: c.req.param("id") });
        if (!record) return unknownCall(c);
        return jsonAnswer(c, { call: record.call, events: record.events }, 200);
      },
    )
    .delete(
      "/api/calls/:id",
      operation({
        summary: "Deletes a call that has ended, with its words, for good",
        needs: "manage",
        tag: "calls",
        answers: { 204: { description: "It is gone" } },
        refusals: ["signed_out", "forbidden_origin", "not_found", "in_use"],
      }),
      async (c) => {
        const id = c.req.param("id");
        const deletion = mayBeCallId(id) ? await history.delete(id) : "unknown";
        if (deletion === "unknown") return unknownCall(c);
        if (deletion === "live") {
          return refuse(c, "in_use", "The call has not ended. End it first, or wait for its end.");
        }
        noteAct(c, deps, { act: "call_deleted", target: id });
        return c.body(null, 204);
      },
    );
}
