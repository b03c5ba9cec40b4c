// Reads what the server sent as a text message and names each fault in it (audiohook §§ 3, 6, 7). Pure:
// whether a message is right in itself; whether it is right at this moment is the session's business.
import { readDuration } from "./duration.ts";
import type { ViolationCode } from "./violations.ts";

export interface Media {
  type: "audio";
  format: "PCMU";
  channels: readonly string[];
  rate: 8000;
}

/** How the server asked for the end. */
export interface Disconnect {
  reason: "completed" | "unauthorized" | "error";
  info: string;
  outputVariables: Record<string, string>;
}

export interface Entity {
  type: string;
  data: Record<string, unknown>;
}

export type ServerMessage =
  | {
    type: "opened";
    media: Media | null;
    startPaused: boolean;
    discardToMs: number;
    /** null: none are named. */
    languages: readonly string[] | null;
  }
  | { type: "closed" | "pause" | "resume" | "updated" | "reconnect" }
  | { type: "pong"; clientseq: number }
  | { type: "disconnect"; disconnect: Disconnect }
  | { type: "event"; entities: Entity[] };

export interface Fault {
  code: ViolationCode;
  detail: string;
}

export interface Reading {
  /** The sender's counter, if it has one. */
  seq?: number;
  clientseq?: number;
  /** Undefined when a fault leaves nothing to act upon. */
  message?: ServerMessage;
  faults: Fault[];
}

type Fields = Record<string, unknown>;

export interface Expectation {
  sessionId: string;
  offers: readonly Media[];
  asksLanguages?: boolean;
}

const MAX_TEXT_CHARACTERS = 65_535;

export function readServerMessage(text: string, expected: Expectation): Reading {
  if (text.length > MAX_TEXT_CHARACTERS) {
    return { faults: [{ code: "TEXT_TOO_LONG", detail: `${text.length} characters` }] };
  }
  let fields: unknown;
  try {
    fields = JSON.parse(text);
  } catch {
    return { faults: [{ code: "MALFORMED", detail: "not JSON" }] };
  }
  if (!isObject(fields)) return { faults: [{ code: "MALFORMED", detail: kindOf(fields) }] };

  const faults: Fault[] = [];
  const reading: Reading = { faults };
  if (fields.version !== "2") faults.push({ code: "VERSION", detail: quoted(fields.version) });
  if (fields.id !== expected.sessionId) faults.push({ code: "ID", detail: quoted(fields.id) });
  if (isCount(fields.seq)) reading.seq = fields.seq;
  if (isCount(fields.clientseq)) reading.clientseq = fields.clientseq;
  else faults.push({ code: "CLIENTSEQ_AHEAD", detail: `clientseq is ${quoted(fields.clientseq)}` });
  if (!isObject(fields.parameters)) {
    const detail = `${quoted(fields.type)} with parameters ${kindOf(fields.parameters)}`;
    faults.push({ code: "PARAMETERS_MISSING", detail });
    return reading;
  }
  const message = readParameters(
    fields.type,
    fields.parameters,
    { ...expected, faults, clientseq: reading.clientseq ?? 0 },
  );
  if (message) reading.message = message;
  return reading;
}

function readParameters(
  type: unknown,
  parameters: Fields,
  { offers, asksLanguages, faults, clientseq }: Expectation & {
    faults: Fault[];
    clientseq: number;
  },
): ServerMessage | undefined {
  switch (type) {
    case "opened":
      if (asksLanguages) checkLanguages(parameters.supportedLanguages, faults);
      return readOpened(parameters, offers, faults);
    case "disconnect":
      return readDisconnect(parameters, faults);
    case "event":
      return readEvent(parameters, faults);
    case "pong":
      return { type, clientseq };
    case "reconnect":
      faults.push({ code: "RECONNECT_RESERVED", detail: "reconnect" });
      return { type };
    case "closed":
    case "pause":
    case "resume":
    case "updated":
      return { type };
    default:
      faults.push({ code: "UNKNOWN_TYPE", detail: quoted(type) });
      return undefined;
  }
}

function readOpened(
  parameters: Fields,
  offers: readonly Media[],
  faults: Fault[],
): ServerMessage | undefined {
  const { media, startPaused = false, discardTo, supportedLanguages = [] } = parameters;
  if (!Array.isArray(media) || media.length > 1) {
    const detail = Array.isArray(media) ? `${media.length} entries` : `media is ${kindOf(media)}`;
    faults.push({ code: "MEDIA_COUNT", detail });
    return undefined;
  }
  const chosen = offers.find((offer) => isOffered(media[0], offer)) ?? null;
  if (media.length === 1 && !chosen) {
    faults.push({ code: "MEDIA_ALTERED", detail: quoted(media[0]) });
    return undefined;
  }
  const discardToMs = discardTo === undefined ? 0 : readDuration(discardTo);
  const wrong = typeof startPaused !== "boolean"
    ? `startPaused ${quoted(startPaused)}`
    : discardToMs === undefined
    ? `discardTo ${quoted(discardTo)}`
    : !isTexts(supportedLanguages)
    ? `supportedLanguages ${quoted(supportedLanguages)}`
    : "";
  if (wrong || typeof startPaused !== "boolean" || discardToMs === undefined) {
    faults.push({ code: "OPENED_INVALID", detail: wrong });
    return undefined;
  }
  const languages = parameters.supportedLanguages === undefined || !isTexts(supportedLanguages)
    ? null
    : supportedLanguages;
  return { type: "opened", media: chosen, startPaused, discardToMs, languages };
}

/** As Genesys' own server takes them: a language and a region. */
function checkLanguages(languages: unknown, faults: Fault[]): void {
  const good = isTexts(languages) && languages.every((tag) => /^[a-z]{2,3}-[a-z]{2,3}$/i.test(tag));
  if (!good) faults.push({ code: "LANGUAGES", detail: quoted(languages) });
}

function readDisconnect(parameters: Fields, faults: Fault[]): ServerMessage | undefined {
  const { reason, info = "", outputVariables = {} } = parameters;
  if (reason !== "completed" && reason !== "unauthorized" && reason !== "error") {
    faults.push({ code: "DISCONNECT_REASON", detail: quoted(reason) });
    return undefined;
  }
  if (typeof info !== "string" || !isObject(outputVariables)) {
    const detail = `info ${kindOf(info)}, outputVariables ${kindOf(outputVariables)}`;
    faults.push({ code: "DISCONNECT_INVALID", detail });
    return undefined;
  }
  const strings: [string, string][] = [];
  for (const [name, value] of Object.entries(outputVariables)) {
    if (typeof value === "string") strings.push([name, value]);
    else faults.push({ code: "OUTPUT_NOT_STRING", detail: `${name} is ${kindOf(value)}` });
  }
  const outputs = Object.fromEntries(strings);
  return { type: "disconnect", disconnect: { reason, info, outputVariables: outputs } };
}

function readEvent(parameters: Fields, faults: Fault[]): ServerMessage | undefined {
  const { entities } = parameters;
  if (!Array.isArray(entities) || entities.length === 0) {
    const detail = Array.isArray(entities) ? "none" : `entities is ${kindOf(entities)}`;
    faults.push({ code: "EVENT_EMPTY", detail });
    return undefined;
  }
  const read: Entity[] = [];
  for (const entity of entities) {
    if (!isObject(entity) || typeof entity.type !== "string" || !isObject(entity.data)) {
      const of = isObject(entity) ? `${quoted(entity.type)} with data ${kindOf(entity.data)}` : "";
      faults.push({ code: "EVENT_DATA", detail: of || kindOf(entity) });
      return undefined;
    }
    if (entity.type === "bot_turn_response") checkBotTurn(entity.data, faults);
    read.push({ type: entity.type, data: entity.data });
  }
  return { type: "event", entities: read };
}

function checkBotTurn({ disposition, text = "", confidence = 1 }: Fields, faults: Fault[]): void {
  const wrong: string[] = [];
  if (!["match", "no_match", "no_input"].includes(String(disposition))) {
    wrong.push(`disposition ${quoted(disposition)}`);
  }
  if (typeof text !== "string") wrong.push(`text is ${kindOf(text)}`);
  if (typeof confidence !== "number" || !(confidence >= 0 && confidence <= 1)) {
    wrong.push(`confidence ${quoted(confidence)}`);
  }
  if (wrong.length) faults.push({ code: "BOT_TURN_INVALID", detail: wrong.join(", ") });
}

function isOffered(media: unknown, offer: Media): boolean {
  return isObject(media) && media.type === offer.type && media.format === offer.format &&
    media.rate === offer.rate && isTexts(media.channels) &&
    media.channels.join() === offer.channels.join();
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

function kindOf(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "an array" : typeof value;
}

/** What was received, short: it is shown to people. */
function quoted(value: unknown): string {
  return (JSON.stringify(value) ?? "undefined").slice(0, 120);
}
