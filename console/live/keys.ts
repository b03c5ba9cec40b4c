// Which key does what and where, and the step that turns presses into acts. Pure; knows no page. The help and the
// palette show this very table.

export const SHORTCUTS = [
  {
    keys: "Ctrl+K",
    act: "palette",
    words: "Find any act, place, call or agent",
    where: "everywhere",
  },
  { keys: "j", act: "next", words: "Next call", where: "calls" },
  { keys: "k", act: "previous", words: "Previous call", where: "calls" },
  { keys: "Enter", act: "open", words: "Open the call you are on", where: "calls" },
  { keys: "f", act: "follow", words: "Follow the end of the transcript", where: "call" },
  { keys: "p", act: "pause", words: "Pause the view; calls and data go on", where: "live" },
  { keys: "l", act: "listen", words: "Listen to the open call, or stop", where: "live_call" },
  { keys: "w", act: "whisper", words: "Whisper to the agent", where: "live_call" },
  { keys: "s", act: "say", words: "Let the agent say something", where: "live_call" },
  { keys: "t", act: "transfer", words: "Transfer the call", where: "live_call" },
  {
    keys: "Shift+T",
    act: "take_over",
    words: "Take the call over, or hand it back",
    where: "live_call",
  },
  { keys: "Shift+E", act: "end", words: "End the call; press it twice", where: "live_call" },
  { keys: "m", act: "talk", words: "Talk to the agent, or hang up", where: "agent" },
  {
    keys: "1",
    act: "answer_first",
    words: "Give the first answer to the agent that asks",
    where: "live",
  },
  {
    keys: "2",
    act: "answer_second",
    words: "Give the second answer to the agent that asks",
    where: "live",
  },
  { keys: "g f", act: "go_floor", words: "Go to the floor", where: "everywhere" },
  {
    keys: "/",
    act: "search",
    words: "Search, where there is something to search in",
    where: "history",
  },
  { keys: "g h", act: "go_history", words: "Go to the history", where: "everywhere" },
  { keys: "g a", act: "go_agent", words: "Go to the agents", where: "everywhere" },
  { keys: "g r", act: "go_routes", words: "Go to the routes", where: "everywhere" },
  { keys: "g c", act: "go_connection", words: "Go to the connection", where: "everywhere" },
  { keys: "?", act: "help", words: "Show this help", where: "everywhere" },
] as const;
export type Act = (typeof SHORTCUTS)[number]["act"];

export const WHERE_WORDS = {
  everywhere: "Everywhere",
  calls: "Where calls are listed",
  call: "On the page of a call",
  live: "Where calls are live",
  live_call: "On the page of a live call",
  agent: "On the page of an agent",
  history: "In the history",
} as const satisfies Record<(typeof SHORTCUTS)[number]["where"], string>;

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
