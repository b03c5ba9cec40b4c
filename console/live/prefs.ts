// What a person chose for this browser. Kept in localStorage where that is allowed.
import { effect, type Signal, signal } from "@preact/signals";
import { isLanguage, type Language } from "../texts/language.ts";
import { keptPrefs, PREFS_KEY } from "./kept_prefs.ts";
import { DEFAULT_MARKS, type Marks } from "./marks.ts";

export const SCHEMES = ["system", "light", "dark"] as const;
export type Scheme = (typeof SCHEMES)[number];

export interface Prefs {
  scheme: Signal<Scheme>;
  /** Null: as the browser asks. A change begins the page anew. */
  language: Signal<Language | null>;
  /** Whether single letters are shortcuts (WCAG 2.1.4: they can be turned off). */
  shortcuts: Signal<boolean>;
  /** Whether finished lines of the open call are told to screen readers. */
  announce: Signal<boolean>;
  /** From which length and cost on a live call wants attention. */
  marks: Signal<Marks>;
  /** Whether the floor shows the first steps of a new installation. */
  firstSteps: Signal<boolean>;
}

export function createPrefs(storage: Pick<Storage, "getItem" | "setItem">): Prefs {
  const kept = keptPrefs(() => storage);
  const prefs: Prefs = {
    scheme: signal(SCHEMES.find((scheme) => scheme === kept["scheme"]) ?? "system"),
    language: signal(isLanguage(kept["language"]) ? kept["language"] : null),
    shortcuts: signal(kept["shortcuts"] !== false),
    announce: signal(kept["announce"] !== false),
    firstSteps: signal(kept["firstSteps"] !== false),
    marks: signal({
      minutes: markOf(kept["markMinutes"]) ?? DEFAULT_MARKS.minutes,
      usd: markOf(kept["markUsd"]) ?? DEFAULT_MARKS.usd,
    }),
  };
  effect(() => {
    const text = JSON.stringify({
      scheme: prefs.scheme.value,
      language: prefs.language.value,
      shortcuts: prefs.shortcuts.value,
      announce: prefs.announce.value,
      markMinutes: prefs.marks.value.minutes,
      markUsd: prefs.marks.value.usd,
      firstSteps: prefs.firstSteps.value,
    });
    try {
      storage.setItem(PREFS_KEY, text);
    } catch {
      // Private windows may refuse; the choice then lasts as long as the page.
    }
  });
  return prefs;
}

function markOf(kept: unknown): number | null {
  return typeof kept === "number" && Number.isFinite(kept) && kept >= 0 ? kept : null;
}
