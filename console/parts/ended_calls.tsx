// Calls that are over, newest first, each with its reason in words. Older ones come from the store.
import { useState } from "preact/hooks";
import type { CallSummary } from "../../server/contract/call.ts";
import { betweenPeople } from "../live/speakers.ts";
import { useStores } from "../stores.ts";
import { Ago, Elapsed } from "../ui/time.tsx";
import { CallTags } from "./call_tags.tsx";
import { EndChip } from "./end_note.tsx";
import { Phone } from "./phone.tsx";
import { TalksWith } from "./talks_with.tsx";

const PAGE = 50;

export function EndedCalls({ calls }: { calls: readonly CallSummary[] }) {
  return (
    <div class="table-frame">
      <table class="table ended-calls">
        <thead>
          <tr>
            <th scope="col">Ended</th>
            <th scope="col">Caller</th>
            <th scope="col" class="right">Lasted</th>
            <th scope="col">How it ended</th>
            <th scope="col" class="wide-only">Last words</th>
            <th scope="col" class="wide-only">Agent</th>
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
        {betweenPeople(call) && <span class="tag narrow-only">People</span>}
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

  if (state === "no_more") return <p class="muted end-of-list">These are all calls.</p>;
  return (
    <div class="end-of-list">
      <button type="button" class="button" disabled={state === "asking"} onClick={ask}>
        {state === "asking" ? "Fetching…" : "Show earlier calls"}
      </button>
      <a href="/history">Find a past call by its words or facts</a>
      {typeof state === "object" && <span class="field-error" role="alert">{state.failed}</span>}
    </div>
  );
}
