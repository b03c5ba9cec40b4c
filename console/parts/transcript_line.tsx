// One line of the transcript: who, when, what was said, and what of it was heard.
import { heardParts, type TranscriptLine } from "../../server/contract/transcript.ts";
import type { Cut, TranscriptRow } from "../live/transcript_rows.ts";
import { CutIcon } from "../ui/icons.tsx";
import { latencyWords, offsetWords } from "../ui/time_words.ts";

type LineRow = Extract<TranscriptRow, { kind: "line" }>;
type MomentRow = Extract<TranscriptRow, { kind: "moment" }>;

/** From a second on a caller begins to wonder; from two on they ask whether anybody is there. */
const SLOW_MS = 1500;

export function LineItem({ row, over }: { row: LineRow; over: boolean }) {
  const { line, gapMs, cut } = row;
  return (
    <li class={`line ${line.speaker} ${line.status}`} data-item={line.itemId}>
      <span class="line-time">{line.startMs === null ? "–" : offsetWords(line.startMs)}</span>
      <div class="line-body">
        <p class="line-who">
          <span class="line-speaker">{line.speaker === "caller" ? "Caller" : "Agent"}</span>
          {gapMs !== null && (
            <span class={gapMs >= SLOW_MS ? "line-gap slow" : "line-gap"}>
              answered after {latencyWords(gapMs)}
            </span>
          )}
          <BeingHeard line={line} over={over} />
        </p>
        <Words line={line} over={over} />
        {line.interrupted && cut && <CutNote cut={cut} />}
      </div>
    </li>
  );
}

function BeingHeard({ line, over }: { line: TranscriptLine; over: boolean }) {
  const heard = line.speaker === "agent" && line.startMs !== null && line.heardShare === null;
  const speaks = line.speaker === "caller" && line.startMs !== null && line.endMs === null;
  if (over || (!heard && !speaks)) return null;
  return (
    <span class="line-now">
      <span class="shape bars" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      {heard ? "being heard" : "speaking"}
    </span>
  );
}

function Words({ line, over }: { line: TranscriptLine; over: boolean }) {
  if (line.status === "lost") {
    return (
      <p class="line-words faint">Could not be transcribed; the agent heard it all the same.</p>
    );
  }
  if (line.text === "") return <p class="line-words faint" aria-hidden="true">…</p>;
  // Partial words would be read again and again; the finished line is announced instead.
  if (line.status === "partial" && !over) {
    return <p class="line-words forming" aria-hidden="true">{line.text}</p>;
  }
  if (line.speaker === "agent" && line.startMs === null && (over || line.heardShare !== null)) {
    return (
      <>
        <p class="line-words">
          <del class="unheard">{line.text}</del>
        </p>
        <p class="line-cut">The caller never heard this.</p>
      </>
    );
  }
  const { heard, unheard } = heardParts(line);
  return (
    <p class="line-words">
      {heard}
      {unheard && (
        <>
          {" "}
          <span class="hidden">(not heard from here:)</span>
          <del class="unheard">{unheard.trimStart()}</del>
        </>
      )}
    </p>
  );
}

function CutNote({ cut }: { cut: Cut }) {
  const about = cut.measure === "estimated" ? "about " : "";
  return (
    <p class="line-cut">
      <CutIcon />
      <span>
        The caller cut in at {offsetWords(cut.endMs)} and heard {about}
        {latencyWords(cut.heardMs)} of {latencyWords(cut.generatedMs)}
      </span>
    </p>
  );
}

export function MomentItem({ row }: { row: MomentRow }) {
  return (
    <li class={`moment ${row.tone}`}>
      <span class="line-time">{offsetWords(row.offsetMs)}</span>
      <span class="moment-words">{row.words}</span>
    </li>
  );
}
