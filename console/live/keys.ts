// Which key does what, and the step that turns presses into acts. Pure; knows no page.

export const SHORTCUTS = [
  { keys: "j", act: "next", words: "Next call" },
  { keys: "k", act: "previous", words: "Previous call" },
  { keys: "Enter", act: "open", words: "Open the call you are on" },
  { keys: "f", act: "follow", words: "Follow the end of the transcript" },
  { keys: "p", act: "pause", words: "Pause the view; calls and data go on" },
  { keys: "g f", act: "go_floor", words: "Go to the floor" },
  { keys: "g a", act: "go_agent", words: "Go to the agents" },
  { keys: "g r", act: "go_routes", words: "Go to the routes" },
  { keys: "g c", act: "go_connection", words: "Go to the connection" },
  { keys: "?", act: "help", words: "Show this help" },
] as const;
export type Act = (typeof SHORTCUTS)[number]["act"];

export interface Press {
  key: string;
  /** Control, Alt or Meta is held: the browser's business. */
  modified: boolean;
  /** Focus is where letters are typed. */
  typing: boolean;
}

/** `pending`: the first key of two, waiting for its second. */
export interface KeyState {
  pending: string;
}

export const NO_KEYS: KeyState = { pending: "" };

export function stepKeys(state: KeyState, press: Press): { state: KeyState; act: Act | null } {
  if (press.modified || press.typing) return { state: NO_KEYS, act: null };
  // Enter is native: links and buttons open by themselves.
  if (press.key === "Enter") return { state: NO_KEYS, act: null };
  const typed = state.pending === "" ? press.key : `${state.pending} ${press.key}`;
  const whole = SHORTCUTS.find(({ keys }) => keys === typed);
  if (whole) return { state: NO_KEYS, act: whole.act };
  const begins = SHORTCUTS.some(({ keys }) => keys.startsWith(`${typed} `));
  if (begins) return { state: { pending: typed }, act: null };
  return state.pending === "" ? { state: NO_KEYS, act: null } : stepKeys(NO_KEYS, press);
}
