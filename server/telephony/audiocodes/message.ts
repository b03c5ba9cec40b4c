// Text messages of VoiceAI Connect as values (audiocodes §§ 2, 3): strict about what a call cannot do without, lenient
// about everything else. Pure; knows no state of a session.
import { z } from "zod";

/** Our codes for a broken protocol; they go into the call's end. */
export type ViolationCode =
  | "E_FIRST" // the first message neither begins nor resumes a call
  | "E_FIRST_TIMEOUT" // it did not come
  | "E_INITIATE" // session.initiate is malformed, came twice, or names a conversation that is in use
  | "E_TEXT_ONLY" // VoiceAI Connect would recognise and speak by itself
  | "E_MEDIA" // nothing offered that we can take
  | "E_CONVERSATION" // session.resume names a conversation that is not here
  | "E_BUSY" // draining or full
  | "E_B64" // sound that is no base64, again and again
  | "E_SIZE"; // a message larger than we take

/** A message as it came; `type` is only what its sender says it is. */
export interface Message {
  type: string;
  fields: Readonly<Record<string, unknown>>;
}

/** Something to send: `type` and its fields. */
export interface Outgoing {
  type: string;
  [field: string]: unknown;
}

/** Characters; of sound in base64 this is four seconds of the widest format. */
export const MAX_TEXT_CHARS = 256 * 1024;

/** null: not a JSON object with a type. */
export function readMessage(text: string): Message | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(json) || typeof json.type !== "string") return null;
  return { type: json.type, fields: json };
}

const initiateSchema = z.object({
  conversationId: z.string().min(1).max(512),
  botName: z.string().catch(""),
  caller: z.string().catch(""),
  expectAudioMessages: z.boolean().default(true),
  supportedMediaFormats: z.array(z.string()).default(["raw/lpcm16"]),
});

export type Initiate = z.infer<typeof initiateSchema>;

/** A string says which field is wrong, never what it held. */
export function readInitiate(fields: Message["fields"]): Initiate | string {
  const result = initiateSchema.safeParse(fields);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  return `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "wrong"}`;
}

/** "" where there is none: everything about a party is kept by this name. */
export function participantOf(fields: Message["fields"]): string {
  return typeof fields.participant === "string" ? fields.participant : "";
}

/** With the name only where there was one. */
export function withParticipant(type: string, participant: string): Outgoing {
  return participant === "" ? { type } : { type, participant };
}

/** Well-formed text of at most `maxChars` UTF-16 units, without NUL, which no database takes. */
export function cutText(text: string, maxChars: number): string {
  return text.slice(0, maxChars).toWellFormed().replaceAll("\0", "");
}

/** A name that we do not know, fit for a log. */
export function quoted(name: string): string {
  return JSON.stringify(cutText(name, 40));
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
