// Activities, in which VoiceAI Connect and we tell each other everything but sound (audiocodes § 7). Pure.
import { cutText, isRecord, type Message, type Outgoing } from "./message.ts";

/** One thing that VoiceAI Connect tells. */
export interface Activity {
  /** In lower case: samples and documents differ; "message" of a text that it recognised by itself. */
  name: string;
  value: unknown;
  parameters: Readonly<Record<string, unknown>>;
  activityParams: Readonly<Record<string, unknown>>;
  language: string;
}

/** What the `start` activity tells of a call. */
export interface StartFacts {
  /** "" where not told. */
  caller: string;
  called: string;
  /** BCP 47 as given, "" when none was. */
  language: string;
  variables: Readonly<Record<string, string>>;
  /** Variables that were left out or shortened. */
  cut: number;
}

export interface TransferStatus {
  state: "answered" | "failed" | "other";
  /** In words. */
  reason: string;
}

/** Something for VoiceAI Connect to do. */
export interface Wish {
  name: string;
  activityParams?: Readonly<Record<string, unknown>>;
  sessionParams?: Readonly<Record<string, unknown>>;
  value?: unknown;
}

const MAX_ACTIVITIES = 32;
const MAX_VARIABLES = 50;
const MAX_NAME_CHARS = 128;
const MAX_VALUE_CHARS = 2_048;
const MAX_ADDRESS_CHARS = 256;
const MAX_DIGITS = 64;

export function readActivities(fields: Message["fields"]): Activity[] {
  const entries = Array.isArray(fields.activities) ? fields.activities : [];
  return entries.slice(0, MAX_ACTIVITIES).filter(isRecord).map((entry) => {
    const isText = typeof entry.type === "string" && entry.type.toLowerCase() === "message";
    return {
      name: isText ? "message" : text(entry.name).toLowerCase(),
      value: entry.value,
      parameters: isRecord(entry.parameters) ? entry.parameters : {},
      activityParams: isRecord(entry.activityParams) ? entry.activityParams : {},
      language: cutText(text(entry.language), 64),
    };
  });
}

export function readStart({ parameters, language }: Activity): StartFacts {
  return {
    caller: cutText(text(parameters.caller), MAX_ADDRESS_CHARS),
    called: cutText(text(parameters.callee), MAX_ADDRESS_CHARS),
    language: language || cutText(text(parameters.locale), 64),
    ...readVariables(parameters),
  };
}

/** Simple values only; participants and the like are no variables. */
function readVariables(parameters: Activity["parameters"]): Pick<StartFacts, "variables" | "cut"> {
  const variables = new Map<string, string>();
  let cut = 0;
  for (const [name, value] of Object.entries(parameters)) {
    if (!["string", "number", "boolean"].includes(typeof value)) continue;
    const badName = name === "" || name.length > MAX_NAME_CHARS || name === "__proto__";
    if (badName || variables.size >= MAX_VARIABLES) {
      cut++;
      continue;
    }
    const full = String(value);
    const kept = cutText(full, MAX_VALUE_CHARS);
    if (kept !== full) cut++;
    variables.set(cutText(name, MAX_NAME_CHARS), kept);
  }
  return { variables: Object.fromEntries(variables), cut };
}

/** One character each; what is no key of a phone is left out. */
export function readDigits({ value }: Activity): string[] {
  const digits = typeof value === "number" ? String(value) : text(value);
  return [...digits.toUpperCase().slice(0, MAX_DIGITS)].filter((digit) => /[0-9A-D*#]/.test(digit));
}

const WHY: ReadonlyMap<string, string> = new Map([
  ["no-answer", "nobody answered"],
  ["busy", "the line is busy"],
  ["declined", "the call was declined"],
]);

export function readTransferStatus(activity: Activity): TransferStatus {
  const { value, parameters } = activity;
  const { status, reasonCode } = isRecord(value) ? value : { ...parameters, status: value };
  const state = text(status).toLowerCase();
  return {
    state: state === "answered" || state === "failed" ? state : "other",
    reason: WHY.get(text(reasonCode)) ?? "it could not be connected",
  };
}

/** The message that asks for it. */
export function wished(wish: Wish): Outgoing {
  return { type: "activities", activities: [{ type: "event", ...wish }] };
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
