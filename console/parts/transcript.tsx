// The conversation, placed by when speech was heard. Follows its end without dragging the reader.
import { useEffect, useLayoutEffect, useMemo, useReducer, useRef, useState } from "preact/hooks";
import type { CallSummary } from "../../server/contract/call.ts";
import { FOLLOWING, stepFollow } from "../live/follow.ts";
import { blocksOf, type RowBlock } from "../live/row_blocks.ts";
import type { TranscriptRow } from "../live/transcript_rows.ts";
import { useStores } from "../stores.ts";
import { TRANSCRIPT_TEXTS as TEXTS } from "../texts/transcript.ts";
import { DownIcon } from "../ui/icons.tsx";
import { durationWords } from "../ui/time_words.ts";
import { EndChip, endWords } from "./end_note.tsx";
import { BlockQueue, LineBlock } from "./line_blocks.tsx";

interface TranscriptProps {
  call: CallSummary;
  rows: readonly TranscriptRow[];
  /** Rises when the reader asks to follow. */
  followAsked: number;
  /** The line that the reader asked to see; each asking is another object. */
  wanted?: { itemId: string } | null;
}

export function Transcript({ call, rows, followAsked, wanted }: TranscriptProps) {
  const { announcer } = useStores();
  const scroller = useRef<HTMLDivElement>(null);
  const lines = useRef<HTMLDivElement>(null);
  const [follow, tell] = useReducer(stepFollow, FOLLOWING);
  const over = call.endedAtMs !== null;
  const finished =
    rows.filter((row) => row.kind === "line" && row.line.status !== "partial").length;
  const counted = useRef(finished);
  // A past call is read from its beginning.
  const reading = useRef(over);

  const blocks = useBlocks(rows);
  const { queue, drawn } = useQueue(blocks, over);
  /** Those that were there at the start may wait, but the one the reader begins with. */
  const first = useRef({ count: blocks.length, at: over ? 0 : blocks.length - 1 });

  function toEnd(): void {
    reading.current = false;
    tell({ type: "go_to_end" });
    const element = scroller.current;
    if (element) element.scrollTop = element.scrollHeight;
  }
  const keepAtEnd = useRef(() => {});
  keepAtEnd.current = () => {
    const element = scroller.current;
    if (element && follow.following && !reading.current) element.scrollTop = element.scrollHeight;
  };

  useLayoutEffect(() => keepAtEnd.current(), [rows, follow.following]);
  useEffect(() => {
    // Blocks above grow when they are drawn, and all of them when the window is made narrower.
    const growth = new ResizeObserver(() => keepAtEnd.current());
    if (lines.current) growth.observe(lines.current);
    return () => growth.disconnect();
  }, []);
  useEffect(() => {
    if (!wanted) return;
    const line = `[data-item="${CSS.escape(wanted.itemId)}"]`;
    if (!lines.current?.querySelector(line)) queue.drawAll();
    // By then it is drawn.
    const due = requestAnimationFrame(() =>
      lines.current?.querySelector(line)?.scrollIntoView({ block: "center" })
    );
    return () => cancelAnimationFrame(due);
  }, [wanted]);
  useEffect(() => {
    tell({ type: "lines_added", count: finished - counted.current });
    counted.current = finished;
  }, [finished]);
  useEffect(() => {
    if (followAsked > 0) toEnd();
  }, [followAsked]);
  useEffect(() => {
    if (!follow.following && !over) announcer.say(TEXTS.notFollowing);
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
        aria-busy={!drawn}
        aria-label={TEXTS.name}
      >
        {rows.length === 0 && <NothingSaid over={over} />}
        <div ref={lines}>
          {blocks.map((block, index) => (
            <LineBlock
              key={index}
              {...{ block, over, queue }}
              later={index < first.current.count && index !== first.current.at}
            />
          ))}
        </div>
        {over && <TheEnd call={call} />}
      </div>
      {!over && !follow.following && (
        <button type="button" class="button primary to-end" onClick={toEnd}>
          <DownIcon />
          {follow.unread > 0 ? TEXTS.unread(follow.unread) : TEXTS.following}
        </button>
      )}
    </div>
  );
}

function useBlocks(rows: readonly TranscriptRow[]): readonly RowBlock[] {
  const before = useRef<readonly RowBlock[]>([]);
  return useMemo(() => before.current = blocksOf(rows, before.current), [rows]);
}

function useQueue(blocks: readonly RowBlock[], over: boolean) {
  const [drawn, setDrawn] = useState(blocks.length <= 1);
  const queue = useMemo(
    () => new BlockQueue({ fromEnd: !over, onDrawn: () => setDrawn(true) }),
    [],
  );
  useEffect(() => () => queue.stop(), []);
  return { queue, drawn };
}

function NothingSaid({ over }: { over: boolean }) {
  return (
    <p class="nothing-said">
      {over ? TEXTS.nothing : TEXTS.silent}
    </p>
  );
}

function TheEnd({ call }: { call: CallSummary }) {
  const { advice } = endWords(call);
  return (
    <div class="the-end">
      <EndChip call={call} />
      <span class="muted">
        {TEXTS.endedAfter(durationWords((call.endedAtMs ?? 0) - call.startedAtMs))}
      </span>
      {advice && <p class="advice">{advice}.</p>}
    </div>
  );
}

function holdsSelection(element: HTMLElement | null): boolean {
  const selection = getSelection();
  return element !== null && selection !== null && !selection.isCollapsed &&
    element.contains(selection.anchorNode);
}
