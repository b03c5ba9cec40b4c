// Tells screen readers the finished lines of the open call: speaker first, never half words,
// and nothing of what was said before the page was opened.
import { effect, type ReadonlySignal } from "@preact/signals";
import { heardParts, type TranscriptLine } from "../../server/contract/transcript.ts";
import { CALL_TEXTS } from "../texts/call_words.ts";
import type { Announcer } from "./announcer.ts";
import type { CallView } from "./call.ts";
import type { Prefs } from "./prefs.ts";
import { SPEAKER_WORDS } from "./speakers.ts";

export function createLineTeller(
  options: {
    view: ReadonlySignal<CallView>;
    prefs: Pick<Prefs, "announce">;
    announcer: Pick<Announcer, "say" | "hush">;
  },
): () => void {
  const { view, prefs, announcer } = options;
  let told: Set<string> | null = null;
  const stop = effect(() => {
    const { call, transcript } = view.value;
    if (!call) return;
    const done = transcript.lines.filter(isFinished);
    const known: Set<string> = told ?? new Set(done.map((line) => line.itemId));
    const fresh = done.filter((line) => !known.has(line.itemId));
    told = new Set(done.map((line) => line.itemId));
    if (prefs.announce.value) fresh.forEach((line) => announcer.say(sentence(line)));
  });
  return () => {
    stop();
    announcer.hush();
  };
}

/** An agent's line is finished once it is known what of it was heard. */
function isFinished(line: TranscriptLine): boolean {
  if (line.status === "partial") return false;
  return line.speaker === "caller" || line.heardShare !== null;
}

function sentence(line: TranscriptLine): string {
  if (line.status === "lost") return CALL_TEXTS.lost;
  const { heard, unheard } = heardParts(line);
  return `${SPEAKER_WORDS[line.speaker]}: ${heard}${unheard ? ` – ${CALL_TEXTS.interrupted}` : ""}`;
}
