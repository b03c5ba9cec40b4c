// All live calls together, the ones that need an eye first, and those that ended last.
import "../floor_code.ts";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { CardOrder } from "../live/card_order.ts";
import type { FloorCall } from "../live/floor.ts";
import { createFloorView, type FloorView } from "../live/floor_view.ts";
import { NoticeBoard } from "../parts/board/notice_board.tsx";
import { EarlierCalls, EndedCalls } from "../parts/ended_calls.tsx";
import { FirstRun } from "../parts/first_run.tsx";
import { FloorCounters } from "../parts/floor_counters.tsx";
import { CardSight, LiveCard } from "../parts/live_card.tsx";
import { useMay } from "../parts/may.tsx";
import { PageHeader } from "../parts/page_header.tsx";
import { PauseButton } from "../parts/pause_button.tsx";
import { ServerBanners } from "../parts/server_banners.tsx";
import { TestCallButton } from "../parts/test_call_button.tsx";
import { useStores } from "../stores.ts";
import { FLOOR_TEXTS as TEXTS } from "../texts/floor.ts";
import { HooklineArt } from "../ui/brand.tsx";
import { NoticeIcon, ScreenIcon } from "../ui/icons.tsx";
import { placed } from "../ui/placed.tsx";
import { Ago } from "../ui/time.tsx";

export function FloorScreen() {
  const { floor, clock, paused, feed, prefs } = useStores();
  const view = useMemo(
    () => createFloorView({ floor, nowMs: clock.nowMs, paused, marks: prefs.marks }),
    [],
  );
  useEffect(() => view.stop, []);
  const [posting, setPosting] = useState(false);
  const mayStepIn = useMay("step_in");
  /** Focus goes back to the button that opened it. */
  const closeForm = () => {
    setPosting(false);
    document.querySelector<HTMLElement>('[data-act="post_notice"]')?.focus();
  };
  const live = view.live.value;
  const ended = view.ended.value;
  const known = feed.connection.value.known;
  return (
    <div class="page floor">
      <PageHeader
        title={TEXTS.title}
        tab={live.length > 0 ? TEXTS.liveTab(live.length) : TEXTS.title}
        actions={
          <>
            {known && (
              <a class="button to-wall" href="/wall">
                <ScreenIcon />
                {TEXTS.wall}
              </a>
            )}
            {known && mayStepIn && (
              <button
                type="button"
                class="button quiet"
                data-act="post_notice"
                aria-expanded={posting}
                onClick={() => setPosting(!posting)}
              >
                <NoticeIcon />
                {TEXTS.postNotice}
              </button>
            )}
            {live.length > 0 && <PauseButton />}
            {known && live.length > 0 && <TestCallButton quiet />}
          </>
        }
      />
      <ServerBanners />
      {!known ? <FirstLook /> : (
        <>
          <NoticeBoard posting={posting && mayStepIn} onClose={closeForm} />
          {live.length + ended.length > 0 && <FloorCounters live={live.map(({ call }) => call)} />}
          {live.length > 0 ? <LiveCards view={view} live={live} /> : <AllQuiet ended={ended} />}
          <FirstRun fresh={live.length + ended.length === 0} />
          {ended.length > 0 && (
            <section aria-labelledby="ended-title">
              <h2 id="ended-title" class="section-title">{TEXTS.ended.title}</h2>
              <EndedCalls calls={ended} />
              <EarlierCalls oldest={ended.at(-1)!} />
            </section>
          )}
        </>
      )}
    </div>
  );
}

function LiveCards({ view, live }: { view: FloorView; live: readonly FloorCall[] }) {
  const list = useRef<HTMLUListElement>(null);
  const sight = useMemo(() => new CardSight(), []);
  useEffect(() => () => sight.stop(), []);
  const nowMs = useStores().clock.nowMs.value;
  const order: CardOrder = view.order.value;
  const byId = new Map(live.map((floorCall) => [floorCall.call.callId, floorCall]));
  /** Cards keep still while a pointer or the focus is among them. */
  const hold = (held: boolean) => () => {
    view.held.value = held || (list.current?.contains(document.activeElement) ?? false);
  };
  return (
    <section aria-labelledby="live-title">
      <div class="section-head">
        <h2 id="live-title" class="section-title">{TEXTS.live}</h2>
        {order.moved > 0 && (
          <button type="button" class="button small" onClick={view.reorder}>
            {TEXTS.reorder(order.moved)}
          </button>
        )}
      </div>
      <ul
        class="cards"
        ref={list}
        onPointerEnter={hold(true)}
        onPointerLeave={hold(false)}
        onFocusIn={hold(true)}
        onFocusOut={hold(false)}
      >
        {order.ids.map((id, place) => {
          const floorCall = byId.get(id);
          return floorCall && <LiveCard key={id} {...{ floorCall, nowMs, place, sight }} />;
        })}
      </ul>
    </section>
  );
}

function AllQuiet({ ended }: { ended: FloorView["ended"]["value"] }) {
  const last = ended[0];
  return (
    <section class="empty">
      <HooklineArt />
      <h2>{last ? TEXTS.quiet : TEXTS.fresh}</h2>
      <p>
        {last
          ? (
            <>
              {placed(TEXTS.quietWords, {
                when: <Ago atMs={last.endedAtMs ?? last.startedAtMs} />,
              })}
            </>
          )
          : TEXTS.freshWords}
      </p>
      <div class="empty-actions">
        <TestCallButton />
        {!last && <a class="button" href="/connection">{TEXTS.connect}</a>}
      </div>
    </section>
  );
}

/** The frame at once; what is in it as soon as it is known. */
function FirstLook() {
  const { feed } = useStores();
  return (
    <div class="cards first-look" aria-busy="true">
      <p class="hidden" role="status">
        {feed.connection.value.attempts > 2 ? TEXTS.noAnswer : TEXTS.fetching}
      </p>
      <div class="card ghost" />
      <div class="card ghost" />
      <div class="card ghost" />
    </div>
  );
}
