// What was found: the calls, or why there are none; and the way to older ones.
import { useEffect, useState } from "preact/hooks";
import type { Asked } from "../../live/history_address.ts";
import type { HistoryState } from "../../live/history.ts";
import { useStores } from "../../stores.ts";
import { HooklineArt } from "../../ui/brand.tsx";
import { countWords, plural, timeOfDay } from "../../ui/time_words.ts";
import { Banner } from "../banner.tsx";
import { TestCallButton } from "../test_call_button.tsx";
import { FoundTable } from "./found_table.tsx";

export function FoundCalls({ asked }: { asked: Asked }) {
  const { history } = useStores();
  const state = history.state.value;
  switch (state.kind) {
    case "asking":
      return <Searching />;
    case "not_found":
      return (
        <section class="empty">
          <h2>The calls could not be searched</h2>
          <p role="alert">{state.why} Live calls are not affected, and no call is lost.</p>
          <div class="empty-actions">
            <button
              type="button"
              class="button primary"
              onClick={() => void history.again()}
            >
              Try again
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
    <section aria-label="Calls found" class="found" aria-busy={searching}>
      {searching && <TruthAfterLong />}
      {unindexed > 0 && anything && (
        <Banner tone="info" title="Older calls are still being made searchable">
          {plural(unindexed, "call")} {unindexed === 1 ? "is" : "are"}{" "}
          not searched yet. They come by themselves; search again in a while.
        </Banner>
      )}
      {calls.length === 0 ? <Nothing anything={anything} /> : (
        <>
          <p class="found-count">
            <span role="status">
              {searching
                ? "Searching…"
                : older === "no_more"
                ? `${plural(calls.length, "call")}${anything ? "" : " in all"}`
                : `The newest ${countWords(calls.length)} calls`}
            </span>
            <span class="faint">as of {timeOfDay(state.atMs)}</span>
            <button
              type="button"
              class="button quiet small"
              onClick={() => void history.again()}
            >
              Refresh
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
  if (older === "no_more") return <p class="muted end-of-list">There are no older ones.</p>;
  return (
    <div class="end-of-list">
      <button
        type="button"
        class="button"
        // Not disabled, or the focus would be lost.
        aria-disabled={older === "asking"}
        onClick={() => void history.older()}
      >
        {older === "asking" ? "Fetching…" : "Show older calls"}
      </button>
      {typeof older === "object" && <span class="field-error" role="alert">{older.failed}</span>}
    </div>
  );
}

function Nothing({ anything }: { anything: boolean }) {
  return (
    <section class="empty">
      <HooklineArt />
      <p class="hidden" role="status">{anything ? "No call fits" : "No call has ended yet"}</p>
      <h2>{anything ? "No call fits" : "No call has ended yet"}</h2>
      <p>
        {anything
          ? "Fewer or shorter words find more: “refund” also finds “refunds”. Accents and capitals do not count. What was deleted is not found."
          : "Calls come here when they end, with all that was said. You do not need a phone to make one."}
      </p>
      <div class="empty-actions">
        {anything
          ? <a class="button primary" href="/history">Show all calls</a>
          : <TestCallButton />}
      </div>
    </section>
  );
}

function TruthAfterLong() {
  const { timers } = useStores();
  const [long, setLong] = useState(false);
  useEffect(() => timers.after(TRUTH_AFTER_MS, () => setLong(true)), []);
  return <p class="muted" role="status">{long && STILL_SEARCHING}</p>;
}

const STILL_SEARCHING =
  "Still searching. Words that nearly every call holds take longest; calls are not held up.";

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
        {since === "long" ? STILL_SEARCHING : "Searching the calls"}
      </p>
      {since !== "now" && (
        <div class="table-frame ghost-rows" aria-hidden="true">
          {Array.from({ length: 6 }, (_, i) => <div key={i} class="ghost-row" />)}
        </div>
      )}
    </div>
  );
}
