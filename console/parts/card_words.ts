// What a card says of a call beside its words and its number. Pure.
import type { CallSummary } from "../../server/contract/call.ts";
import { protocolWords } from "../live/protocol_words.ts";
import { betweenPeople } from "../live/speakers.ts";
import { CALL_STATE_TEXTS as TEXTS } from "../texts/call_state.ts";
import { languageWords } from "../ui/language_words.ts";
import { dollarWords } from "../ui/money_words.ts";

/** By which way it came, in which language, by which phone system: always in this order. */
export function wayWords(call: CallSummary): string[] {
  const language = betweenPeople(call) ? "" : languageWords(call.language);
  return [call.route, language, protocolWords(call.protocol)].filter((words) => words !== "");
}

/** What else is worth a glance while nothing is wrong. */
export function quietWords(call: CallSummary): string[] {
  if (betweenPeople(call)) return [call.model];
  const { voice, interruptions, costUsd, answeredBy } = call;
  return [
    voice,
    // What the stand-in answers costs nothing.
    ...(costUsd !== null && answeredBy === "openai" ? [dollarWords(costUsd)] : []),
    ...(interruptions > 0 ? [TEXTS.interrupted(interruptions)] : []),
  ];
}

/** Who else is in it; empty: nobody. */
export function companyWords({ takenOver, listeners }: CallSummary): string[] {
  return [
    ...(takenOver ? [TEXTS.supervisorSpeaks] : []),
    ...(listeners > 0 ? [TEXTS.listening(listeners)] : []),
  ];
}
