// One call. Live and past are the same page, fed by the same folds.
import { useEffect, useMemo, useState } from "preact/hooks";
import type { CallSummary } from "../../server/contract/call.ts";
import { createLiveCall } from "../live/call.ts";
import { createLineTeller } from "../live/line_teller.ts";
import { paceOf } from "../live/pace.ts";
import { pausable } from "../live/pausable.ts";
import { pausesOf } from "../live/pauses.ts";
import { betweenPeople } from "../live/speakers.ts";
import { cutsOf, transcriptRows } from "../live/transcript_rows.ts";
import { useActs } from "../parts/acts.ts";
import { CallTags } from "../parts/call_tags.tsx";
import { Facts } from "../parts/facts.tsx";
import { PageHeader } from "../parts/page_header.tsx";
import { PauseButton } from "../parts/pause_button.tsx";
import { Phone } from "../parts/phone.tsx";
import { SpeechStrip } from "../parts/speech_strip.tsx";
import { StateChip } from "../parts/state_chip.tsx";
import { TalksWith } from "../parts/talks_with.tsx";
import { Timeline } from "../parts/timeline.tsx";
import { Transcript } from "../parts/transcript.tsx";
import { useStores } from "../stores.ts";
import { BackIcon, EyeIcon, EyeOffIcon } from "../ui/icons.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { Elapsed } from "../ui/time.tsx";
import { Missing } from "./missing_screen.tsx";

type Tab = "transcript" | "events" | "facts";

/** `id`: of the call; a new one is a new page. */
export function CallScreen({ id = "" }: { id?: string }) {
  return <OneCall key={id} callId={id} />;
}

function OneCall({ callId }: { callId: string }) {
  const { api, feed, floor, paused, announcer, prefs } = useStores();
  const live = useMemo(
    () => createLiveCall({ callId, api, feed, generation: floor.generation }),
    [],
  );
  const shown = useMemo(() => pausable(live.view, paused), []);
  useEffect(() => {
    const stopTelling = createLineTeller({ view: live.view, prefs, announcer });
    return () => {
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
  return <Loaded {...{ call, transcript, events }} />;
}

function Loaded(
  { call, transcript, events }:
    & { call: CallSummary }
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
  const rows = useMemo(() => transcriptRows(transcript.lines, events, call.kind), [
    transcript,
    events,
  ]);
  const pace = useMemo(() => paceOf(transcript.lines), [transcript]);
  const facts = <Facts {...{ call, events, pace, whole }} />;
  const endMs = (call.endedAtMs ?? clock.nowMs.value) - call.startedAtMs;

  return (
    <div class="page call">
      <PageHeader
        tab={over ? "Past call" : "Live call"}
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
      <SpeechStrip
        lines={transcript.lines}
        cuts={cutsOf(events)}
        pauses={pausesOf(events)}
        endMs={endMs}
        live={!over}
        onPick={(itemId) => {
          setTab("transcript");
          showLine(itemId);
        }}
      />
      <div class="call-body">
        <Tabs<Tab>
          label="Views of this call"
          selected={tab}
          onSelect={setTab}
          tabs={[
            { id: "transcript", name: "Transcript" },
            { id: "events", name: "Events" },
            { id: "facts", name: "Facts" },
          ]}
        >
          {tab === "transcript" && <Transcript call={call} rows={rows} followAsked={followAsked} />}
          {tab === "events" && <Timeline events={events} />}
          {tab === "facts" && facts}
        </Tabs>
        {tab !== "facts" && (
          <aside class="call-aside" aria-label="Facts">
            {facts}
          </aside>
        )}
      </div>
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
