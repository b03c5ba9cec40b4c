// Who speaks with the caller: an agent of ours, or people, and in which language these do.
import type { CallSummary } from "../../server/contract/call.ts";
import { betweenPeople } from "../live/speakers.ts";
import { versionWords } from "../live/test_talk_words.ts";
import { CALL_STATE_TEXTS as TEXTS } from "../texts/call_state.ts";
import { PeopleIcon } from "../ui/icons.tsx";
import { languageWords } from "../ui/language_words.ts";

export function TalksWith({ call }: { call: CallSummary }) {
  if (!betweenPeople(call)) return <>{call.agent.name} {versionWords(call.agent.version)}</>;
  return (
    <span class="people">
      <PeopleIcon />
      {TEXTS.betweenPeople}
      {call.language && ` · ${languageWords(call.language)}`}
    </span>
  );
}
