// Which events of a call one wants to see at once. Pure; an event may be of several kinds.
import type { CallEvent } from "../../server/contract/event.ts";
import { CALL_TEXTS } from "../texts/call_words.ts";
import { eventWords } from "./event_words.ts";

export const EVENT_FILTERS = [
  "all",
  "speech",
  "model",
  "tools",
  "phone",
  "supervisor",
  "trouble",
] as const;
export type EventFilter = (typeof EVENT_FILTERS)[number];

export const FILTER_WORDS: Readonly<Record<EventFilter, string>> = CALL_TEXTS.filters;

/** By the beginning of its type; what is not here is found under "all" alone. */
const BY_TYPE: readonly (readonly [begins: string, filter: EventFilter])[] = [
  ["caller.digit", "phone"],
  ["caller.", "speech"],
  ["speech.", "speech"],
  ["agent.thinking", "model"],
  ["agent.done", "model"],
  ["agent.changed", "tools"],
  ["agent.", "speech"],
  ["tool.", "tools"],
  ["upstream.", "model"],
  ["ear.", "model"],
  ["call.briefed", "model"],
  ["command.", "supervisor"],
  ["listener.", "supervisor"],
  ["supervisor.", "supervisor"],
  ["hand.", "supervisor"],
  ["notice.", "supervisor"],
  ["recording.", "phone"],
  ["call.started", "phone"],
  ["call.held", "phone"],
  ["call.resumed", "phone"],
  ["call.language", "phone"],
  ["call.ended", "phone"],
];

export function passes(event: CallEvent, filter: EventFilter): boolean {
  if (filter === "all") return true;
  if (filter === "trouble") return eventWords(event).trouble;
  return BY_TYPE.find(([begins]) => event.type.startsWith(begins))?.[1] === filter;
}
