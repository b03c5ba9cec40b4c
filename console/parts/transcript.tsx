// The conversation, placed by when speech was heard. Follows its end without dragging the reader.
import { useEffect, useLayoutEffect, useReducer, useRef } from "preact/hooks";
import type { CallSummary } from "../../server/contract/call.ts";
import { FOLLOWING, stepFollow } from "../live/follow.ts";
import type { TranscriptRow } from "../live/transcript_rows.ts";
import { useStores } from "../stores.ts";
import { DownIcon } from "../ui/icons.tsx";
import { durationWords, plural } from "../ui/time_words.ts";
import { EndChip, endWords } from "./end_note.tsx";
import { LineItem, MomentItem } from "./transcript_line.tsx";

interface TranscriptProps {
  call: CallSummary;
  rows: readonly TranscriptRow[];
  /** Rises when the reader asks to follow. */
  followAsked: number;
}

export function Transcript({ call, rows, followAsked }: TranscriptProps) {
  const { announcer } = useStores();
  const scroller = useRef<HTMLDivElement>(null);
  const [follow, tell] = useReducer(stepFollow, FOLLOWING);
  const over = call.endedAtMs !== null;
  const finished =
    rows.filter((row) => row.kind === "line" && row.line.status !== "partial").length;
  const counted = useRef(finished);
  // A past call is read from its beginning.
  const reading = useRef(over);

  function toEnd(): void {
    reading.current = false;
    tell({ type: "go_to_end" });
    const element = scroller.current;
    if (element) element.scrollTop = element.scrollHeight;
  }

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element && follow.following && !reading.current) element.scrollTop = element.scrollHeight;
  });
  useEffect(() => {
    tell({ type: "lines_added", count: finished - counted.current });
    counted.current = finished;
  }, [finished]);
  useEffect(() => {
    if (followAsked > 0) toEnd();
  }, [followAsked]);
  useEffect(() => {
    if (!follow.following && !over) announcer.say("Not following the transcript any more");
  }, [follow.following]);

  function scrolled(): void {
    const element = scroller.current;
    if (!element) return;
    const fromEndPx = element.scrollHeight - element.scrollTop - element.clientHeight;
    if (fromEndPx > 8) tell({ type: "scrolled", fromEndPx });
    else if (!reading.current) tell({ type: "scrolled", fromEndPx });
  }

  return (
    <div class="transcript">
      <div
        class="transcript-scroll"
        ref={scroller}
        onScroll={scrolled}
        onMouseUp={() => holdsSelection(scroller.current) && tell({ type: "held" })}
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label="Transcript"
      >
        {rows.length === 0 && <NothingSaid over={over} />}
        <ol class="lines">
          {rows.map((row) =>
            row.kind === "line"
              ? <LineItem key={row.key} row={row} over={over} />
              : <MomentItem key={row.key} row={row} />
          )}
        </ol>
        {over && <TheEnd call={call} />}
      </div>
      {!over && !follow.following && (
        <button type="button" class="button primary to-end" onClick={toEnd}>
          <DownIcon />
          {follow.unread > 0 ? plural(follow.unread, "new line") : "Follow the end"}
        </button>
      )}
    </div>
  );
}

function NothingSaid({ over }: { over: boolean }) {
  return (
    <p class="nothing-said">
      {over
        ? "Nothing was said in this call."
        : "Nobody has spoken yet. Words appear here as they form."}
    </p>
  );
}

function TheEnd({ call }: { call: CallSummary }) {
  const { advice } = endWords(call);
  return (
    <div class="the-end">
      <EndChip call={call} />
      <span class="muted">after {durationWords((call.endedAtMs ?? 0) - call.startedAtMs)}</span>
      {advice && <p class="advice">{advice}.</p>}
    </div>
  );
}

function holdsSelection(element: HTMLElement | null): boolean {
  const selection = getSelection();
  return element !== null && selection !== null && !selection.isCollapsed &&
    element.contains(selection.anchorNode);
}
