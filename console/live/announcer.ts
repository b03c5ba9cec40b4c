// What a screen reader is told: whole sentences, one at a time, in order, never half words.
// Knows no page; a hidden polite region shows `spoken`.
import { type ReadonlySignal, signal } from "@preact/signals";
import { UI_TEXTS } from "../texts/ui.ts";
import type { Cancel, Timers } from "./timers.ts";

export interface Announcer {
  spoken: ReadonlySignal<string>;
  say(sentence: string): void;
  /** Forgets what waits, for instance on leaving a call. */
  hush(): void;
}

/** More than these waiting would be heard long after they matter. */
const WAITING_AT_MOST = 4;

export function createAnnouncer(timers: Timers): Announcer {
  const spoken = signal("");
  const waiting: string[] = [];
  let skipped = 0;
  let busy: Cancel | null = null;

  function next(): void {
    busy = null;
    const sentence = skipped > 0 ? UI_TEXTS.linesSkipped(skipped) : waiting.shift();
    skipped = 0;
    if (sentence === undefined) return;
    spoken.value = sentence;
    busy = timers.after(speakingMs(sentence), next);
  }

  return {
    spoken,
    say(sentence) {
      if (sentence.trim() === "") return;
      waiting.push(sentence);
      while (waiting.length > WAITING_AT_MOST) {
        waiting.shift();
        skipped++;
      }
      if (!busy) next();
    },
    hush() {
      waiting.length = 0;
      skipped = 0;
      busy?.();
      busy = null;
      spoken.value = "";
    },
  };
}

/** About as long as a fast reader takes; a polite region would otherwise be overwritten unread. */
function speakingMs(sentence: string): number {
  return 500 + sentence.length * 40;
}
