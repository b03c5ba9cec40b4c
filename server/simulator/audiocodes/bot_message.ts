// Reads what the bot sent and names each fault in it (audiocodes §§ 2–7). Pure: whether a message is right in itself;
// whether it is right at this moment is the session's business.
import { z } from "zod";
import { type Activity, readActivity } from "./activity.ts";
import type { Fault } from "./rules.ts";

const from = { conversationId: z.string().optional() };
const leg = { ...from, participant: z.string().optional() };
const words = {
  ...leg,
  alternatives: z.array(
    z.strictObject({ text: z.string(), confidence: z.number().min(0).max(1).optional() }),
  ).min(1),
};

const Message = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("connection.validated"), success: z.boolean(), ...from }),
  z.strictObject({ type: z.literal("session.accepted"), mediaFormat: z.string(), ...from }),
  z.strictObject({ type: z.literal("session.error"), reason: z.string(), ...from }),
  z.strictObject({ type: z.literal("userStream.started"), ...leg }),
  z.strictObject({ type: z.literal("userStream.stopped"), ...leg }),
  z.strictObject({ type: z.literal("userStream.speech.started"), ...leg }),
  z.strictObject({ type: z.literal("userStream.speech.stopped"), ...leg }),
  z.strictObject({ type: z.literal("userStream.speech.committed"), ...leg }),
  z.strictObject({ type: z.literal("userStream.speech.hypothesis"), ...words }),
  z.strictObject({ type: z.literal("userStream.speech.recognition"), ...words }),
  z.strictObject({
    type: z.literal("playStream.start"),
    streamId: z.string().min(1),
    mediaFormat: z.string(),
    altText: z.string().optional(),
    activityParams: z.record(z.string(), z.unknown()).optional(),
    targetPlayer: z.string().optional(),
    ...leg,
  }),
  z.strictObject({
    type: z.literal("playStream.chunk"),
    streamId: z.string().min(1),
    audioChunk: z.string(),
    ...leg,
  }),
  z.strictObject({ type: z.literal("playStream.stop"), streamId: z.string().min(1), ...leg }),
  z.strictObject({ type: z.literal("activities"), activities: z.array(z.unknown()), ...from }),
]);

export type BotMessage =
  | Exclude<z.infer<typeof Message>, { type: "activities" }>
  | { type: "activities"; activities: Activity[] };

const TYPES = new Set(Message.options.map((option) => option.shape.type.value as string));

/** `message` is undefined when a fault leaves nothing to act upon. */
export function readBotMessage(text: string): { message?: BotMessage; faults: Fault[] } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { faults: [{ rule: "NOT_JSON", detail: `${text.length} characters, not JSON` }] };
  }
  const type = Object(value).type;
  if (typeof type !== "string") {
    return { faults: [{ rule: "NOT_JSON", detail: "no type" }] };
  }
  if (!TYPES.has(type)) {
    return { faults: [{ rule: "UNKNOWN_TYPE", detail: type.slice(0, 60) }] };
  }
  const read = Message.safeParse(value);
  if (!read.success) {
    return { faults: [{ rule: "FIELDS", detail: `${type}: ${issue(read.error)}` }] };
  }
  if (read.data.type !== "activities") return { message: read.data, faults: [] };
  const faults: Fault[] = [];
  const activities: Activity[] = [];
  for (const one of read.data.activities) {
    const activity = readActivity(one);
    if ("rule" in activity) faults.push(activity);
    else activities.push(activity);
  }
  return { message: { type: "activities", activities }, faults };
}

/** The first thing that is wrong, on one line. Field names and kinds, never values. */
function issue(error: z.ZodError): string {
  const [first] = error.issues;
  return first ? `${first.path.join(".") || "message"}: ${first.message}` : "";
}
