// One call. Live and past are the same page, fed by the same folds.
import "../floor_code.ts";
import { computed, type ReadonlySignal } from "@preact/signals";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { CallSummary } from "../../server/contract/call.ts";
import { type CallView, createLiveCall } from "../live/call.ts";
import { createCallSound } from "../live/call_sound.ts";
import { createCommands } from "../live/commands.ts";
import { isAway } from "../live/fleet.ts";
import { createLineTeller } from "../live/line_teller.ts";
import { createOnAir } from "../live/on_air.ts";
import { paceOf } from "../live/pace.ts";
import { pausable } from "../live/pausable.ts";
import { pausesOf } from "../live/pauses.ts";
import { keptRows } from "../live/row_blocks.ts";
import { betweenPeople } from "../live/speakers.ts";
import { spanOf } from "../live/strip_scale.ts";
import { rowsOf, type Told, toldBy, type TranscriptRow } from "../live/transcript_rows.ts";
import { useActs } from "../parts/acts.ts";
import { useAway } from "../parts/away.tsx";
import { CallAway } from "../parts/call_away.tsx";
import { CallTags } from "../parts/call_tags.tsx";
import { Company } from "../parts/company.tsx";
import { Facts } from "../parts/facts.tsx";
import { Gaps } from "../parts/gaps.tsx";
import { useMay } from "../parts/may.tsx";
import { PageHeader } from "../parts/page_header.tsx";
import { PauseButton } from "../parts/pause_button.tsx";
import { RaisedHand } from "../parts/hand/raised_hand.tsx";
import { Phone } from "../parts/phone.tsx";
import { Recorded, RecordingBar } from "../parts/recording/recorded.tsx";
import { StripSeek } from "../parts/recording/strip_seek.tsx";
import { SpeechStrip } from "../parts/speech_strip.tsx";
import { StateChip } from "../parts/state_chip.tsx";
import { createDrafts } from "../parts/step_in/drafts.ts";
import { StepIn } from "../parts/step_in/step_in.tsx";
import { TalksWith } from "../parts/talks_with.tsx";
import { Timeline } from "../parts/timeline.tsx";
import { Transcript } from "../parts/transcript.tsx";
import { type Stores, useStores } from "../stores.ts";
import { CALL_PAGE_TEXTS as TEXTS } from "../texts/call_page.ts";
import { CALL_STATE_TEXTS } from "../texts/call_state.ts";
import { BackIcon, EyeIcon, EyeOffIcon } from "../ui/icons.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { Elapsed } from "../ui/time.tsx";
import { Missing } from "./missing_screen.tsx";

type Tab = "transcript" | "events" | "gaps" | "facts";

/** `id`: of the call; a new one is a new page. */
export function CallScreen({ id = "" }: { id?: string }) {
  return <OneCall key={id} callId={id} />;
}

function OneCall({ callId }: { callId: string }) {
  const stores = useStores();
  const { api, feed, floor, paused, announcer, prefs, timers } = stores;
  const live = useMemo(
    () => createLiveCall({ callId, api, feed, timers, generation: floor.generation }),
    [],
  );
  const shown = useMemo(() => pausable(live.view, paused), []);
  // Steps in on the call as it is, though the view may be paused.
  const hands = useMemo(() => createHands(callId, live.view, stores), []);
  useEffect(() => {
    const stopTelling = createLineTeller({ view: live.view, prefs, announcer });
    return () => {
      hands.stop();
      stopTelling();
      live.stop();
    };
  }, []);

  const { call, transcript, events } = shown.value;
  const loading = live.loading.value;
  if (typeof loading === "object") {
    return loading.code === "not_found"
      ? (
        <Missing
          title={TEXTS.unknown}
          words={TEXTS.unknownWords}
        />
      )
      : <Missing title={TEXTS.failed} words={loading.message} again={live.load} />;
  }
  if (!call) return <Loading />;
  return (
    <Recorded {...{ call, events }} lines={transcript.lines}>
      <Loaded {...{ call, transcript, events, hands }} now={live.view.value.call ?? call} />
    </Recorded>
  );
}

type Hands = ReturnType<typeof createHands>;

/** What one can do to a call from its page, and what ends with the page. */
function createHands(callId: string, view: ReadonlySignal<CallView>, stores: Stores) {
  const { api, timers, announcer } = stores;
  const say = announcer.say;
  const card = stores.sound.card();
  const commands = createCommands({ callId, api, view, timers, say });
  const sound = createCallSound({
    openSocket: () => stores.sound.openSocket(callId),
    card,
    timers,
    over: computed(() => {
      const { call } = view.value;
      return call !== null && call.endedAtMs !== null;
    }),
    away: computed(() => isAway(stores.floor.status.value?.fleet, view.value.call?.instance ?? "")),
  });
  const onAir = createOnAir({ sound, card, commands, view, say });
  return {
    commands,
    sound,
    onAir,
    drafts: createDrafts(),
    stop() {
      onAir.stop();
      sound.stop();
      commands.stop();
    },
  };
}

function Loaded(
  { call, transcript, events, hands, now }:
    /** `now`: the call as it is, where `call` is held still with the view. */
    & { call: CallSummary; now: CallSummary; hands: Hands }
    & Pick<
      ReturnType<typeof createLiveCall>["view"]["value"],
      "transcript" | "events"
    >,
) {
  const { clock } = useStores();
  const [tab, setTab] = useState<Tab>("transcript");
  const [whole, setWhole] = useState(false);
  const [followAsked, setFollowAsked] = useState(0);
  useActs({ follow: () => setFollowAsked((times) => times + 1) });
  const mayStepIn = useMay("step_in");
  const over = call.endedAtMs !== null;
  const away = useAway(call.instance);
  const onAir = hands.onAir.state.value === "on";
  // What the events say is gone through only when there are new ones; words that form are none.
  const told = useMemo(() => toldBy(events, call.kind), [events, call.kind]);
  const rows = useRows(transcript, told);
  const pace = useMemo(() => paceOf(events), [events]);
  const pauses = useMemo(() => pausesOf(events), [events]);
  const facts = <Facts {...{ call, events, pace, whole }} />;
  const [wanted, want] = useState<{ itemId: string } | null>(null);
  const pick = (itemId: string) => {
    setTab("transcript");
    want({ itemId });
  };
  const endMs = (call.endedAtMs ?? clock.nowMs.value) - call.startedAtMs;

  return (
    <div class="page call">
      <PageHeader
        tab={over ? TEXTS.tabs.past : onAir ? TEXTS.tabs.onAir : TEXTS.tabs.live}
        title={<Phone address={call.caller} whole={whole} />}
        above={
          <a class="back" href="/">
            <BackIcon />
            {TEXTS.back}
          </a>
        }
        below={
          <p class="call-meta">
            <StateChip call={call} />
            <span class="call-time">
              <Elapsed sinceMs={call.startedAtMs} untilMs={call.endedAtMs} about={away} />
            </span>
            {betweenPeople(call) && <TalksWith call={call} />}
            {call.answeredBy === "stand-in" && (
              <span class="tag">{CALL_STATE_TEXTS.tags.standIn}</span>
            )}
            <CallTags call={call} />
            <Company call={call} />
            <button
              type="button"
              class="button quiet small"
              aria-pressed={whole}
              onClick={() => setWhole(!whole)}
            >
              {whole ? <EyeOffIcon /> : <EyeIcon />}
              {whole ? TEXTS.maskNumber : TEXTS.showNumber}
            </button>
          </p>
        }
        actions={!over && <PauseButton />}
        settled={over}
      />
      <CallAway call={now} />
      {now.hand && (
        <RaisedHand key={now.hand.handId} call={{ ...now, hand: now.hand }} place="page" />
      )}
      <div class="call-sound">
        <RecordingBar call={call} events={events} />
        <div class="strip-box">
          <SpeechStrip
            lines={transcript.lines}
            cuts={told.cuts}
            pauses={pauses}
            endMs={endMs}
            live={!over}
            onPick={pick}
          />
          <StripSeek spanMs={spanOf(endMs)} />
        </div>
      </div>
      <div class="call-body">
        <Tabs<Tab>
          label={TEXTS.views}
          selected={tab}
          onSelect={setTab}
          tabs={[
            { id: "transcript", name: TEXTS.transcript },
            { id: "events", name: TEXTS.events },
            { id: "gaps", name: TEXTS.gaps },
            { id: "facts", name: TEXTS.facts },
          ]}
        >
          {tab === "transcript" && <Transcript {...{ call, rows, followAsked, wanted }} />}
          {tab === "events" && <Timeline events={events} />}
          {tab === "gaps" && <Gaps events={events} kind={call.kind} />}
          {tab === "facts" && facts}
        </Tabs>
        {tab !== "facts" && (
          <aside class="call-aside" aria-label={TEXTS.facts}>
            {facts}
          </aside>
        )}
      </div>
      {now.endedAtMs === null && mayStepIn && <StepIn call={now} {...hands} onPick={pick} />}
    </div>
  );
}

/** A row that says what it said before stays the same object. */
function useRows(transcript: CallView["transcript"], told: Told): readonly TranscriptRow[] {
  const before = useRef<readonly TranscriptRow[]>([]);
  return useMemo(
    () => before.current = keptRows(rowsOf(transcript.lines, told), before.current),
    [transcript, told],
  );
}

function Loading() {
  return (
    <div class="page call">
      <PageHeader title={TEXTS.title} tab={TEXTS.title} />
      <p class="nothing-said" role="status">{TEXTS.fetching}</p>
    </div>
  );
}
