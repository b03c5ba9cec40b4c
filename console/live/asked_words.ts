// What is asked of the history, in words: one for each filter. Pure.
import type { EndReason } from "../../server/contract/call.ts";
import { ASKED_TEXTS as TEXTS } from "../texts/asked_words.ts";
import { END_REASON_TEXTS } from "../texts/end_reasons.ts";
import { dayWords } from "../ui/time_words.ts";
import { midnight } from "./days.ts";
import type { Asked, AskedName } from "./history_address.ts";
import { protocolWords } from "./protocol_words.ts";

export const MARK_WORDS = TEXTS.marks;
export const KIND_WORDS = TEXTS.kinds;
export const ORIGIN_WORDS = TEXTS.origins;

export interface AskedWords {
  name: AskedName;
  words: string;
}

/** In the order of the address. `agentName`: of an agent's id. */
export function askedWords(asked: Asked, agentName: (id: string) => string): AskedWords[] {
  return (Object.entries(asked) as [AskedName, string][])
    .map(([name, value]) => ({ name, words: wordsOf(name, value, agentName) }));
}

function wordsOf(name: AskedName, value: string, agentName: (id: string) => string): string {
  switch (name) {
    case "text":
      return TEXTS.said(value);
    case "number":
      return TEXTS.number(value);
    case "from":
      return TEXTS.from(day(value));
    case "to":
      return TEXTS.to(day(value));
    case "agent":
      return agentName(value);
    case "version":
      return TEXTS.version(value);
    case "route":
      return value === "" ? TEXTS.noRoute : TEXTS.route(value);
    case "protocol":
      return protocolWords(value);
    case "kind":
      return among(KIND_WORDS, value);
    case "origin":
      return among(ORIGIN_WORDS, value);
    case "endReason":
      return END_REASON_TEXTS[value as EndReason]?.words ?? value;
    case "longerThan":
      return TEXTS.atLeast(lengthAsked(Number(value)));
    case "interrupted":
    case "toolFailed":
    case "steppedIn":
      return MARK_WORDS[name];
  }
}

function lengthAsked(seconds: number): string {
  return seconds > 0 && seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}

function day(value: string): string {
  return dayWords(midnight(value), Date.UTC(1970, 5));
}

function among(words: Readonly<Record<string, string>>, value: string): string {
  return words[value] ?? value;
}
