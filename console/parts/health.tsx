// How the server is doing, part by part; asked anew every few seconds while somebody looks.
import { useEffect, useState } from "preact/hooks";
import type { ServerHealth } from "../../server/contract/health.ts";
import type { ServerStatus } from "../../server/contract/feed.ts";
import { diagnosticsText } from "../live/diagnostics.ts";
import {
  answerWords,
  type DoorRow,
  doorRows,
  megabyteWords,
  SLOW_LAG_MS,
  upWords,
} from "../live/health_words.ts";
import { useStores } from "../stores.ts";
import { HEALTH_TEXTS as TEXTS } from "../texts/health.ts";
import { CopyButton } from "../ui/copy_button.tsx";
import { Fact } from "../ui/fact.tsx";
import { Ago } from "../ui/time.tsx";
import { latencyWords, plural, timeOfDay } from "../ui/time_words.ts";

const ASK_AGAIN_MS = 5000;

interface Known {
  health: ServerHealth | null;
  /** Why it could not be asked anew; "": it could. */
  trouble: string;
}

function useHealth(): Known {
  const { api, timers } = useStores();
  const [known, setKnown] = useState<Known>({ health: null, trouble: "" });
  useEffect(() => {
    let gone = false;
    let cancel = () => {};
    async function ask(): Promise<void> {
      const asked = document.visibilityState === "visible" ? await api.health() : null;
      if (gone) return;
      // What was known stays, with its age.
      if (asked?.ok) setKnown({ health: asked.value, trouble: "" });
      else if (asked) setKnown(({ health }) => ({ health, trouble: asked.refusal.message }));
      cancel = timers.after(ASK_AGAIN_MS, () => void ask());
    }
    void ask();
    return () => {
      gone = true;
      cancel();
    };
  }, []);
  return known;
}

export function Health({ status }: { status: ServerStatus }) {
  const { feed, floor, clock } = useStores();
  const { health, trouble } = useHealth();
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

function ModelFacts({ health: { model, answerTimes } }: { health: ServerHealth }) {
  const { lastReadyAtMs, lastConnectMs, lastFailure } = model;
  return (
    <div>
      <Fact name={TEXTS.model}>
        {lastReadyAtMs === null ? TEXTS.noSession : (
          <>
            <span class="ok">{TEXTS.readyLast}</span> <Ago atMs={lastReadyAtMs} />
            <small>
              {lastConnectMs !== null && `${TEXTS.connected(latencyWords(lastConnectMs))}, `}
              {TEXTS.sessions(plural(model.sessions, "session"))}
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
    </div>
  );
}

function ProcessFacts({ health }: { health: ServerHealth }) {
  const { worstLagMs, residentBytes } = health.process;
  const slow = worstLagMs >= SLOW_LAG_MS;
  return (
    <div>
      <Fact name={TEXTS.lag}>
        <span class={slow ? "warn" : "ok"}>{slow ? TEXTS.lagSlow : TEXTS.lagGood}</span>
        <small>{TEXTS.lagWords(latencyWords(worstLagMs))}</small>
      </Fact>
      <Fact name={TEXTS.store}>
        {health.store.trouble === null
          ? <span class="ok">{TEXTS.storeGood}</span>
          : <span class="bad-words">{health.store.trouble}</span>}
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
