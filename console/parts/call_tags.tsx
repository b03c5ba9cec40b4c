// What is out of the ordinary about a call, in a word each.
import { DRAFT_VERSION } from "../../server/contract/agent_limits.ts";
import type { CallSummary } from "../../server/contract/call.ts";
import { betweenPeople } from "../live/speakers.ts";

export function CallTags({ call }: { call: CallSummary }) {
  return (
    <>
      {call.agent.version === DRAFT_VERSION
        ? <span class="tag draft">Draft</span>
        : call.origin === "test" && <span class="tag">Test</span>}
      {call.fallback &&
        (betweenPeople(call)
          ? <span class="tag watch">Fell back to files</span>
          : <span class="tag bad">Degraded</span>)}
    </>
  );
}
