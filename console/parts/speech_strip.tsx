// Who spoke when, on one line for each side, with what was never heard and where a caller cut in.
// A picture of the transcript, which says the same in words.
import { durationWords, plural } from "../ui/time_words.ts";
import type { TranscriptLine } from "../../server/contract/transcript.ts";
import type { Pause } from "../live/pauses.ts";
import { type Speaker, SPEAKER_WORDS, SPEAKERS } from "../live/speakers.ts";
import type { Cut } from "../live/transcript_rows.ts";
import { axisTicks, unheardMs } from "../live/strip_scale.ts";

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
  const spanMs = Math.max(endMs, 10_000);
  const spoken = lines.filter((line) => line.startMs !== null);
  const interruptions = spoken.filter((line) => line.interrupted).length;
  const words = `Who spoke when: ${spoken.length} lines in ${durationWords(endMs)}, ` +
    `${interruptions} interrupted, ${
      plural(pauses.length, "pause")
    }. The transcript says the same in words.`;
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
  const own = lines.filter((line) => line.speaker === speaker);
  return (
    <div class={`strip-lane ${speaker}`}>
      {own.map((line, index) => {
        const startMs = line.startMs ?? 0;
        const stopMs = Math.max(line.endMs ?? endMs, startMs);
        const cut = cuts.get(line.itemId);
        const lostMs = line.interrupted && cut
          ? unheardMs({ cut, fromMs: stopMs, untilMs: own[index + 1]?.startMs ?? spanMs })
          : 0;
        return (
          <span key={line.itemId}>
            <span
              class={line.itemId.startsWith("supervisor-") ? "strip-said person" : "strip-said"}
              style={place(startMs, stopMs, spanMs)}
              onClick={() => onPick(line.itemId)}
            />
            {lostMs > 0 && (
              <span class="strip-lost" style={place(stopMs, stopMs + lostMs, spanMs)} />
            )}
          </span>
        );
      })}
    </div>
  );
}

function place(fromMs: number, toMs: number, spanMs: number): { left: string; width: string } {
  return { left: percent(fromMs, spanMs), width: percent(toMs - fromMs, spanMs) };
}

function percent(ms: number, spanMs: number): string {
  return `${((ms / spanMs) * 100).toFixed(3)}%`;
}
