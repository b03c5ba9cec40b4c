// The instances that are one server together: who is there, how full, how well. On a phone each is a card.
import type { FleetStatus } from "../../server/contract/fleet.ts";
import type { FleetHealth } from "../../server/contract/health.ts";
import { megabyteWords, upWords } from "../live/health_words.ts";
import { type InstanceRow, instanceRows, versionsWords } from "../live/instance_rows.ts";
import { useStores } from "../stores.ts";
import { INSTANCES_TEXTS as TEXTS } from "../texts/instances.ts";
import { countWords, latencyWords } from "../ui/time_words.ts";

interface InstancesProps {
  fleet: FleetHealth;
  /** What the stream told last: who is there. */
  status: FleetStatus | undefined;
}

export function Instances({ fleet, status }: InstancesProps) {
  const { columns } = TEXTS;
  const { bus, busConnected } = status ?? fleet;
  const rows = instanceRows(fleet, status);
  const me = rows.find((row) => row.me);
  const versions = versionsWords((status ?? fleet).instances);
  return (
    <section class="instances" aria-labelledby="instances-title">
      <h3 id="instances-title">{TEXTS.title}</h3>
      <p class="field-hint">
        {busConnected
          ? TEXTS.bus[bus]
          : <span class="bad-words">{TEXTS.busAway(TEXTS.buses[bus] ?? bus)}</span>}
        {versions !== "" && <span class="warn">{` ${TEXTS.rollOut(versions)}`}</span>}
      </p>
      <div class="table-frame">
        <table class="table doors" role="table" aria-labelledby="instances-title">
          <thead role="rowgroup">
            <tr role="row">
              <th role="columnheader" scope="col">{columns.name}</th>
              <th role="columnheader" scope="col">{columns.state}</th>
              <th role="columnheader" scope="col">{columns.calls}</th>
              <th role="columnheader" scope="col" class="right">{columns.lag}</th>
              <th role="columnheader" scope="col" class="right">{columns.memory}</th>
              <th role="columnheader" scope="col" class="right">{columns.consoles}</th>
              <th role="columnheader" scope="col">{columns.running}</th>
            </tr>
          </thead>
          <tbody role="rowgroup">
            {rows.map((row) => <Instance key={row.id} row={row} />)}
          </tbody>
        </table>
      </div>
      {me && <p class="field-hint">{TEXTS.figuresOf(me.name)}</p>}
    </section>
  );
}

function Instance({ row }: { row: InstanceRow }) {
  const { columns } = TEXTS;
  const nowMs = useStores().clock.nowMs.value;
  const { state, calls } = row;
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        {row.name}
        {row.me && <small>{TEXTS.me}</small>}
      </th>
      <td role="cell" data-column={columns.state}>
        <span class={state.tone}>{state.words}</span>
        {state.more !== "" && <small>{state.more}</small>}
      </td>
      <td role="cell" data-column={columns.calls} class="figures">
        {calls.words}
        <span class={calls.share >= 0.9 ? "fill warn" : "fill"} aria-hidden="true">
          <i style={{ width: `${calls.share * 100}%` }} />
        </span>
      </td>
      <td role="cell" data-column={columns.lag} class="figures right">
        <span class={row.slow ? "warn" : ""}>{latencyWords(row.lagMs)}</span>
      </td>
      <td role="cell" data-column={columns.memory} class="figures right">
        {megabyteWords(row.residentBytes)}
      </td>
      <td role="cell" data-column={columns.consoles} class="figures right">
        {countWords(row.readers)}
      </td>
      <td role="cell" data-column={columns.running}>
        <span class="figures">{row.version}</span>
        <small>{TEXTS.since(upWords((nowMs - row.startedAtMs) / 1000))}</small>
      </td>
    </tr>
  );
}
