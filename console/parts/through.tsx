// Whose model served a call.
import type { CallSummary } from "../../server/contract/call.ts";
import { FACTS_TEXTS } from "../texts/facts.ts";
import { Fact } from "../ui/fact.tsx";

const TEXTS = FACTS_TEXTS.answered;

export function Through({ call }: { call: CallSummary }) {
  return <Fact name={TEXTS.through}>{call.answeredBy === "openai" ? "OpenAI" : TEXTS.standIn}
  </Fact>;
}
