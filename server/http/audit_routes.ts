// /api/audit: who did what and when, as pages and as a file. Nothing here changes it.
import { Hono } from "hono";
import { z } from "zod";
import { type AuditEntry, auditPageSchema, auditQuerySchema } from "../contract/audit.ts";
import type { AdminDeps, AdminEnv } from "./admin_deps.ts";
import type { Standing } from "./admission/standing.ts";
import { fileAnswer } from "./file_answer.ts";
import { jsonAnswer } from "./json_answer.ts";
import { noteAct } from "./note_act.ts";
import { operation } from "./operation.ts";
import { type Columns, csvFile, jsonFile, pagedFile } from "./paged_file.ts";
import { validated } from "./validated.ts";

const FILE_PAGE = 200;

const fileQuerySchema = auditQuerySchema.omit({ before: true, limit: true }).extend({
  format: z.enum(["csv", "json"]).default("csv"),
});

type Deps = Pick<AdminDeps, "audit" | "clock"> & { standing: Standing };

export function auditRoutes(deps: Deps) {
  const { audit } = deps;
  return new Hono<AdminEnv>()
    .get(
      "/api/audit",
      operation({
        summary: "The audit, newest first; `before` goes on from the `next` of the page before",
        needs: "manage",
        tag: "people",
        answers: { 200: { description: "A page of entries", schema: auditPageSchema } },
        refusals: ["signed_out", "invalid_field"],
      }),
      validated("query", auditQuerySchema),
      async (c) => jsonAnswer(c, await audit.page(c.req.valid("query"))),
    )
    .get(
      "/api/audit/export",
      operation({
        summary: "All entries that fit, as a file",
        needs: "manage",
        tag: "people",
        answers: { 200: { description: "CSV with a head, or JSON", mediaType: "text/csv" } },
        refusals: ["signed_out", "invalid_field"],
      }),
      validated("query", fileQuerySchema),
      (c) => {
        const { format, ...filters } = c.req.valid("query");
        noteAct(c, deps, { act: "audit_exported", detail: { format } });
        const stream = pagedFile<AuditEntry, number>(
          format === "csv" ? CSV : JSON_FILE,
          async (after) => {
            const page = { ...filters, limit: FILE_PAGE };
            const found = await audit.page(after === null ? page : { ...page, before: after });
            return { items: found.entries, next: found.next };
          },
        );
        return fileAnswer(c, deps, { stream, name: "audit", format, needs: "manage" });
      },
    );
}

const COLUMNS: Columns<AuditEntry> = [
  ["number", ({ seq }) => seq],
  ["at", ({ atMs }) => new Date(atMs).toISOString()],
  ["act", ({ act }) => act],
  ["by_kind", ({ by }) => by.kind],
  ["by_id", ({ by }) => by.id],
  ["by", ({ by }) => by.name],
  ["target", ({ target }) => target],
  ["detail", ({ detail }) => Object.entries(detail).map((pair) => pair.join("=")).join("; ")],
  ["address", ({ address }) => address],
];

const CSV = csvFile(COLUMNS);
const JSON_FILE = jsonFile("entries", (entry: AuditEntry) => entry);
