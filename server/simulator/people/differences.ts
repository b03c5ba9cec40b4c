// Compares what was said in a simulated call with the lines that came back: what is missing, what nobody said, what
// came twice, and what is in the wrong place. Pure.
import type { ReceivedLine } from "./transcript_ledger.ts";
import type { Truth } from "./transcription_call.ts";
import type { Who } from "./score.ts";

export interface DifferenceOptions {
  /** How far the offset of a line may be from where it was said. */
  withinMs?: number;
  /** What the line of an utterance is to say, where it is not its words: a translation. */
  expected?: (said: Truth) => string;
}

interface Place {
  word: string;
  /** Of the first word of a line. */
  line: ReceivedLine | null;
}

const WITHIN_MS = 250;

/**
 * One sentence for each difference; none: all is as it was said. An utterance that could be heard in part only may come
 * back in part, or not at all.
 */
export function differences(
  { truth, lines }: { truth: readonly Truth[]; lines: readonly ReceivedLine[] },
  options: DifferenceOptions = {},
): string[] {
  return (["caller", "agent"] as const).flatMap((who) =>
    differencesOf(
      who,
      {
        truth: truth.filter((said) => said.who === who && said.heard !== "none"),
        lines: lines.filter((line) => line.who === who),
      },
      options,
    )
  );
}

function differencesOf(
  who: Who,
  { truth, lines }: { truth: readonly Truth[]; lines: readonly ReceivedLine[] },
  { withinMs = WITHIN_MS, expected = ({ text }) => text }: DifferenceOptions,
): string[] {
  const found: string[] = [];
  const places = lines.flatMap((line) =>
    wordsOf(line.text).map((word, i): Place => ({ word, line: i === 0 ? line : null }))
  );
  let at = 0;
  const surplus = (until: number) => {
    const words = places.slice(at, until).map(({ word }) => word).join(" ");
    if (words !== "") found.push(`${who}: nobody said "${words}", or not then`);
    at = until;
  };
  for (const said of truth) {
    const words = wordsOf(expected(said));
    if (said.heard === "part") {
      at = afterPart(places, { at, words });
      continue;
    }
    const start = indexOf(places, { from: at, words });
    if (start < 0) {
      found.push(`${who}: "${expected(said)}" is missing (${Math.round(said.startMs)} ms)`);
      continue;
    }
    surplus(start);
    at += words.length;
    const { line } = places[start]!;
    if (line && Math.abs(line.offsetMs - said.startMs) > withinMs) {
      const is = Math.round(line.offsetMs);
      found.push(
        `${who}: "${line.text}" is at ${is} ms, it was said at ${Math.round(said.startMs)} ms`,
      );
    }
  }
  surplus(places.length);
  return found;
}

/** Behind the words of an utterance of which some may have come back. */
function afterPart(
  places: readonly Place[],
  { at, words }: { at: number; words: readonly string[] },
): number {
  let next = 0;
  let end = at;
  while (end < places.length) {
    const found = words.indexOf(places[end]!.word, next);
    if (found < 0) break;
    next = found + 1;
    end++;
  }
  return end;
}

function indexOf(
  places: readonly Place[],
  { from, words }: { from: number; words: readonly string[] },
): number {
  for (let start = from; start + words.length <= places.length; start++) {
    if (words.every((word, i) => places[start + i]!.word === word)) return start;
  }
  return -1;
}

/** Without the marks that a transcription may set or leave out. */
function wordsOf(text: string): string[] {
  return text.toLowerCase().split(/\s+/).map((word) => word.replace(/[.,!?;:"“”]/g, ""))
    .filter((word) => word !== "");
}
