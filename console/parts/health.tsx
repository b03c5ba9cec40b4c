// How the server is doing, part by part.
import type { ServerHealth } from "../../server/contract/health.ts";
import type { ServerStatus } from "../../server/contract/feed.ts";
import { diagnosticsText } from "../live/diagnostics.ts";
import {
  answerWords,
  type DoorRow,
  doorRows,
  lagBars,
  megabyteWords,
  sizeWords,
  SLOW_LAG_MS,
  upWords,
} from "../live/health_words.ts";
import { useStores } from "../stores.ts";
import { HEALTH_TEXTS as TEXTS } from "../texts/health.ts";
import { HealthBars } from "./health_bars.tsx";
import { SelfCallFact } from "./health_self_call.tsx";
import { Instances } from "./instances.tsx";
import type { KnownHealth } from "./use_health.ts";
import { CopyButton } from "../ui/copy_button.tsx";
import { Fact } from "../ui/fact.tsx";
import { Ago } from "../ui/time.tsx";
import { latencyWords, timeOfDay } from "../ui/time_words.ts";

export function Health({ status, known }: { status: ServerStatus; known: KnownHealth }) {
  const { feed, floor, clock } = useStores();
  const { health, trouble } = known;
  const text = () =>
    health === null ? "" : diagnosticsText({
      health,
      status,
      console: {
        phase: feed.connection.peek().phase,
        lastEvent: floor.seq.peek(),
        clockOffsetMs: clock.offsetMs.peek(),
        userAgent: navigator.userAgent,
      },
    });
  return (
    <section class="panel health" aria-labelledby="health-title">
      <header class="health-head">
        <h2 id="health-title">{TEXTS.title}</h2>
        {health && (
          <span class="muted figures">
            {TEXTS.asOf} {timeOfDay(health.atMs, { seconds: true })}
          </span>
        )}
        {health && <CopyButton text={text} what={TEXTS.copy} named />}
      </header>
      {trouble && <p class="warn" role="status">{TEXTS.failed(trouble)}</p>}
      {health
        ? (
          <>
            {health.fleet && <Instances fleet={health.fleet} status={status.fleet} />}
            <Doors rows={doorRows(health)} />
            <div class="health-facts">
              <ModelFacts health={health} />
              <ProcessFacts health={health} />
            </div>
            <p class="field-hint">{TEXTS.copyHint}</p>
          </>
        )
        : !trouble && <p class="nothing-said" role="status">{TEXTS.asking}</p>}
    </section>
  );
}

/** The roles are said: on a phone its rows are cards, which would take them away. */
function Doors({ rows }: { rows: readonly DoorRow[] }) {
  const { columns } = TEXTS;
  return (
    <div class="table-frame">
      <table class="table doors" role="table" aria-label={TEXTS.doors}>
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">{columns.door}</th>
            <th role="columnheader" scope="col" class="right">{columns.calls}</th>
            <th role="columnheader" scope="col" class="right">{columns.sockets}</th>
            <th role="columnheader" scope="col">{columns.letIn}</th>
            <th role="columnheader" scope="col">{columns.refused}</th>
          </tr>
        </thead>
        <tbody role="rowgroup">{rows.map((row) => <Door key={row.door} row={row} />)}</tbody>
      </table>
    </div>
  );
}

function Door({ row }: { row: DoorRow }) {
  const { columns } = TEXTS;
  const { letIn, refused } = row;
  if (!row.open) {
    return (
      <tr role="row">
        <th role="rowheader" scope="row" colSpan={5}>
          {row.name} <small>{TEXTS.closed}</small>
        </th>
      </tr>
    );
  }
  return (
    <tr role="row">
      <th role="rowheader" scope="row">{row.name}</th>
      <td role="cell" class="right figures" data-column={columns.calls}>{row.calls}</td>
      <td role="cell" class="right figures" data-column={columns.sockets}>{row.sockets}</td>
      <td role="cell" data-column={columns.letIn}>
        {letIn.lastAtMs === null ? <span class="muted">{TEXTS.nobodyYet}</span> : (
          <>
            <span class="figures">{letIn.count}</span>
            <small>
              {TEXTS.last} <Ago atMs={letIn.lastAtMs} />
            </small>
          </>
        )}
      </td>
      <td role="cell" data-column={columns.refused}>
        {refused.last === null ? <span class="muted">{TEXTS.never}</span> : (
          <>
            <span class="figures warn">{refused.count}</span>
            <small>
              <code>{refused.last.code}</code> <Ago atMs={refused.last.atMs} />
            </small>
          </>
        )}
      </td>
    </tr>
  );
}

function ModelFacts(
  { health: { model, answerTimes, selfCall, answeredBy } }: { health: ServerHealth },
) {
  const { lastReadyAtMs, lastConnectMs, lastFailure } = model;
  return (
    <div>
      <Fact name={TEXTS.model}>
        {lastReadyAtMs === null ? TEXTS.noSession : (
          <>
            <span class="ok">{TEXTS.readyLast}</span> <Ago atMs={lastReadyAtMs} />
            <small>
              {lastConnectMs !== null && `${TEXTS.connected(latencyWords(lastConnectMs))}, `}
              {TEXTS.sessions(model.sessions)}
            </small>
          </>
        )}
      </Fact>
      <Fact name={TEXTS.failures}>
        {lastFailure === null ? TEXTS.noFailure : (
          <>
            <span class="figures warn">{model.failures}</span>
            <small>
              {TEXTS.last} <code>{lastFailure.code}</code> <Ago atMs={lastFailure.atMs} />
            </small>
          </>
        )}
      </Fact>
      <Fact name={TEXTS.answers}>{answerWords(answerTimes)}</Fact>
      <SelfCallFact selfCall={selfCall} paid={answeredBy === "openai"} />
    </div>
  );
}

function ProcessFacts({ health }: { health: ServerHealth }) {
  const { worstLagMs, lagByMinuteMs, residentBytes } = health.process;
  const { bytes, recordingsBytes } = health.store;
  const slow = worstLagMs >= SLOW_LAG_MS;
  return (
    <div>
      <Fact name={TEXTS.lag}>
        <span class={slow ? "warn" : "ok"}>{slow ? TEXTS.lagSlow : TEXTS.lagGood}</span>
        <small>{TEXTS.lagWords(latencyWords(worstLagMs))}</small>
        {lagByMinuteMs.length > 1 && (
          <HealthBars
            bars={lagBars(lagByMinuteMs)}
            label={TEXTS.lagHour(
              latencyWords(Math.max(...lagByMinuteMs)),
              TEXTS.minutes(lagByMinuteMs.length),
            )}
          />
        )}
      </Fact>
      <Fact name={TEXTS.store}>
        {health.store.trouble === null
          ? <span class="ok">{TEXTS.storeGood}</span>
          : <span class="bad-words">{health.store.trouble}</span>}
        {bytes !== null && (
          <small>
            {[
              TEXTS.disk(sizeWords(bytes)),
              recordingsBytes ? TEXTS.recordings(sizeWords(recordingsBytes)) : "",
            ].filter(Boolean).join(", ")}
          </small>
        )}
      </Fact>
      <Fact name={TEXTS.running}>
        <span class="figures">{health.version}</span> {TEXTS.since(upWords(health.upSeconds))}
      </Fact>
      <Fact name={TEXTS.memory}>
        <span class="figures">{megabyteWords(residentBytes)}</span>
      </Fact>
    </div>
  );
}
