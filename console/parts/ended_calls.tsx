// Calls that are over, newest first, each with its reason in words. Older ones come from the store.
import { useState } from "preact/hooks";
import type { CallSummary } from "../../server/contract/call.ts";
import { betweenPeople } from "../live/speakers.ts";
import { useStores } from "../stores.ts";
import { CALL_STATE_TEXTS } from "../texts/call_state.ts";
import { FLOOR_TEXTS } from "../texts/floor.ts";
import { Ago, Elapsed } from "../ui/time.tsx";
import { CallTags } from "./call_tags.tsx";
import { EndChip } from "./end_note.tsx";
import { Phone } from "./phone.tsx";
import { TalksWith } from "./talks_with.tsx";

const TEXTS = FLOOR_TEXTS.ended;
const PAGE = 50;

export function EndedCalls({ calls }: { calls: readonly CallSummary[] }) {
  return (
    <div class="table-frame">
      <table class="table ended-calls">
        <thead>
          <tr>
            <th scope="col">{TEXTS.ended}</th>
            <th scope="col">{TEXTS.caller}</th>
            <th scope="col" class="right">{TEXTS.lasted}</th>
            <th scope="col">{TEXTS.ending}</th>
            <th scope="col" class="wide-only">{TEXTS.lastWords}</th>
            <th scope="col" class="wide-only">{TEXTS.agent}</th>
          </tr>
        </thead>
        <tbody>{calls.map((call) => <EndedCall key={call.callId} call={call} />)}</tbody>
      </table>
    </div>
  );
}

function EndedCall({ call }: { call: CallSummary }) {
  return (
    <tr data-call={call.callId}>
      <td class="nowrap muted">
        <Ago atMs={call.endedAtMs ?? call.startedAtMs} />
      </td>
      <th scope="row" class="nowrap">
        <a class="row-link" href={`/calls/${encodeURIComponent(call.callId)}`}>
          <Phone address={call.caller} />
        </a>
        {betweenPeople(call) && <span class="tag narrow-only">{CALL_STATE_TEXTS.tags.people}</span>}
        <CallTags call={call} />
      </th>
      <td class="right nowrap figures">
        <Elapsed sinceMs={call.startedAtMs} untilMs={call.endedAtMs} />
      </td>
      <td>
        <EndChip call={call} />
      </td>
      <td class="wide-only muted last-words">{call.lastAgentLine || call.lastCallerLine || "–"}</td>
      <td class="wide-only nowrap muted">
        <TalksWith call={call} />
      </td>
    </tr>
  );
}

/** Asks the store for the calls before the oldest one shown. */
export function EarlierCalls({ oldest }: { oldest: CallSummary }) {
  const { api, floor } = useStores();
  const [state, setState] = useState<"ready" | "asking" | "no_more" | { failed: string }>("ready");

  async function ask(): Promise<void> {
    setState("asking");
    const result = await api.calls({ limit: PAGE, beforeMs: oldest.startedAtMs });
    if (!result.ok) return setState({ failed: result.refusal.message });
    floor.addEarlier(result.value);
    setState(result.value.length < PAGE ? "no_more" : "ready");
  }

  if (state === "no_more") return <p class="muted end-of-list">{TEXTS.all}</p>;
  return (
    <div class="end-of-list">
      <button type="button" class="button" disabled={state === "asking"} onClick={ask}>
        {state === "asking" ? TEXTS.fetching : TEXTS.earlier}
      </button>
      <a href="/history">{TEXTS.find}</a>
      {typeof state === "object" && <span class="field-error" role="alert">{state.failed}</span>}
    </div>
  );
}
