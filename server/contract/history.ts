// Past calls over HTTP: the query that asks for them and the place that a page goes on from. The plain part
// of it is history_filters.ts.
import { z } from "zod";
import { CALL_KINDS, END_REASONS, type EndReason } from "./call.ts";
import type { CallMarks, CallPlace, HistoryFilters, Snippet } from "./history_filters.ts";
import { HISTORY_LIMITS } from "./history_filters.ts";

const flag = z.enum(["true", "false"]).transform((text) => text === "true");
const name = z.string().max(200);

/** Milliseconds, or a day or moment of ISO 8601; a day begins at midnight UTC. */
const moment = z.string().max(40).transform((text, context) => {
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Date.parse(text);
  if (Number.isFinite(ms)) return ms;
  context.addIssue({
    code: "custom",
    message: "must be UTC milliseconds, or like 2026-11-21 or 2026-11-21T09:30:00Z",
  });
  return z.NEVER;
}).meta({ type: "string" });

const filters = {
  text: z.string().max(HISTORY_LIMITS.textChars).refine(
    (text) => text.split(/\s+/).length <= HISTORY_LIMITS.terms,
    `must be at most ${HISTORY_LIMITS.terms} words`,
  ),
  agent: name,
  version: z.coerce.number().int().nonnegative(),
  route: name,
  protocol: name,
  kind: z.enum(CALL_KINDS),
  origin: z.enum(["phone", "test"]),
  endReason: z.enum(Object.keys(END_REASONS) as [EndReason, ...EndReason[]]),
  from: moment,
  to: moment,
  minDurationMs: z.coerce.number().nonnegative(),
  number: z.string().regex(/^\d{2,20}$/, "must be 2 to 20 digits"),
  interrupted: flag,
  toolFailed: flag,
  steppedIn: flag,
  ended: flag,
};

const historyFiltersSchema = z.strictObject(filters).partial();

/** Of GET /api/calls. */
export const callsQuerySchema = historyFiltersSchema.extend({
  limit: z.coerce.number().int().min(1).max(HISTORY_LIMITS.page).default(50),
  /** Where the page before said that it goes on. */
  cursor: z.string().max(600).optional(),
  /** startedAtMs of the last call already had; `cursor` does the same without a doubt between two of one moment. */
  before: z.coerce.number().nonnegative().optional(),
});

/** Of GET /api/calls/export. */
export const exportQuerySchema = historyFiltersSchema.extend({
  format: z.enum(["csv", "json"]).default("csv"),
});

export const callMarksSchema: z.ZodType<CallMarks> = z.object({
  toolFailures: z.number(),
  steppedIn: z.boolean(),
}).meta({ id: "CallMarks" });

export const snippetSchema: z.ZodType<Snippet> = z.object({
  who: z.enum(["caller", "agent", "translation", "summary"]),
  offsetMs: z.number(),
  unheard: z.boolean(),
  parts: z.array(z.object({ text: z.string(), hit: z.boolean() })),
}).meta({ id: "Snippet" });

/** Only the filters of a query, without those that were not given. */
export function filtersOf(query: z.infer<typeof historyFiltersSchema>): HistoryFilters {
  const given = Object.keys(filters).flatMap((key) => {
    const value = query[key as keyof typeof query];
    return value === undefined ? [] : [[key, value]];
  });
  return Object.fromEntries(given);
}

const place = z.tuple([z.number(), z.string().max(200)]);

export function cursorOf({ startedAtMs, callId }: CallPlace): string {
  const bytes = new TextEncoder().encode(JSON.stringify([startedAtMs, callId]));
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}

/** Null: it is none of ours. */
export function placeOf(cursor: string): CallPlace | null {
  try {
    const bytes = Uint8Array.fromBase64(cursor, { alphabet: "base64url" });
    const read = place.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
    return read.success ? { startedAtMs: read.data[0], callId: read.data[1] } : null;
  } catch {
    return null;
  }
}
