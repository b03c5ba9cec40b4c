// Whose model served a call.
import type { CallSummary } from "../../server/contract/call.ts";
import { Fact } from "../ui/fact.tsx";

export function Through({ call }: { call: CallSummary }) {
  return <Fact name="Through">{call.answeredBy === "openai" ? "OpenAI" : "Built-in stand-in"}
  </Fact>;
}
