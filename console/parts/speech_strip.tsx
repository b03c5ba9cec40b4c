// Who spoke when, on one line for each side, with what was never heard and where a caller cut in.
// A picture of the transcript, which says the same in words.
import { TIMELINE_TEXTS } from "../texts/timeline.ts";
import { durationWords } from "../ui/time_words.ts";
import type { TranscriptLine } from "../../server/contract/transcript.ts";
import type { Pause } from "../live/pauses.ts";
import { type Speaker, SPEAKER_WORDS, SPEAKERS } from "../live/speakers.ts";
import type { Cut } from "../live/transcript_rows.ts";
import { lineAt, type StripMark, stripMarks } from "../live/strip_marks.ts";
import { axisTicks, spanOf } from "../live/strip_scale.ts";

interface StripProps {
  lines: readonly TranscriptLine[];
  cuts: ReadonlyMap<string, Cut>;
  pauses: readonly Pause[];
  /** Where the picture ends: now, or the end of the call. */
  endMs: number;
  live: boolean;
  onPick: (itemId: string) => void;
}

export function SpeechStrip({ lines, cuts, pauses, endMs, live, onPick }: StripProps) {
  const spanMs = spanOf(endMs);
  const spoken = lines.filter((line) => line.startMs !== null);
  const interruptions = spoken.filter((line) => line.interrupted).length;
  const words = TIMELINE_TEXTS.strip({
    lines: spoken.length,
    length: durationWords(endMs),
    interrupted: interruptions,
    pauses: pauses.length,
  });
  return (
    <figure class="strip" role="img" aria-label={words}>
      <div class="strip-names" aria-hidden="true">
        {SPEAKERS.map((speaker) => <span key={speaker}>{SPEAKER_WORDS[speaker]}</span>)}
      </div>
      <div class="strip-lanes" aria-hidden="true">
        {SPEAKERS.map((speaker) => (
          <Lane key={speaker} {...{ speaker, lines: spoken, cuts, spanMs, endMs, onPick }} />
        ))}
        {pauses.map((pause) => (
          <span
            key={pause.seq}
            class="strip-pause"
            style={place(pause.startMs, pause.endMs ?? endMs, spanMs)}
          />
        ))}
        {live && <span class="strip-now" style={{ left: percent(endMs, spanMs) }} />}
        <div class="strip-axis">
          {axisTicks(spanMs).map((atMs) => (
            <span key={atMs} style={{ left: percent(atMs, spanMs) }}>{durationWords(atMs)}</span>
          ))}
        </div>
      </div>
    </figure>
  );
}

interface LaneProps extends Omit<StripProps, "live" | "pauses"> {
  speaker: Speaker;
  spanMs: number;
}

function Lane({ speaker, lines, cuts, spanMs, endMs, onPick }: LaneProps) {
  const marks = stripMarks(lines.filter((line) => line.speaker === speaker), {
    cuts,
    spanMs,
    endMs,
  });
  return (
    <div class={`strip-lane ${speaker}`}>
      {marks.map((mark) => (
        <span key={mark.lines[0]!.itemId}>
          <span
            class={mark.person ? "strip-said person" : "strip-said"}
            style={place(mark.startMs, mark.endMs, spanMs)}
            onClick={(event) => onPick(pickedLine(mark, event))}
          />
          {mark.lostMs > 0 && (
            <span class="strip-lost" style={place(mark.endMs, mark.endMs + mark.lostMs, spanMs)} />
          )}
        </span>
      ))}
    </div>
  );
}

/** A mark of a long call may stand for many lines. */
function pickedLine(mark: StripMark, { clientX, currentTarget }: MouseEvent): string {
  const { left, width } = (currentTarget as Element).getBoundingClientRect();
  const share = width > 0 ? (clientX - left) / width : 0;
  return lineAt(mark, mark.startMs + share * (mark.endMs - mark.startMs)).itemId;
}

function place(fromMs: number, toMs: number, spanMs: number): { left: string; width: string } {
  return { left: percent(fromMs, spanMs), width: percent(toMs - fromMs, spanMs) };
}

function percent(ms: number, spanMs: number): string {
  return `${((ms / spanMs) * 100).toFixed(3)}%`;
}
