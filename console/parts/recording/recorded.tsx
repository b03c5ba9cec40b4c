// The recording of a call on its page: the player where there is one and one may hear it, else what became of it, in
// words. What is inside can go with the sound.
import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { CallSummary } from "../../../server/contract/call.ts";
import type { CallEvent } from "../../../server/contract/event.ts";
import type { TranscriptLine } from "../../../server/contract/transcript.ts";
import { heardLine } from "../../live/heard_line.ts";
import { createPlayback, type Playback } from "../../live/playback.ts";
import { recordingFacts } from "../../live/recording_facts.ts";
import { browserMediaPlayer } from "../../sound/media_player.ts";
import { useStores } from "../../stores.ts";
import { RECORDING_TEXTS as TEXTS } from "../../texts/recording.ts";
import { useMay } from "../may.tsx";
import { PlaybackContext, usePlayback } from "./playback_context.ts";
import { Player } from "./player.tsx";

interface RecordedProps {
  call: CallSummary;
  events: readonly CallEvent[];
  lines: readonly TranscriptLine[];
  children: ComponentChildren;
}

export function Recorded({ call, events, lines, children }: RecordedProps) {
  const playback = usePlaybackOf(call, events);
  return (
    <PlaybackContext.Provider value={playback}>
      {playback && <HeardMark playback={playback} lines={lines} />}
      {children}
    </PlaybackContext.Provider>
  );
}

/** Where the player stands on the page, or what is to be said in its place. */
export function RecordingBar({ call, events }: Omit<RecordedProps, "lines" | "children">) {
  const playback = usePlayback();
  const { brokeOff, startMs } = recordingFacts(events);
  const words = notes({ call, brokeOff, begun: startMs !== null, played: playback !== null });
  if (!playback && words === "") return null;
  return (
    <div class="recording-bar">
      {playback && <Player playback={playback} callId={call.callId} />}
      {words && <p class="recording-note">{words}</p>}
    </div>
  );
}

function notes(
  { call, brokeOff, begun, played }: {
    call: CallSummary;
    brokeOff: string;
    begun: boolean;
    played: boolean;
  },
): string {
  if (call.recording === "gone") return TEXTS.gone;
  if (brokeOff !== "") {
    const why = brokeOff in TEXTS.why && brokeOff !== "other"
      ? TEXTS.why[brokeOff as Exclude<keyof typeof TEXTS.why, "other">]
      : TEXTS.why.other(brokeOff);
    return begun ? TEXTS.brokeOff(why) : TEXTS.notBegun(why);
  }
  return call.endedAtMs !== null && call.recording === "kept" && !played ? TEXTS.mayNot : "";
}

function usePlaybackOf(call: CallSummary, events: readonly CallEvent[]): Playback | null {
  const { timers } = useStores();
  const may = useMay("listen");
  const there = may && call.endedAtMs !== null && call.recording === "kept";
  const playback = useMemo(() => {
    if (!there) return null;
    const { startMs, lengthMs } = recordingFacts(events);
    const begun = startMs ?? 0;
    const address = `/api/calls/${encodeURIComponent(call.callId)}/recording`;
    return createPlayback({
      player: () => browserMediaPlayer(address),
      startMs: begun,
      lengthMs: lengthMs ?? (call.endedAtMs ?? 0) - call.startedAtMs - begun,
      timers,
    });
  }, [there, call.callId]);
  useEffect(() => () => playback?.stop(), [playback]);
  return playback;
}

/**
 * Marks the line that is being heard. Set on the elements themselves: ten thousand lines are not drawn anew ten times
 * a second.
 */
function HeardMark({ playback, lines }: { playback: Playback; lines: readonly TranscriptLine[] }) {
  const inOrder = useMemo(() => [...lines].sort(byStart), [lines]);
  const touched = playback.state.value !== "paused" || playback.atMs.value > playback.startMs;
  const heard = touched ? heardLine(inOrder, playback.atMs.value) : null;
  const marked = useRef<Element | null>(null);
  useEffect(() => {
    marked.current?.removeAttribute("aria-current");
    if (heard === null) return;
    const element = document.querySelector(`.lines [data-item="${CSS.escape(heard)}"]`);
    marked.current = element;
    element?.setAttribute("aria-current", "true");
    if (element && playback.state.value === "playing") bringIntoView(element);
  });
  return null;
}

/** Within the transcript: the page around it stays where it is. */
function bringIntoView(line: Element): void {
  const scroller = line.closest(".transcript-scroll");
  if (!scroller) return;
  const { top, bottom } = line.getBoundingClientRect();
  const around = scroller.getBoundingClientRect();
  if (bottom > around.bottom || top < around.top) {
    scroller.scrollTop += top - around.top - around.height / 3;
  }
}

function byStart(a: TranscriptLine, b: TranscriptLine): number {
  return (a.startMs ?? Infinity) - (b.startMs ?? Infinity) || 0;
}
