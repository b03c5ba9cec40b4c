// Reads one frame of the client: which event it is, and whether it holds what it may hold and no more
// (openai-realtime § 7). Pure; the deeper rules of a session are checked where the session is known.
import { itemRule, responseRule } from "./item_rules.ts";
import {
  anything,
  type Fields,
  fields,
  invalidValue,
  isFields,
  number,
  type Refusal,
  refuse,
  type Rule,
  text,
} from "./shape.ts";

const APPEND_BYTES = 15 * 1024 * 1024;

const appended: Rule = (value, path) =>
  typeof value === "string" && value.length > APPEND_BYTES
    ? invalidValue(path, `Invalid '${path}': at most 15 MiB.`)
    : text()(value, path);

const head = { event_id: text({ max: 512 }), type: anything };
const rulesOf = (refuseRate: boolean) => ({
  // Its inside is judged by session_config.ts.
  "session.update": fields({ ...head, session: anything }, ["session"]),
  "input_audio_buffer.append": fields({ ...head, audio: appended }, ["audio"]),
  "input_audio_buffer.commit": fields(head),
  "input_audio_buffer.clear": fields(head),
  "conversation.item.create": fields(
    { ...head, item: itemRule, previous_item_id: text() },
    ["item"],
  ),
  "conversation.item.retrieve": fields({ ...head, item_id: text() }, ["item_id"]),
  "conversation.item.truncate": fields(
    {
      ...head,
      item_id: text(),
      content_index: number(0, 0, { whole: true }),
      audio_end_ms: number(0, Number.MAX_SAFE_INTEGER, { whole: true }),
    },
    ["item_id", "content_index", "audio_end_ms"],
  ),
  "conversation.item.delete": fields({ ...head, item_id: text() }, ["item_id"]),
  "response.create": fields({ ...head, response: responseRule(refuseRate) }),
  "response.cancel": fields({ ...head, response_id: text() }),
} satisfies Record<string, Rule>);

const STRICT = rulesOf(true);
const LENIENT = rulesOf(false);

export type ClientEventType = keyof typeof STRICT;

export type ClientFrame =
  | { type: ClientEventType; event: Fields; eventId: string | null }
  | { type: "refused"; seen: string; refusal: Refusal; eventId: string | null };

/** @param frame text of the client, or bytes where it sent a binary frame */
export function readClientFrame(
  frame: string | Uint8Array,
  options: { refuseRate?: boolean } = {},
): ClientFrame {
  const refused = (seen: string, refusal: Refusal, eventId: string | null = null): ClientFrame => ({
    type: "refused",
    seen,
    refusal,
    eventId,
  });
  if (typeof frame !== "string") {
    return refused("binary", refuse("invalid_event", "Binary frames are not supported.", null));
  }
  let event: unknown;
  try {
    event = JSON.parse(frame);
  } catch {
    event = undefined;
  }
  if (!isFields(event)) {
    return refused("text", refuse("invalid_json", "The event is not a JSON object.", null));
  }
  const eventId = typeof event.event_id === "string" ? event.event_id : null;
  if (event.type === undefined) {
    const message = "Missing required parameter: 'type'.";
    return refused("?", refuse("missing_required_parameter", message, "type"), eventId);
  }
  const rules = options.refuseRate === false ? LENIENT : STRICT;
  const type = String(event.type).slice(0, 80);
  if (!Object.hasOwn(rules, type)) {
    const supported = Object.keys(rules).map((one) => `'${one}'`).join(", ");
    const message = `Invalid value: '${type}'. Supported values are: ${supported}.`;
    return refused(type, invalidValue("type", message), eventId);
  }
  const known = type as ClientEventType;
  const refusal = rules[known](event, "");
  return refusal ? refused(type, refusal, eventId) : { type: known, event, eventId };
}
