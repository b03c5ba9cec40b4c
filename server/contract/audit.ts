// The audit: who did what and when. Entries are only ever added, and leave by age alone.
import { z } from "zod";
import { AUDIT_ACTORS, AUDIT_ACTS } from "./audit_acts.ts";

export const auditEntrySchema = z.object({
  /** Rises by one. */
  seq: z.int(),
  /** UTC. */
  atMs: z.number(),
  act: z.enum(AUDIT_ACTS),
  by: z.object({
    kind: z.enum(AUDIT_ACTORS),
    /** Of the person or the API token; "": there is none. */
    id: z.string(),
    name: z.string(),
  }),
  /** What it was done to: the id of a call, an agent, a person …; "": nothing by itself. */
  target: z.string(),
  /** More by name: short, never a secret, never a caller's words. */
  detail: z.record(z.string(), z.string()),
  /** Network address as far as it is known. */
  address: z.string(),
}).meta({ id: "AuditEntry" });
export type AuditEntry = z.infer<typeof auditEntrySchema>;

/** Newest first. `next`: pass it as `before`; null: these are the last. */
export const auditPageSchema = z.object({
  entries: z.array(auditEntrySchema),
  next: z.int().nullable(),
}).meta({ id: "AuditPage" });
export type AuditPage = z.infer<typeof auditPageSchema>;

/** Query of GET /api/audit. */
export const auditQuerySchema = z.strictObject({
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  act: z.enum(AUDIT_ACTS).optional(),
  /** Id of a person or an API token. */
  by: z.string().max(100).optional(),
  target: z.string().max(100).optional(),
  fromMs: z.coerce.number().optional(),
  toMs: z.coerce.number().optional(),
});
export type AuditQuery = z.infer<typeof auditQuerySchema>;
