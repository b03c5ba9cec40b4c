// The six figures of the floor, for the screen on the desk and the one on the wall.
import type { ComponentChildren } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import type { CallSummary } from "../../server/contract/call.ts";
import { answerFigures, floorFigures, modelHealth } from "../live/floor_figures.ts";
import { createToday } from "../live/today.ts";
import { useStores } from "../stores.ts";
import { countWords, latencyWords } from "../ui/time_words.ts";

export function FloorCounters({ live }: { live: readonly CallSummary[] }) {
  const { api, clock, floor, prefs } = useStores();
  const today = useMemo(() => createToday({ api, floor, nowMs: clock.nowMs }), []);
  useEffect(() => today.stop, []);
  const nowMs = clock.nowMs.value;
  const figures = floorFigures(live, { nowMs, marks: prefs.marks.value });
  const all = [...live, ...floor.ended.value];
  const answers = answerFigures(all, nowMs);
  const status = floor.status.value;
  const health = modelHealth(all, { nowMs, standIn: status?.answeredBy === "stand-in" });
  const count = today.count.value;
  return (
    <dl class="counters">
      <Counter label="Live now" tone={figures.live > 0 ? "agent" : ""}>{figures.live}</Counter>
      <Counter
        label="Want attention"
        tone={figures.pressing ? "act" : figures.wanting > 0 ? "watch" : ""}
      >
        {figures.wanting}
      </Counter>
      <Counter label="Wait for a person" tone={figures.waitingForPerson > 0 ? "act" : ""}>
        {figures.waitingForPerson}
      </Counter>
      <Counter label="Calls today" tone="">
        {count ? `${countWords(count.calls)}${count.more ? "+" : ""}` : "–"}
      </Counter>
      <Counter label="Answer time, median · 95th" tone="">
        {answers
          ? (
            <>
              {latencyWords(answers.p50Ms)}
              <small>· {latencyWords(answers.p95Ms)}</small>
            </>
          )
          : "–"}
      </Counter>
      <Counter label="Model" tone={`words ${health.tone}`}>{health.words}</Counter>
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
