// Past calls in rows of fixed columns; on a phone each is a card. Under a row what was said of what was searched for.
import { useRef } from "preact/hooks";
import type { FoundCall } from "../../../server/contract/history_filters.ts";
import { betweenPeople } from "../../live/speakers.ts";
import { useStores } from "../../stores.ts";
import { HISTORY_TEXTS } from "../../texts/history.ts";
import { BinIcon } from "../../ui/icons.tsx";
import { dollarWords } from "../../ui/money_words.ts";
import { Ago, Elapsed } from "../../ui/time.tsx";
import { CallTags } from "../call_tags.tsx";
import { EndChip } from "../end_note.tsx";
import { Phone } from "../phone.tsx";
import { May } from "../may.tsx";
import { useSecondPress } from "../step_in/second_press.ts";
import { TalksWith } from "../talks_with.tsx";
import { Snippets } from "./snippets.tsx";

const { columns: COLUMN, marks: MARK, delete: DELETE } = HISTORY_TEXTS;
const COLUMNS = 9;

export function FoundTable({ calls }: { calls: readonly FoundCall[] }) {
  return (
    <div class="table-frame">
      <table class="table found-table">
        <thead>
          <tr>
            <th scope="col" class="col-when">{COLUMN.began}</th>
            <th scope="col" class="col-who">{COLUMN.caller}</th>
            <th scope="col" class="col-agent">{COLUMN.agent}</th>
            <th scope="col" class="col-route">{COLUMN.route}</th>
            <th scope="col" class="col-length right">{COLUMN.lasted}</th>
            <th scope="col">{COLUMN.ending}</th>
            <th scope="col" class="col-cost right">{COLUMN.cost}</th>
            <th scope="col" class="col-marks">{COLUMN.marks}</th>
            <th scope="col" class="col-act">
              <span class="hidden">{COLUMN.delete}</span>
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
          <May do="manage">
            <DeleteButton callId={callId} row={body} />
          </May>
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
  return call.route === "" ? HISTORY_TEXTS.defaultRoute : call.route;
}

function Marks({ call }: { call: FoundCall }) {
  const { interruptions, marks } = call;
  const failures = marks?.toolFailures ?? 0;
  return (
    <span class="call-marks">
      {interruptions > 0 && <span class="tag">{MARK.interrupted(interruptions)}</span>}
      {failures > 0 && <span class="tag bad">{MARK.toolFailed(failures)}</span>}
      {marks?.steppedIn && <span class="tag person">{MARK.steppedIn}</span>}
    </span>
  );
}

function DeleteButton({ callId, row }: { callId: string; row: { current: HTMLElement | null } }) {
  const { history, notices } = useStores();
  const second = useSecondPress(DELETE.armed, () => void remove());

  async function remove(): Promise<void> {
    // The focus goes on to the neighbour: its own place is about to vanish.
    const next = row.current?.nextElementSibling ?? row.current?.previousElementSibling;
    const link = next?.querySelector<HTMLElement>(".row-link");
    const why = await history.remove(callId);
    if (why !== "") return notices.show({ text: DELETE.failed(why), tone: "act" });
    notices.show({ text: DELETE.done, tone: "plain" });
    (link ?? document.querySelector<HTMLElement>("#main"))?.focus();
  }

  return (
    <button
      type="button"
      class={second.armed ? "button danger small" : "button quiet square"}
      title={second.armed ? undefined : DELETE.act}
      onClick={second.press}
      onBlur={second.disarm}
    >
      <BinIcon />
      {second.armed ? DELETE.again : <span class="hidden">{DELETE.act}</span>}
    </button>
  );
}
