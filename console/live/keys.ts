// Which key does what and where, and the step that turns presses into acts. Pure; knows no page. The help and the
// palette show this very table.
import { KEY_TEXTS as TEXTS } from "../texts/keys.ts";

const KEYS = [
  {
    keys: "Ctrl+K",
    act: "palette",
    where: "everywhere",
  },
  { keys: "j", act: "next", where: "calls" },
  { keys: "k", act: "previous", where: "calls" },
  { keys: "Enter", act: "open", where: "calls" },
  { keys: "f", act: "follow", where: "call" },
  { keys: "p", act: "pause", where: "live" },
  { keys: "l", act: "listen", where: "live_call" },
  { keys: "w", act: "whisper", where: "live_call" },
  { keys: "s", act: "say", where: "live_call" },
  { keys: "t", act: "transfer", where: "live_call" },
  {
    keys: "Shift+T",
    act: "take_over",
    where: "live_call",
  },
  { keys: "Shift+E", act: "end", where: "live_call" },
  { keys: "m", act: "talk", where: "agent" },
  {
    keys: "1",
    act: "answer_first",
    where: "live",
  },
  {
    keys: "2",
    act: "answer_second",
    where: "live",
  },
  { keys: "g f", act: "go_floor", where: "everywhere" },
  {
    keys: "/",
    act: "search",
    where: "history",
  },
  { keys: "g h", act: "go_history", where: "everywhere" },
  { keys: "g a", act: "go_agent", where: "everywhere" },
  { keys: "g r", act: "go_routes", where: "everywhere" },
  { keys: "g c", act: "go_connection", where: "everywhere" },
  { keys: "g s", act: "go_settings", where: "everywhere" },
  { keys: "?", act: "help", where: "everywhere" },
] as const;
export type Act = (typeof KEYS)[number]["act"];

export const SHORTCUTS = KEYS.map((key) => ({ ...key, words: TEXTS.acts[key.act] }));

export const WHERE_WORDS: Readonly<Record<(typeof KEYS)[number]["where"], string>> = TEXTS.where;

/** A combination as the keyboards of the language name it: "Strg+K". */
export function keyWords(keys: string): string {
  const names: Readonly<Record<string, string>> = TEXTS.names;
  return keys.split("+").map((key) => names[key] ?? key).join("+");
}

export interface Press {
  key: string;
  /** Control, Alt or Meta is held: the browser's business. */
  modified: boolean;
  /** Control or Meta is held, and nothing else. */
  command?: boolean;
  shift?: boolean;
  /** Focus is where letters are typed. */
  typing: boolean;
}

/** `pending`: the first key of two, waiting for its second. */
export interface KeyState {
  pending: string;
}

export const NO_KEYS: KeyState = { pending: "" };

export function stepKeys(state: KeyState, press: Press): { state: KeyState; act: Act | null } {
  // No single letter: it works while one types, and where the letters are switched off.
  if (press.command && press.key.toLowerCase() === "k") return { state: NO_KEYS, act: "palette" };
  if (press.modified || press.typing) return { state: NO_KEYS, act: null };
  // Enter is native: links and buttons open by themselves.
  if (press.key === "Enter") return { state: NO_KEYS, act: null };
  const key = named(press);
  const typed = state.pending === "" ? key : `${state.pending} ${key}`;
  const whole = SHORTCUTS.find(({ keys }) => keys === typed);
  if (whole) return { state: NO_KEYS, act: whole.act };
  const begins = SHORTCUTS.some(({ keys }) => keys.startsWith(`${typed} `));
  if (begins) return { state: { pending: typed }, act: null };
  return state.pending === "" ? { state: NO_KEYS, act: null } : stepKeys(NO_KEYS, press);
}

/** Letters by what is held, so that Caps Lock ends no call. */
function named({ key, shift = false }: Press): string {
  if (!/^[a-z]$/i.test(key)) return key;
  return shift ? `Shift+${key.toUpperCase()}` : key.toLowerCase();
}
