// One call. Live and past are the same page, fed by the same folds.
import { computed, type ReadonlySignal } from "@preact/signals";
import { useEffect, useMemo, useState } from "preact/hooks";
import type { CallSummary } from "../../server/contract/call.ts";
import { type CallView, createLiveCall } from "../live/call.ts";
import { createCallSound } from "../live/call_sound.ts";
import { createCommands } from "../live/commands.ts";
import { createLineTeller } from "../live/line_teller.ts";
import { createOnAir } from "../live/on_air.ts";
import { paceOf } from "../live/pace.ts";
import { pausable } from "../live/pausable.ts";
import { pausesOf } from "../live/pauses.ts";
import { betweenPeople } from "../live/speakers.ts";
import { cutsOf, transcriptRows } from "../live/transcript_rows.ts";
import { useActs } from "../parts/acts.ts";
import { CallTags } from "../parts/call_tags.tsx";
import { Company } from "../parts/company.tsx";
import { Facts } from "../parts/facts.tsx";
import { Gaps } from "../parts/gaps.tsx";
import { PageHeader } from "../parts/page_header.tsx";
import { PauseButton } from "../parts/pause_button.tsx";
import { RaisedHand } from "../parts/hand/raised_hand.tsx";
import { Phone } from "../parts/phone.tsx";
import { SpeechStrip } from "../parts/speech_strip.tsx";
import { StateChip } from "../parts/state_chip.tsx";
import { StepIn } from "../parts/step_in/step_in.tsx";
import { TalksWith } from "../parts/talks_with.tsx";
import { Timeline } from "../parts/timeline.tsx";
import { Transcript } from "../parts/transcript.tsx";
import { type Stores, useStores } from "../stores.ts";
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
  const { api, feed, floor, paused, announcer, prefs } = stores;
  const live = useMemo(
    () => createLiveCall({ callId, api, feed, generation: floor.generation }),
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
          title="No such call"
          words="It may have been deleted, or the address is not whole."
        />
      )
      : <Missing title="The call could not be fetched" words={loading.message} again={live.load} />;
  }
  if (!call) return <Loading />;
  return <Loaded {...{ call, transcript, events, hands }} now={live.view.value.call ?? call} />;
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
  });
  const onAir = createOnAir({ sound, card, commands, view, say });
  return {
    commands,
    sound,
    onAir,
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
  const over = call.endedAtMs !== null;
  const onAir = hands.onAir.state.value === "on";
  const rows = useMemo(() => transcriptRows(transcript.lines, events, call.kind), [
    transcript,
    events,
  ]);
  const pace = useMemo(() => paceOf(events), [events]);
  const facts = <Facts {...{ call, events, pace, whole }} />;
  const pick = (itemId: string) => {
    setTab("transcript");
    showLine(itemId);
  };
  const endMs = (call.endedAtMs ?? clock.nowMs.value) - call.startedAtMs;

  return (
    <div class="page call">
      <PageHeader
        tab={over ? "Past call" : onAir ? "On air" : "Live call"}
        title={<Phone address={call.caller} whole={whole} />}
        above={
          <a class="back" href="/">
            <BackIcon />Floor
          </a>
        }
        below={
          <p class="call-meta">
            <StateChip call={call} />
            <span class="call-time">
              <Elapsed sinceMs={call.startedAtMs} untilMs={call.endedAtMs} />
            </span>
            {betweenPeople(call) && <TalksWith call={call} />}
            {call.answeredBy === "stand-in" && <span class="tag">Stand-in</span>}
            <CallTags call={call} />
            <Company call={call} />
            <button
              type="button"
              class="button quiet small"
              aria-pressed={whole}
              onClick={() => setWhole(!whole)}
            >
              {whole ? <EyeOffIcon /> : <EyeIcon />}
              {whole ? "Mask number" : "Show number"}
            </button>
          </p>
        }
        actions={!over && <PauseButton />}
        settled={over}
      />
      {now.hand && (
        <RaisedHand key={now.hand.handId} call={{ ...now, hand: now.hand }} place="page" />
      )}
      <SpeechStrip
        lines={transcript.lines}
        cuts={cutsOf(events)}
        pauses={pausesOf(events)}
        endMs={endMs}
        live={!over}
        onPick={pick}
      />
      <div class="call-body">
        <Tabs<Tab>
          label="Views of this call"
          selected={tab}
          onSelect={setTab}
          tabs={[
            { id: "transcript", name: "Transcript" },
            { id: "events", name: "Events" },
            { id: "gaps", name: "Answer times" },
            { id: "facts", name: "Facts" },
          ]}
        >
          {tab === "transcript" && <Transcript call={call} rows={rows} followAsked={followAsked} />}
          {tab === "events" && <Timeline events={events} />}
          {tab === "gaps" && <Gaps events={events} kind={call.kind} />}
          {tab === "facts" && facts}
        </Tabs>
        {tab !== "facts" && (
          <aside class="call-aside" aria-label="Facts">
            {facts}
          </aside>
        )}
      </div>
      {now.endedAtMs === null && <StepIn call={now} {...hands} onPick={pick} />}
    </div>
  );
}

function showLine(itemId: string): void {
  document.querySelector(`[data-item="${CSS.escape(itemId)}"]`)?.scrollIntoView({
    block: "center",
  });
}

function Loading() {
  return (
    <div class="page call">
      <PageHeader title="Call" tab="Call" />
      <p class="nothing-said" role="status">Fetching the call…</p>
    </div>
  );
}
