// What was found: the calls, or why there are none; and the way to older ones.
import { useEffect, useState } from "preact/hooks";
import type { Asked } from "../../live/history_address.ts";
import type { HistoryState } from "../../live/history.ts";
import { useStores } from "../../stores.ts";
import { HISTORY_TEXTS } from "../../texts/history.ts";
import { HooklineArt } from "../../ui/brand.tsx";
import { timeOfDay } from "../../ui/time_words.ts";
import { Banner } from "../banner.tsx";
import { TestCallButton } from "../test_call_button.tsx";
import { FoundTable } from "./found_table.tsx";

const TEXTS = HISTORY_TEXTS.found;

export function FoundCalls({ asked }: { asked: Asked }) {
  const { history } = useStores();
  const state = history.state.value;
  switch (state.kind) {
    case "asking":
      return <Searching />;
    case "not_found":
      return (
        <section class="empty">
          <h2>{TEXTS.failed}</h2>
          <p role="alert">{TEXTS.failedWhy(state.why)}</p>
          <div class="empty-actions">
            <button
              type="button"
              class="button primary"
              onClick={() => void history.again()}
            >
              {TEXTS.tryAgain}
            </button>
          </div>
        </section>
      );
    case "found":
      return <Found asked={asked} state={state} />;
  }
}

function Found({ asked, state }: { asked: Asked; state: HistoryState & { kind: "found" } }) {
  const { history } = useStores();
  const { calls, older, unindexed, searching } = state;
  const anything = Object.keys(asked).length > 0;
  return (
    <section aria-label={TEXTS.name} class="found" aria-busy={searching}>
      {searching && <TruthAfterLong />}
      {unindexed > 0 && anything && (
        <Banner tone="info" title={TEXTS.unindexed}>
          {TEXTS.unindexedCalls(unindexed)}
        </Banner>
      )}
      {calls.length === 0 ? <Nothing anything={anything} /> : (
        <>
          <p class="found-count">
            <span role="status">
              {searching
                ? TEXTS.searching
                : older === "no_more"
                ? (anything ? TEXTS.some : TEXTS.all)(calls.length)
                : TEXTS.newest(calls.length)}
            </span>
            <span class="faint">
              {TEXTS.asOf(timeOfDay(state.atMs))}
              {state.endedSince > 0 && ` · ${TEXTS.endedSince(state.endedSince)}`}
            </span>
            <button
              type="button"
              class="button quiet small"
              onClick={() => void history.again()}
            >
              {TEXTS.again}
            </button>
          </p>
          <FoundTable calls={calls} />
          <Older state={state} />
        </>
      )}
    </section>
  );
}

function Older({ state: { older } }: { state: HistoryState & { kind: "found" } }) {
  const { history } = useStores();
  if (older === "no_more") return <p class="muted end-of-list">{TEXTS.noOlder}</p>;
  return (
    <div class="end-of-list">
      <button
        type="button"
        class="button"
        // Not disabled, or the focus would be lost.
        aria-disabled={older === "asking"}
        onClick={() => void history.older()}
      >
        {older === "asking" ? TEXTS.fetching : TEXTS.older}
      </button>
      {typeof older === "object" && <span class="field-error" role="alert">{older.failed}</span>}
    </div>
  );
}

function Nothing({ anything }: { anything: boolean }) {
  return (
    <section class="empty">
      <HooklineArt />
      <p class="hidden" role="status">{anything ? TEXTS.noneFits : TEXTS.noneYet}</p>
      <h2>{anything ? TEXTS.noneFits : TEXTS.noneYet}</h2>
      <p>
        {anything ? TEXTS.noneFitsAdvice : TEXTS.noneYetAdvice}
      </p>
      <div class="empty-actions">
        {anything
          ? <a class="button primary" href="/history">{TEXTS.showAll}</a>
          : <TestCallButton />}
      </div>
    </section>
  );
}

function TruthAfterLong() {
  const { timers } = useStores();
  const [long, setLong] = useState(false);
  useEffect(() => timers.after(TRUTH_AFTER_MS, () => setLong(true)), []);
  return <p class="muted" role="status">{long && TEXTS.searchingLong}</p>;
}

const SKELETON_AFTER_MS = 400;
const TRUTH_AFTER_MS = 8000;

/** Nothing for the blink of an eye, then the frame of the table, and after long the truth. */
function Searching() {
  const { timers } = useStores();
  const [since, setSince] = useState<"now" | "a_while" | "long">("now");
  useEffect(() => {
    const cancels = [
      timers.after(SKELETON_AFTER_MS, () => setSince("a_while")),
      timers.after(TRUTH_AFTER_MS, () => setSince("long")),
    ];
    return () => cancels.forEach((cancel) => cancel());
  }, []);
  return (
    <div class="searching" aria-busy="true">
      <p class={since === "long" ? "muted" : "hidden"} role="status">
        {since === "long" ? TEXTS.searchingLong : TEXTS.searchingFirst}
      </p>
      {since !== "now" && (
        <div class="table-frame ghost-rows" aria-hidden="true">
          {Array.from({ length: 6 }, (_, i) => <div key={i} class="ghost-row" />)}
        </div>
      )}
    </div>
  );
}
