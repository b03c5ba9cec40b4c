// Text messages of the phone system as values (audiohook §§ 3, 5): strict about what breaks the accounting
// of messages, lenient about everything that Genesys may add. Pure; knows no state of a session.
import { z } from "zod";

/** Our codes for a broken protocol; they go into `disconnect.info` and into the call's end. */
export type ViolationCode =
  | "E_JSON" // not a JSON object
  | "E_PARAM" // a field is missing or wrong
  | "E_ID" // the id is not the session's
  | "E_SEQ" // seq is not the last plus one
  | "E_SERVERSEQ" // serverseq is higher than anything we sent
  | "E_MEDIA" // nothing offered that we can take
  | "E_SIZE" // a message larger than the protocol allows
  | "E_OPEN" // open came a third time
  | "E_OPEN_TIMEOUT" // open did not come
  | "E_ORG" // open names another organisation than the upgrade
  | "E_FLOOD"; // too many pings or unknown messages

export interface Message {
  type: string;
  id: string;
  /** As received: whether they are right is for the session to say. */
  seq: unknown;
  serverseq: unknown;
  parameters: Readonly<Record<string, unknown>>;
}

export type Reading<T> =
  | { ok: true; value: T }
  | { ok: false; code: ViolationCode; detail: string };

/** A detail names fields and types, never values: a value may be a caller's. */
export function readMessage(text: string): Reading<Message> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ok: false, code: "E_JSON", detail: `${text.length} characters that are no JSON` };
  }
  if (!isRecord(json)) return { ok: false, code: "E_JSON", detail: `${kindOf(json)}, no object` };
  const { version, type, id, seq, serverseq, parameters = {} } = json;
  if (version !== "2") return wrong("version", version);
  if (typeof type !== "string") return wrong("type", type);
  if (typeof id !== "string") return wrong("id", id);
  if (!isRecord(parameters)) return wrong("parameters", parameters);
  return { ok: true, value: { type, id, seq, serverseq, parameters } };
}

/** Whether `value` can be a seq at all. */
export function isSeq(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

const uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i);
const duration = z.string();

const openSchema = z.object({
  organizationId: uuid,
  conversationId: uuid,
  participant: z.object({ ani: z.string().default(""), dnis: z.string().default("") })
    .default({ ani: "", dnis: "" }),
  media: z.array(z.unknown()),
  language: z.string().default(""),
  supportedLanguages: z.boolean().default(false),
  customConfig: z.unknown().optional(),
  inputVariables: z.unknown().optional(),
});
const gapSchema = z.object({ start: duration, discarded: duration });
const updateSchema = z.object({ language: z.string().max(64).optional() });
const dtmfSchema = z.object({ digit: z.string().regex(/^[0-9A-D*#]$/) });

export type OpenParameters = z.infer<typeof openSchema>;

export const readOpen = reader(openSchema);
/** `start` and `discarded` of `resumed` and `discarded`. */
export const readGap = reader(gapSchema);
export const readUpdate = reader(updateSchema);
export const readDigit = reader(dtmfSchema);

export function isUuid(text: string): boolean {
  return uuid.safeParse(text).success;
}

/** A type we do not know, fit for a log. */
export function quotedType(type: string): string {
  return JSON.stringify(type.slice(0, 32).toWellFormed());
}

function reader<T>(schema: z.ZodType<T>): (parameters: Message["parameters"]) => Reading<T> {
  return (parameters) => {
    const result = schema.safeParse(parameters);
    if (result.success) return { ok: true, value: result.data };
    const issue = result.error.issues[0];
    const field = ["parameters", ...(issue?.path ?? [])].join(".");
    return { ok: false, code: "E_PARAM", detail: `${field}: ${issue?.code ?? "wrong"}` };
  };
}

function wrong(field: string, value: unknown): Reading<never> {
  return { ok: false, code: "E_PARAM", detail: `${field}: received ${kindOf(value)}` };
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "an array" : typeof value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
