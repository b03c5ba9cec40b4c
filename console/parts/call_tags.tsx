// What is out of the ordinary about a call, in a word each.
import { DRAFT_VERSION } from "../../server/contract/agent_limits.ts";
import type { CallSummary } from "../../server/contract/call.ts";
import { betweenPeople } from "../live/speakers.ts";
import { RECORDING_TEXTS } from "../texts/recording.ts";
import { CALL_STATE_TEXTS } from "../texts/call_state.ts";
import { AwayTag } from "./away.tsx";

const TEXTS = CALL_STATE_TEXTS.tags;

export function CallTags({ call }: { call: CallSummary }) {
  return (
    <>
      {call.endedAtMs === null && <AwayTag instance={call.instance} />}
      {call.agent.version === DRAFT_VERSION
        ? <span class="tag draft">{TEXTS.draft}</span>
        : call.origin === "test" && <span class="tag">{TEXTS.test}</span>}
      {call.recording === "on" && (
        <span class="tag recording" title={RECORDING_TEXTS.tagHint}>{RECORDING_TEXTS.tag}</span>
      )}
      {call.fallback &&
        (betweenPeople(call)
          ? <span class="tag watch">{TEXTS.fellBack}</span>
          : <span class="tag bad">{TEXTS.degraded}</span>)}
    </>
  );
}
