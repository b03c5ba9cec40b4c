// Why a caller waited: for each answer one bar as long as the silence, its parts named; and the same as a table.
import type { CallKind } from "../../server/contract/call.ts";
import type { CallEvent } from "../../server/contract/event.ts";
import type { Gap } from "../../server/contract/gaps.ts";
import {
  answerFigures,
  kindWords,
  ledgerOf,
  PART_HINTS,
  PART_WORDS,
  partsIn,
  partSums,
  partsWords,
  scaleMs,
} from "../live/gaps.ts";
import { GAPS_TEXTS as TEXTS } from "../texts/gaps.ts";
import { useFirstRows } from "../ui/first_rows.tsx";
import { latencyWords, offsetWords } from "../ui/time_words.ts";
import { SLOW_MS } from "./transcript_line.tsx";

export function Gaps({ events, kind }: { events: readonly CallEvent[]; kind: CallKind }) {
  const gaps = ledgerOf(events);
  if (kind === "transcription") {
    return <p class="nothing-said">{TEXTS.people}</p>;
  }
  if (gaps.length === 0) {
    return (
      <p class="nothing-said">
        {TEXTS.none}
      </p>
    );
  }
  return (
    <div class="gaps" tabIndex={0} role="region" aria-label={TEXTS.title}>
      <Figures gaps={gaps} />
      <Legend gaps={gaps} />
      <Bars gaps={gaps} />
      {gaps.some(({ fromSpeechEnd }) => !fromSpeechEnd) && (
        <p class="gaps-note">
          {TEXTS.unknownEnd}
        </p>
      )}
      <details class="gaps-table">
        <summary>{TEXTS.asTable}</summary>
        <Table gaps={gaps} />
      </details>
    </div>
  );
}

function Figures({ gaps }: { gaps: readonly Gap[] }) {
  const figures = answerFigures(gaps);
  if (!figures) return null;
  return (
    <dl class="gap-figures">
      <Figure name={TEXTS.median} value={latencyWords(figures.p50Ms)} />
      <Figure name={TEXTS.p95} value={latencyWords(figures.p95Ms)} />
      <Figure name={TEXTS.slowest} value={latencyWords(figures.slowestMs)} />
      <Figure name={TEXTS.of} value={TEXTS.answers(figures.answers)} />
    </dl>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Legend({ gaps }: { gaps: readonly Gap[] }) {
  return (
    <ul class="gap-legend" aria-label={TEXTS.legend}>
      {partsIn(gaps).map((name) => (
        <li key={name} title={PART_HINTS[name]}>
          <span class={`gap-part ${name}`} aria-hidden="true" />
          {PART_WORDS[name]}
        </li>
      ))}
    </ul>
  );
}

function Bars({ gaps }: { gaps: readonly Gap[] }) {
  const fullMs = scaleMs(gaps);
  const { shown, more } = useFirstRows(gaps);
  return (
    <ol class="gap-bars">
      {shown.map((gap) => (
        <li key={gap.itemId} class="gap">
          <span class="gap-time">{offsetWords(gap.startMs)}</span>
          <span class="gap-kind">{kindWords(gap)}</span>
          <span class="gap-track" aria-hidden="true" title={partsWords(gap)}>
            <span class="gap-bar" style={{ inlineSize: share(gap.gapMs, fullMs) }}>
              {gap.parts.map(({ name, ms }, index) => (
                <span key={index} class={`gap-part ${name}`} style={{ flexGrow: String(ms) }} />
              ))}
            </span>
          </span>
          <span class={gap.gapMs >= SLOW_MS ? "gap-total slow" : "gap-total"}>
            {latencyWords(gap.gapMs)}
            {!gap.fromSpeechEnd && "*"}
          </span>
        </li>
      ))}
      {more && <li>{more}</li>}
    </ol>
  );
}

function Table({ gaps }: { gaps: readonly Gap[] }) {
  const names = partsIn(gaps);
  const { shown, more } = useFirstRows(gaps);
  return (
    <div class="gaps-table-scroll" tabIndex={0} role="region" aria-label={TEXTS.tableName}>
      <table class="table">
        <caption class="hidden">{TEXTS.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{TEXTS.from}</th>
            <th scope="col">{TEXTS.after}</th>
            {names.map((name) => <th key={name} scope="col" class="right">{PART_WORDS[name]}</th>)}
            <th scope="col" class="right">{TEXTS.together}</th>
          </tr>
        </thead>
        <tbody>{shown.map((gap) => <Row key={gap.itemId} gap={gap} names={names} />)}</tbody>
      </table>
      {more}
    </div>
  );
}

function Row({ gap, names }: { gap: Gap; names: ReturnType<typeof partsIn> }) {
  const sums = partSums(gap);
  return (
    <tr>
      <th scope="row" class="figures">{offsetWords(gap.startMs)}</th>
      <td>{kindWords(gap)}</td>
      {names.map((name) => (
        <td key={name} class="right figures">
          {sums[name] === undefined ? "–" : latencyWords(sums[name])}
        </td>
      ))}
      <td class="right figures">{latencyWords(gap.gapMs)}</td>
    </tr>
  );
}

function share(ms: number, ofMs: number): string {
  return `${(100 * ms / ofMs).toFixed(2)}%`;
}
