// What a row of the tables behind the settings must look like before anything trusts it: people, tokens, webhooks,
// deliveries, the audit.
import { z } from "zod";
import { apiTokenSchema } from "../contract/api_token.ts";
import { auditEntrySchema, type AuditPage } from "../contract/audit.ts";
import { personSchema } from "../contract/person.ts";
import { deliverySchema, webhookSchema } from "../contract/webhook.ts";
import { DELIVERY_STATES, WEBHOOK_EVENTS } from "../contract/webhook_limits.ts";
import type { Row } from "./rows.ts";
import type { DeliveryRow, PersonRow, SessionRow, TokenRow, WebhookRow } from "./store.ts";
import { StoreError } from "./store_error.ts";

const personRow: z.ZodType<PersonRow> = z.object({
  person: personSchema,
  signInKey: z.string(),
  passwordHash: z.string().nullable(),
  invitation: z.object({ codeHash: z.string(), untilMs: z.number() }).nullable(),
  subject: z.string().nullable(),
});
const tokenRow: z.ZodType<TokenRow> = z.object({ token: apiTokenSchema, hash: z.string() });
const webhookRow: z.ZodType<WebhookRow> = z.object({ webhook: webhookSchema, secret: z.string() });

/** @throws StoreError "damaged": with somebody missing without a word an admin could lose their way in. */
export function readPerson(row: Row): PersonRow {
  return read(personRow, row, "a person");
}

/** @throws StoreError "damaged": a receiver must not be lost without a word. */
export function readWebhook(row: Row): WebhookRow {
  return read(webhookRow, row, "a webhook");
}

export function readSession(row: Row): SessionRow {
  return {
    tokenHash: String(row["token_hash"]),
    createdAtMs: Number(row["created_at_ms"]),
    usedAtMs: Number(row["used_at_ms"]),
    personId: row["person_id"] === null ? null : String(row["person_id"]),
  };
}

/** As somebody has used it. */
export function usedToken(row: TokenRow, usedAtMs: number): TokenRow {
  const later = Math.max(usedAtMs, row.token.usedAtMs ?? 0);
  return { ...row, token: { ...row.token, usedAtMs: later } };
}

/** One that cannot be read lets nobody in. */
export function readTokens(rows: readonly Row[]): TokenRow[] {
  return rows.flatMap((row) => {
    const read = tokenRow.safeParse(JSON.parse(String(row["json"])));
    return read.success ? [read.data] : [];
  });
}

/** Newest first. `limit`: of what was asked for. */
export function readAuditPage(rows: readonly Row[], limit: number): AuditPage {
  const entries = rows.flatMap((row) => {
    const seq = Number(row["seq"]);
    const read = auditEntrySchema.safeParse({ ...JSON.parse(String(row["json"])), seq });
    return read.success ? [read.data] : [];
  });
  const last = rows.at(-1);
  const next = last && rows.length >= limit ? Number(last["seq"]) : null;
  return { entries, next };
}

function read<T>(schema: z.ZodType<T>, row: Row, what: string): T {
  const read = schema.safeParse(JSON.parse(String(row["json"])));
  if (read.success) return read.data;
  const path = read.error.issues[0]?.path.join(".") ?? "";
  throw new StoreError(
    "damaged",
    `Cannot read ${what} from the store: "${path}" is not what it should be; restore a backup`,
  );
}

const eventColumn = z.enum(WEBHOOK_EVENTS).catch("call.finished");
const stateColumn = z.enum(DELIVERY_STATES).catch("given_up");

export function readDelivery(row: Row): DeliveryRow {
  return {
    webhookId: String(row["webhook_id"]),
    id: String(row["id"]),
    event: eventColumn.parse(row["event"]),
    callId: String(row["call_id"]),
    body: String(row["body"]),
    state: stateColumn.parse(row["state"]),
    attempts: Number(row["attempts"]),
    nextAtMs: Number(row["next_at_ms"]),
    createdAtMs: Number(row["created_at_ms"]),
    tries: readTries(String(row["tries"])),
  };
}

function readTries(json: string): DeliveryRow["tries"] {
  try {
    return deliverySchema.shape.tries.parse(JSON.parse(json));
  } catch {
    return [];
  }
}
