// The six figures of the floor, for the screen on the desk and the one on the wall.
import type { ComponentChildren } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import type { CallSummary } from "../../server/contract/call.ts";
import { answerFigures, floorFigures, modelHealth } from "../live/floor_figures.ts";
import { createToday } from "../live/today.ts";
import { useStores } from "../stores.ts";
import { FLOOR_TEXTS } from "../texts/floor.ts";
import { countWords, latencyWords } from "../ui/time_words.ts";

const TEXTS = FLOOR_TEXTS.counters;

export function FloorCounters({ live }: { live: readonly CallSummary[] }) {
  const { api, clock, floor, prefs } = useStores();
  const today = useMemo(() => createToday({ api, floor, nowMs: clock.nowMs }), []);
  useEffect(() => today.stop, []);
  const nowMs = clock.nowMs.value;
  const marks = prefs.marks.value;
  const ended = floor.ended.value;
  const standIn = floor.status.value?.answeredBy === "stand-in";
  const fleet = floor.status.value?.fleet;
  // Once a second and when a call comes or goes is as often as a figure can be read.
  const { figures, answers, health } = useMemo(() => {
    const all = [...live, ...ended];
    return {
      figures: floorFigures(live, { nowMs, marks, fleet }),
      answers: answerFigures(all, nowMs),
      health: modelHealth(all, { nowMs, standIn }),
    };
  }, [nowMs, marks, fleet, live.length, ended, standIn]);
  const count = today.count.value;
  return (
    <dl class="counters">
      <Counter label={TEXTS.live} tone={figures.live > 0 ? "agent" : ""}>{figures.live}</Counter>
      <Counter
        label={TEXTS.wanting}
        tone={figures.pressing ? "act" : figures.wanting > 0 ? "watch" : ""}
      >
        {figures.wanting}
      </Counter>
      <Counter label={TEXTS.waiting} tone={figures.waitingForPerson > 0 ? "act" : ""}>
        {figures.waitingForPerson}
      </Counter>
      <Counter label={TEXTS.today} tone="">
        {count ? `${countWords(count.calls)}${count.more ? "+" : ""}` : "–"}
      </Counter>
      <Counter label={TEXTS.answers} tone="">
        {answers
          ? (
            <>
              {latencyWords(answers.p50Ms)}
              <small>· {latencyWords(answers.p95Ms)}</small>
            </>
          )
          : "–"}
      </Counter>
      <Counter label={TEXTS.model} tone={`words ${health.tone}`}>{health.words}</Counter>
    </dl>
  );
}

function Counter(
  { label, tone, children }: { label: string; tone: string; children: ComponentChildren },
) {
  return (
    <div class={`counter ${tone}`}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
