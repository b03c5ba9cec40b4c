// All that the palette can offer at this moment, from what the page, the floor and the choices of this browser are.
// Pure; what becomes of a choice is said as a deed.
import type { CallSummary } from "../../../server/contract/call.ts";
import { wayWords } from "../card_words.ts";
import { maskedPhone } from "../phone_words.ts";
import { PALETTE_TEXTS as TEXTS } from "../../texts/palette.ts";
import { type Act, SHORTCUTS, WHERE_WORDS } from "../../live/keys.ts";
import type { Entry } from "../../live/palette.ts";
import { PLACES } from "../../live/places.ts";
import { type Scheme, SCHEMES } from "../../live/prefs.ts";
import { type Language, LANGUAGES } from "../../texts/language.ts";
import { betweenPeople } from "../../live/speakers.ts";

export type Deed =
  | { do: "press"; at: number }
  | { do: "act"; act: Act }
  | { do: "go"; href: string }
  | { do: "scheme"; scheme: Scheme }
  | { do: "language"; language: Language | null }
  | { do: "switch"; what: "shortcuts" | "announce" | "firstSteps" }
  | { do: "sign_out" };

export type PaletteEntry = Entry & { deed: Deed };

/** Something on the page that can be pressed. */
export interface PageAct {
  words: string;
  /** What it belongs to, or what kind of thing it is. */
  detail: string;
  keys: string;
  why: string;
}

export interface PaletteFacts {
  pageActs: readonly PageAct[];
  /** What the screen answers to by keys. */
  offered: ReadonlySet<Act>;
  calls: readonly CallSummary[];
  agents: readonly (readonly [id: string, name: string])[];
  prefs: {
    scheme: Scheme;
    language: Language | null;
    shortcuts: boolean;
    announce: boolean;
    /** Null: they are all done, there is nothing to show. */
    firstSteps: boolean | null;
  };
  schemeWords: Readonly<Record<Scheme, string>>;
}

const NONE = { detail: "", also: "", number: "", keys: "", why: "" };

export function paletteEntries(facts: PaletteFacts): PaletteEntry[] {
  // A link to a place is the place.
  const onPage = facts.pageActs.map(pageEntry)
    .filter(({ words }) => !PLACES.some(({ name }) => name === words));
  const here = [...onPage, ...keyEntries(facts)];
  const rest = [
    ...facts.calls.map(callEntry),
    ...placeEntries(),
    ...facts.agents.map(agentEntry),
    ...settingEntries(facts),
  ];
  const keys = new Set([...here, ...rest].map((entry) => entry.keys));
  return [...here, ...rest, ...elsewhere(keys)];
}

/** Of what was typed: looked for in the words of past calls. */
export function pastEntry(asked: string): PaletteEntry | null {
  const words = asked.trim();
  if (words.length < 2) return null;
  return {
    ...NONE,
    id: "past",
    group: "past",
    words: TEXTS.searchPast(words),
    deed: { do: "go", href: `/history?${new URLSearchParams({ text: words })}` },
  };
}

function pageEntry({ words, detail, keys, why }: PageAct, at: number): PaletteEntry {
  return {
    ...NONE,
    id: `page-${at}`,
    group: "here",
    words,
    detail,
    keys,
    // Found by the words of its key too.
    also: SHORTCUTS.find((shortcut) => shortcut.keys === keys)?.words ?? "",
    why,
    deed: { do: "press", at },
  };
}

/** What the screen does by a key and has no button for. */
function keyEntries({ offered, pageActs }: PaletteFacts): PaletteEntry[] {
  const pressed = new Set(pageActs.map(({ keys }) => keys));
  return SHORTCUTS.filter(({ act, keys }) => offered.has(act) && !pressed.has(keys)).map(
    ({ act, keys, words }) => ({
      ...NONE,
      id: `act-${act}`,
      group: "here",
      words,
      keys,
      deed: { do: "act", act },
    }),
  );
}

function callEntry(call: CallSummary): PaletteEntry {
  const { mask, tail } = maskedPhone(call.caller);
  const who = betweenPeople(call) ? [] : [call.agent.name];
  return {
    ...NONE,
    id: `call-${call.callId}`,
    group: "calls",
    words: TEXTS.callFrom(`${mask} ${tail}`.trim()),
    detail: [...who, ...wayWords(call)].join(" · "),
    number: call.caller.replace(/\D/g, ""),
    deed: { do: "go", href: `/calls/${encodeURIComponent(call.callId)}` },
  };
}

function placeEntries(): PaletteEntry[] {
  return PLACES.map(({ href, name, also, act }) => ({
    ...NONE,
    id: `place-${href}`,
    group: "places",
    words: name,
    also,
    keys: SHORTCUTS.find((shortcut) => shortcut.act === act)?.keys ?? "",
    deed: { do: "go", href },
  }));
}

function agentEntry([id, name]: readonly [string, string]): PaletteEntry {
  return {
    ...NONE,
    id: `agent-${id}`,
    group: "agents",
    words: name,
    detail: TEXTS.agent,
    deed: { do: "go", href: `/agents/${encodeURIComponent(id)}` },
  };
}

function settingEntries({ prefs, schemeWords }: PaletteFacts): PaletteEntry[] {
  const setting = (id: string, words: string, deed: Deed, keys = ""): PaletteEntry => (
    { ...NONE, id: `setting-${id}`, group: "settings", words, keys, deed }
  );
  const { firstSteps } = prefs;
  return [
    setting("help", TEXTS.help, { do: "act", act: "help" }, "?"),
    ...SCHEMES.filter((scheme) => scheme !== prefs.scheme).map((scheme) =>
      setting(scheme, TEXTS.appearance(schemeWords[scheme]), { do: "scheme", scheme })
    ),
    ...languageEntries(prefs.language).map(([id, words, language]) =>
      setting(id, words, { do: "language", language })
    ),
    setting("keys", TEXTS.shortcuts(prefs.shortcuts), { do: "switch", what: "shortcuts" }),
    setting("lines", TEXTS.announce(prefs.announce), { do: "switch", what: "announce" }),
    ...(firstSteps === null
      ? []
      : [setting("steps", TEXTS.firstSteps(firstSteps), { do: "switch", what: "firstSteps" })]),
    setting("out", TEXTS.signOut, { do: "sign_out" }),
  ];
}

type LanguageEntry = readonly [id: string, words: string, language: Language | null];

/** Each in its own name, so that whoever reads only that one finds it. */
function languageEntries(now: Language | null): LanguageEntry[] {
  const named = (Object.keys(LANGUAGES) as Language[])
    .map((one): LanguageEntry => [`language-${one}`, TEXTS.language(LANGUAGES[one]), one]);
  const all: LanguageEntry[] = [["language", TEXTS.asBrowser, null], ...named];
  return all.filter(([, , language]) => language !== now);
}

/** The keys that do something on other pages, so that all of them can be looked up here. */
function elsewhere(keys: ReadonlySet<string>): PaletteEntry[] {
  return SHORTCUTS.filter((shortcut) => shortcut.act !== "palette" && !keys.has(shortcut.keys)).map(
    ({ act, keys, words, where }) => ({
      ...NONE,
      id: `elsewhere-${act}`,
      group: "elsewhere",
      words,
      keys,
      why: WHERE_WORDS[where],
      deed: { do: "act", act },
    }),
  );
}
