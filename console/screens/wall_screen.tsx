// The floor for a screen on the wall: readable from across the room, nothing to press, nobody's words and no whole
// number, whatever is shown elsewhere. Keys are off here (app.tsx draws it outside of the house).
import "../floor_code.ts";
import { useEffect, useMemo } from "preact/hooks";
import { signal, useComputed } from "@preact/signals";
import { FleetBanners, Waiting } from "../later.ts";
import { type Attention, attention } from "../live/attention.ts";
import type { FloorCall } from "../live/floor.ts";
import { createFloorView } from "../live/floor_view.ts";
import { createWakeLock, type WakeLock } from "../live/wake_lock.ts";
import { AwayTag, useAway } from "../parts/away.tsx";
import { wayWords } from "../parts/card_words.ts";
import { Company } from "../parts/company.tsx";
import { ConnectionStatus, StaleBand } from "../parts/connection_status.tsx";
import { FloorCounters } from "../parts/floor_counters.tsx";
import { Phone } from "../parts/phone.tsx";
import { StateChip } from "../parts/state_chip.tsx";
import { TalksWith } from "../parts/talks_with.tsx";
import { Why } from "../parts/why.tsx";
import { useStores } from "../stores.ts";
import { WALL_TEXTS as TEXTS } from "../texts/wall.ts";
import { HooklineArt } from "../ui/brand.tsx";
import { placed } from "../ui/placed.tsx";
import { Ago, Elapsed } from "../ui/time.tsx";
import { timeOfDay } from "../ui/time_words.ts";

/** As many as can be read from five metres on a screen of 16 to 9. */
const MOST_CARDS = 12;

export function WallScreen() {
  const { floor, clock, paused, feed, prefs } = useStores();
  const view = useMemo(
    () => createFloorView({ floor, nowMs: clock.nowMs, paused: signal(false), marks: prefs.marks }),
    [],
  );
  const lock = useMemo(() => createWakeLock(screenLock()), []);
  useEffect(() => {
    // Nobody stands there to go on with it.
    paused.value = false;
    document.title = `${TEXTS.tab} · Hookline`;
    return view.stop;
  }, []);
  useWakeLock(lock);
  const live = view.live.value;
  const hasFleet = useComputed(() => floor.status.value?.fleet !== undefined).value;
  const byId = new Map(live.map((floorCall) => [floorCall.call.callId, floorCall]));
  const ids = view.order.value.ids.filter((id) => byId.has(id));
  const shown = ids.length > MOST_CARDS ? ids.slice(0, MOST_CARDS - 1) : ids;
  return (
    <div class="wall">
      <StaleBand />
      <main class="wall-main">
        <h1 class="hidden">{TEXTS.title}</h1>
        {feed.connection.value.known && <FloorCounters live={live.map(({ call }) => call)} />}
        {hasFleet && (
          <Waiting>
            <FleetBanners onlyTrouble />
          </Waiting>
        )}
        {live.length === 0
          ? <WallQuiet />
          : (
            <ul class={`wall-cards ${crowd(ids.length)}`} aria-label={TEXTS.liveCalls}>
              {shown.map((id) => (
                <li key={id}>
                  <WallCard floorCall={byId.get(id)!} />
                </li>
              ))}
              {shown.length < ids.length && (
                <li class="wall-more">{TEXTS.more(ids.length - shown.length)}</li>
              )}
            </ul>
          )}
      </main>
      <footer class="wall-foot">
        <a href="/">{TEXTS.leave}</a>
        <span role="status">{AWAKE[String(lock.held.value)]}</span>
        <ConnectionStatus />
        <span class="wall-time figures">{timeOfDay(clock.wallMs.value)}</span>
      </footer>
    </div>
  );
}

/** How large cards can be. */
function crowd(calls: number): "few" | "some" | "many" {
  return calls <= 4 ? "few" : calls <= 6 ? "some" : "many";
}

const AWAKE: Readonly<Record<string, string>> = {
  true: TEXTS.awake,
  false: TEXTS.maySleep,
  null: "",
};

function WallCard({ floorCall: { call } }: { floorCall: FloorCall }) {
  const { clock, floor, prefs } = useStores();
  const nowMs = clock.nowMs.value;
  const away = useAway(call.instance);
  const fleet = away ? floor.status.peek()?.fleet : undefined;
  const want = withoutWords(attention(call, { nowMs, marks: prefs.marks.value, fleet }));
  return (
    <article class={`card level-${want.level}${call.takenOver ? " taken-over" : ""}`}>
      <header class="card-head">
        <StateChip call={call} />
        <span class="card-time">
          <Elapsed sinceMs={call.startedAtMs} about={away} />
        </span>
      </header>
      <h2 class="wall-who">
        <Phone address={call.caller} />
      </h2>
      <p class="card-way">
        <TalksWith call={call} />
        {wayWords(call).slice(0, 1).map((words) => ` · ${words}`)}
      </p>
      <p class="wall-why">
        <AwayTag instance={call.instance} />
        {want.level > 0 && <Why want={want} nowMs={nowMs} most={1} />}
        <Company call={call} />
      </p>
    </article>
  );
}

/** What an agent asks may be about somebody. */
function withoutWords(want: Attention): Attention {
  const reasons = want.reasons.map((reason) =>
    reason.asks ? { ...reason, words: TEXTS.agentAsks } : reason
  );
  return { ...want, reasons };
}

function WallQuiet() {
  const last = useStores().floor.ended.value[0];
  return (
    <section class="wall-quiet">
      <HooklineArt />
      <h2>{TEXTS.quiet}</h2>
      {last && (
        <p>
          {placed(TEXTS.lastEnded, { when: <Ago atMs={last.endedAtMs ?? last.startedAtMs} /> })}
        </p>
      )}
    </section>
  );
}

function useWakeLock(lock: WakeLock): void {
  useEffect(() => {
    const look = () => document.visibilityState === "visible" ? void lock.ask() : lock.lost();
    look();
    document.addEventListener("visibilitychange", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
      lock.stop();
    };
  }, []);
}

/** Absent in older browsers, and on pages without TLS. */
function screenLock() {
  const { wakeLock } = navigator as Partial<Navigator>;
  return wakeLock ? () => wakeLock.request("screen") : null;
}
