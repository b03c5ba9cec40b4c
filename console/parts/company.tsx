// Who of us is in a call: a person who speaks in the agent's place, and those who listen.
import type { CallSummary } from "../../server/contract/call.ts";
import { EarIcon, PersonIcon } from "../ui/icons.tsx";
import { companyWords } from "./card_words.ts";

export function Company({ call }: { call: CallSummary }) {
  return (
    <>
      {companyWords(call).map((words, index) => (
        <span key={words} class="company">
          {call.takenOver && index === 0 ? <PersonIcon /> : <EarIcon />}
          {words}
        </span>
      ))}
    </>
  );
}
