// Past calls in rows of fixed columns; on a phone each is a card. Under a row what was said of what was searched for.
import { useRef } from "preact/hooks";
import type { FoundCall } from "../../../server/contract/history_filters.ts";
import { betweenPeople } from "../../live/speakers.ts";
import { useStores } from "../../stores.ts";
import { BinIcon } from "../../ui/icons.tsx";
import { dollarWords } from "../../ui/money_words.ts";
import { Ago, Elapsed } from "../../ui/time.tsx";
import { CallTags } from "../call_tags.tsx";
import { EndChip } from "../end_note.tsx";
import { Phone } from "../phone.tsx";
import { useSecondPress } from "../step_in/second_press.ts";
import { TalksWith } from "../talks_with.tsx";
import { Snippets } from "./snippets.tsx";

const COLUMNS = 9;

export function FoundTable({ calls }: { calls: readonly FoundCall[] }) {
  return (
    <div class="table-frame">
      <table class="table found-table">
        <thead>
          <tr>
            <th scope="col" class="col-when">Began</th>
            <th scope="col" class="col-who">Caller</th>
            <th scope="col" class="col-agent">Agent</th>
            <th scope="col" class="col-route">Route</th>
            <th scope="col" class="col-length right">Lasted</th>
            <th scope="col">How it ended</th>
            <th scope="col" class="col-cost right">Cost</th>
            <th scope="col" class="col-marks">Marks</th>
            <th scope="col" class="col-act">
              <span class="hidden">Delete</span>
            </th>
          </tr>
        </thead>
        {calls.map((call) => <FoundRow key={call.callId} call={call} />)}
      </table>
    </div>
  );
}

function FoundRow({ call }: { call: FoundCall }) {
  const body = useRef<HTMLTableSectionElement>(null);
  const { callId, snippets } = call;
  return (
    <tbody ref={body} data-call={callId}>
      <tr>
        <td class="col-when nowrap muted">
          <Ago atMs={call.startedAtMs} />
        </td>
        <th scope="row" class="col-who">
          <a class="row-link nowrap" href={`/calls/${encodeURIComponent(callId)}`}>
            <Phone address={call.caller} />
          </a>
          <CallTags call={call} />
        </th>
        <td class="col-agent">
          <TalksWith call={call} />
        </td>
        <td class="col-route muted">{routeWords(call)}</td>
        <td class="col-length right figures">
          <Elapsed sinceMs={call.startedAtMs} untilMs={call.endedAtMs} />
        </td>
        <td class="col-end">
          <EndChip call={call} />
        </td>
        <td class="col-cost right figures muted">
          {call.costUsd === null ? "–" : dollarWords(call.costUsd)}
        </td>
        <td class="col-marks">
          <Marks call={call} />
        </td>
        <td class="col-act">
          <DeleteButton callId={callId} row={body} />
        </td>
      </tr>
      {snippets.length > 0 && (
        <tr class="found-words">
          <td colSpan={COLUMNS}>
            <Snippets snippets={snippets} />
          </td>
        </tr>
      )}
    </tbody>
  );
}

function routeWords(call: FoundCall): string {
  if (betweenPeople(call)) return "–";
  return call.route === "" ? "Default" : call.route;
}

function Marks({ call }: { call: FoundCall }) {
  const { interruptions, marks } = call;
  const failures = marks?.toolFailures ?? 0;
  return (
    <span class="call-marks">
      {interruptions > 0 && (
        <span class="tag">Interrupted{interruptions > 1 && ` ${interruptions}×`}</span>
      )}
      {failures > 0 && <span class="tag bad">Tool failed{failures > 1 && ` ${failures}×`}</span>}
      {marks?.steppedIn && <span class="tag person">Stepped in</span>}
    </span>
  );
}

function DeleteButton({ callId, row }: { callId: string; row: { current: HTMLElement | null } }) {
  const { history, notices } = useStores();
  const second = useSecondPress(
    "Press Delete again within 4 seconds to delete the call for good",
    () => void remove(),
  );

  async function remove(): Promise<void> {
    // The focus goes on to the neighbour: its own place is about to vanish.
    const next = row.current?.nextElementSibling ?? row.current?.previousElementSibling;
    const link = next?.querySelector<HTMLElement>(".row-link");
    const why = await history.remove(callId);
    if (why !== "") return notices.show({ text: `The call is still there. ${why}`, tone: "act" });
    notices.show({ text: "The call and all that was said in it are deleted.", tone: "plain" });
    (link ?? document.querySelector<HTMLElement>("#main"))?.focus();
  }

  return (
    <button
      type="button"
      class={second.armed ? "button danger small" : "button quiet square"}
      title={second.armed ? undefined : "Delete this call"}
      onClick={second.press}
      onBlur={second.disarm}
    >
      <BinIcon />
      {second.armed ? "Press again" : <span class="hidden">Delete this call</span>}
    </button>
  );
}
