// What came of the server's calls to itself.
import type { SelfCallHealth } from "../../server/contract/health.ts";
import { selfCallBars, selfCallWords } from "../live/health_words.ts";
import { HEALTH_TEXTS as TEXTS } from "../texts/health.ts";
import { Fact } from "../ui/fact.tsx";
import { latencyWords, timeOfDay } from "../ui/time_words.ts";
import { HealthBars } from "./health_bars.tsx";

/** `paid`: each one costs something. */
export function SelfCallFact({ selfCall, paid }: { selfCall: SelfCallHealth; paid: boolean }) {
  const { on, okSinceMs, results } = selfCall;
  if (!on) {
    return (
      <Fact name={TEXTS.selfCall}>
        {TEXTS.selfOff}
        <small>
          {TEXTS.selfOffHint} <a href="/settings/alerts">{TEXTS.selfSwitch}</a>
        </small>
      </Fact>
    );
  }
  const said = selfCallWords(selfCall);
  const count = (ok: boolean | null) => results.filter((result) => result.ok === ok).length;
  return (
    <Fact name={TEXTS.selfCall}>
      {said === null ? TEXTS.selfWaits : (
        <>
          <span class={said.tone}>{said.words}</span>
          {said.tookMs !== null && ` ${TEXTS.selfTook(latencyWords(said.tookMs))}`}
          {said.code && <code>{said.code}</code>}
          {said.tone === "ok" && okSinceMs !== null && results.length > 1 && (
            <small>
              {TEXTS.selfSince(timeOfDay(okSinceMs))}
            </small>
          )}
          {results.length > 1 && (
            <HealthBars
              bars={selfCallBars(selfCall)}
              label={TEXTS.selfHour(count(true), count(false), count(null))}
            />
          )}
        </>
      )}
      {paid && <small>{TEXTS.selfCost}</small>}
    </Fact>
  );
}
