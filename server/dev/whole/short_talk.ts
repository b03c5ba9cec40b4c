// A talk of a few seconds for the stand-in, where a test is about something else than what is said.
import type { Rule } from "../../simulator/realtime/scenario.ts";
import { parts, remarks, says } from "./heard_words.ts";

export const HELLO = says("Northwind Parcels, good day.");
export const MOMENT = remarks("One moment.", 300);
export const ANSWER = says("It goes to Harbour Street.", 700);
export const BYE = says("Thank you, goodbye.", 800);

export const GREETING: Rule = {
  match: { instructionsInclude: "good day, you are speaking", why: "asked" },
  reply: [HELLO],
};

/**
 * A greeting, to every question a preamble and an answer, a goodbye after which the agent ends the call. A test's
 * own rules go before these.
 */
export const SHORT_TALK: readonly Rule[] = [
  GREETING,
  {
    match: { callerRecording: "caller-goodbye", why: "turn" },
    reply: parts(BYE, "The caller asked and was answered."),
  },
  { match: { why: "turn" }, reply: [MOMENT, ANSWER] },
];
