// One line of the transcript: who, when, what was said, and what of it was heard.
import { heardParts, type TranscriptLine } from "../../server/contract/transcript.ts";
import { SPEAKER_WORDS } from "../live/speakers.ts";
import type { Cut, LineBy, TranscriptRow } from "../live/transcript_rows.ts";
import { Beat } from "../ui/beat.tsx";
import { CutIcon } from "../ui/icons.tsx";
import { languageWords } from "../ui/language_words.ts";
import { latencyWords, offsetWords } from "../ui/time_words.ts";

type LineRow = Extract<TranscriptRow, { kind: "line" }>;
type MomentRow = Extract<TranscriptRow, { kind: "moment" }>;

/** From a second on a caller begins to wonder; from two on they ask whether anybody is there. */
export const SLOW_MS = 1500;

export function LineItem({ row, over }: { row: LineRow; over: boolean }) {
  const { line, gapMs, cut, tongue, into, by, cutIn } = row;
  const person = by === "say" || by === "person";
  return (
    <li
      class={`line ${line.speaker} ${line.status}${person ? " supervisor" : ""}`}
      data-item={line.itemId}
    >
      <span class="line-time">{line.startMs === null ? "–" : offsetWords(line.startMs)}</span>
      <div class="line-body">
        <p class="line-who">
          <span class="line-speaker">
            {by === "person" ? "Supervisor" : SPEAKER_WORDS[line.speaker]}
          </span>
          {BY_WORDS[by] && <span class="line-by">{BY_WORDS[by]}</span>}
          {cutIn && (
            <span class="line-by">
              <CutIcon />
              cut in
            </span>
          )}
          {tongue && <span class="tag">{tongue}</span>}
          {gapMs !== null && (
            <span class={gapMs >= SLOW_MS ? "line-gap slow" : "line-gap"}>
              answered after {latencyWords(gapMs)}
            </span>
          )}
          <BeingHeard line={line} over={over} />
        </p>
        {by === "person"
          ? (
            <p class="line-words faint">
              A supervisor speaks with the caller; it is not written down.
            </p>
          )
          : <Words line={line} over={over} />}
        {line.interrupted && cut && <CutNote cut={cut} />}
        {line.translation && <Translation words={line.translation} into={into} />}
        {line.untranslated && <p class="line-cut">Not translated: the original went out.</p>}
      </div>
    </li>
  );
}

const BY_WORDS: Readonly<Record<LineBy, string>> = {
  agent: "",
  say: "says what a supervisor wrote",
  whisper: "after a whisper",
  person: "",
};

function BeingHeard({ line, over }: { line: TranscriptLine; over: boolean }) {
  const heard = line.speaker === "agent" && line.heardShare === null;
  if (over || line.startMs === null || (!heard && line.endMs !== null)) return null;
  return (
    <span class="line-now">
      <Beat look="bars" />
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
    <p class="line-words" {...inTongue(line.language)}>
      {heard}
      {unheard && (
        <>
          {" "}
          <span class="cut-mark">
            <CutIcon />
            <span class="hidden">(not heard from here:)</span>
          </span>{" "}
          <del class="unheard">{unheard.trimStart()}</del>
        </>
      )}
    </p>
  );
}

function Translation({ words, into }: { words: string; into: string }) {
  return (
    <p class="line-translation">
      <span class="line-into">{languageWords(into)}</span> <span {...inTongue(into)}>{words}</span>
    </p>
  );
}

/** So that a screen reader says the words in their own language. */
function inTongue(tag: string): { lang?: string } {
  return tag === "" ? {} : { lang: tag };
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
