// What is known of a call between people beyond its summary: how each side is written down, in which languages,
// and what is missing. Pure.
import type { EarMode } from "../../server/contract/call.ts";
import type { CallEvent } from "../../server/contract/event.ts";
import { CALL_TEXTS } from "../texts/call_words.ts";
import { languageWords } from "../ui/language_words.ts";
import { pausesOf } from "./pauses.ts";
import type { Speaker } from "./speakers.ts";

export const MODE_WORDS: Readonly<Record<EarMode, string>> = CALL_TEXTS.modes;

/** How one side is written down at last; "lost": not any more. */
interface Side {
  way: EarMode | "lost" | null;
  spokenMs: number;
}

export interface PeopleFacts {
  sides: Record<Speaker, Side>;
  /** In words, in order of their first line. */
  languages: readonly string[];
  /** `lines`: that were to be translated; of these `failed` went out as they were. */
  translated: { into: string; lines: number; failed: number };
  pauses: { count: number; ms: number };
  dropped: { empty: number; invented: number };
}

export function peopleFacts(events: readonly CallEvent[]): PeopleFacts {
  const sides = { caller: { ...UNHEARD }, agent: { ...UNHEARD } };
  const dropped = { empty: 0, invented: 0 };
  const languages = new Set<string>();
  const translated = { into: "", lines: 0, failed: 0 };
  for (const event of events) {
    switch (event.type) {
      case "ear.ready":
        sides[event.speaker].way = event.mode;
        break;
      case "ear.lost":
        if (!event.retrying) sides[event.speaker].way = "lost";
        break;
      case "speech.line":
        sides[event.speaker].spokenMs += event.endMs - event.startMs;
        languages.add(languageWords(event.language));
        break;
      case "speech.translated":
        translated.into = event.language;
        translated.lines++;
        if (event.failed) translated.failed++;
        break;
      case "speech.dropped":
        dropped[event.why]++;
    }
  }
  const pauses = pausesOf(events);
  return {
    sides,
    languages: [...languages].filter(Boolean),
    translated,
    dropped,
    pauses: {
      count: pauses.length,
      ms: pauses.reduce((sum, { startMs, endMs }) => sum + (endMs ?? startMs) - startMs, 0),
    },
  };
}

const UNHEARD: Side = { way: null, spokenMs: 0 };
