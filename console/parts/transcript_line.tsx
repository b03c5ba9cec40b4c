// One line of the transcript: who, when, what was said, and what of it was heard.
import { heardParts, type TranscriptLine } from "../../server/contract/transcript.ts";
import { SPEAKER_WORDS } from "../live/speakers.ts";
import type { Cut, LineBy, TranscriptRow } from "../live/transcript_rows.ts";
import { TRANSCRIPT_TEXTS } from "../texts/transcript.ts";
import { Beat } from "../ui/beat.tsx";
import { LineTime } from "./recording/line_time.tsx";
import { CutIcon } from "../ui/icons.tsx";
import { languageWords } from "../ui/language_words.ts";
import { latencyWords, offsetWords } from "../ui/time_words.ts";

const TEXTS = TRANSCRIPT_TEXTS.line;

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
      <LineTime atMs={line.startMs} />
      <div class="line-body">
        <p class="line-who">
          <span class="line-speaker">
            {by === "person" ? TEXTS.supervisor : SPEAKER_WORDS[line.speaker]}
          </span>
          {BY_WORDS[by] && <span class="line-by">{BY_WORDS[by]}</span>}
          {cutIn && (
            <span class="line-by">
              <CutIcon />
              {TEXTS.cutIn}
            </span>
          )}
          {tongue && <span class="tag">{tongue}</span>}
          {gapMs !== null && (
            <span class={gapMs >= SLOW_MS ? "line-gap slow" : "line-gap"}>
              {TEXTS.answeredAfter(latencyWords(gapMs))}
            </span>
          )}
          <BeingHeard line={line} over={over} />
        </p>
        {by === "person"
          ? (
            <p class="line-words faint">
              {TEXTS.unwritten}
            </p>
          )
          : <Words line={line} over={over} />}
        {line.interrupted && cut && <CutNote cut={cut} byCaller={line.byCaller} />}
        {line.translation && <Translation words={line.translation} into={into} />}
        {line.untranslated && <p class="line-cut">{TEXTS.untranslated}</p>}
      </div>
    </li>
  );
}

const BY_WORDS: Readonly<Record<LineBy, string>> = {
  agent: "",
  say: TEXTS.say,
  whisper: TEXTS.whisper,
  person: "",
};

function BeingHeard({ line, over }: { line: TranscriptLine; over: boolean }) {
  const heard = line.speaker === "agent" && line.heardShare === null;
  if (over || line.startMs === null || (!heard && line.endMs !== null)) return null;
  return (
    <span class="line-now">
      <Beat look="bars" />
      {heard ? TEXTS.beingHeard : TEXTS.speaking}
    </span>
  );
}

function Words({ line, over }: { line: TranscriptLine; over: boolean }) {
  if (line.status === "lost") {
    return <p class="line-words faint">{TEXTS.lost}</p>;
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
        <p class="line-cut">{TEXTS.neverHeard}</p>
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
            <span class="hidden">{TEXTS.unheardFromHere}</span>
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

function CutNote({ cut, byCaller }: { cut: Cut; byCaller: boolean }) {
  return (
    <p class="line-cut">
      <CutIcon />
      <span>
        {TEXTS.cutNote({
          at: offsetWords(cut.endMs),
          heard: latencyWords(cut.heardMs),
          of: latencyWords(cut.generatedMs),
          estimated: cut.measure === "estimated",
          byCaller,
        })}
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
