// One short message at a time, about something a person just did. Knows no page.
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Cancel, Timers } from "./timers.ts";

export interface Notice {
  text: string;
  tone: "plain" | "act";
  /** Where to go on from here. */
  link?: { href: string; text: string };
}

export interface Notices {
  shown: ReadonlySignal<Notice | null>;
  show(notice: Notice): void;
  dismiss(): void;
}

/** Long enough to read and to reach with a keyboard. Refusals stay until dismissed. */
const SHOWN_MS = 8000;

export function createNotices(timers: Timers): Notices {
  const shown = signal<Notice | null>(null);
  let gone: Cancel = () => {};
  function dismiss(): void {
    gone();
    shown.value = null;
  }
  return {
    shown,
    dismiss,
    show(notice) {
      gone();
      shown.value = notice;
      if (notice.tone === "plain") gone = timers.after(SHOWN_MS, dismiss);
    },
  };
}
