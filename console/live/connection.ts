// The state of the console's event stream, as a pure step. Knows no EventSource and no timers.
// A call is never touched by any of this: it only decides what the console may claim to know.

export type Phase =
  | "connecting" // the first time
  | "catching_up" // connected, but what was missed has not arrived
  | "live"
  | "reconnecting"
  | "offline" // the browser says that it has no network
  | "asleep" // the tab was hidden for long; on return everything is fetched anew
  | "signed_out";

export interface Connection {
  phase: Phase;
  /** Wall clock when the console was last live, or began to connect. */
  sinceMs: number;
  /** Failed attempts in a row. */
  attempts: number;
  /** Whether a snapshot was ever received: otherwise there is nothing to show. */
  known: boolean;
}

export type ConnectionInput =
  & {
    type:
      | "start"
      | "opened"
      | "snapshot"
      | "event"
      | "settled" // connected for a while without anything missed
      | "retrying" // the stream broke and the browser reconnects by itself
      | "refused" // the stream is closed for good; we have to open another
      | "retry_due"
      | "network_lost"
      | "network_back"
      | "fell_asleep"
      | "woke"
      | "signed_out";
  }
  & { atMs: number; random?: number };

export type ConnectionEffect =
  | { do: "open" }
  | { do: "close" }
  | { do: "check_session" }
  | { do: "retry"; afterMs: number }
  | { do: "settle"; afterMs: number };

const SETTLE_MS = 1000;
const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 15_000;

export function initialConnection(atMs: number): Connection {
  return { phase: "connecting", sinceMs: atMs, attempts: 0, known: false };
}

/** One input; the new state and what is to be done, in order. */
export function stepConnection(
  state: Connection,
  input: ConnectionInput,
): { state: Connection; effects: ConnectionEffect[] } {
  if (state.phase === "signed_out" && input.type !== "start") return { state, effects: [] };
  if (state.phase === "asleep" && !["woke", "start", "signed_out"].includes(input.type)) {
    return { state, effects: [] };
  }
  switch (input.type) {
    case "start":
      return { state: initialConnection(input.atMs), effects: [{ do: "open" }] };
    case "opened":
      return state.known
        ? { state: left(state, "catching_up", input), effects: [settle()] }
        : { state: { ...state, phase: "connecting" }, effects: [] };
    case "snapshot":
      return { state: live(state, input), effects: [] };
    case "event":
    case "settled":
      return { state: state.known ? live(state, input) : state, effects: [] };
    case "retrying":
      return { state: left(state, broken(state), input), effects: [] };
    case "refused": {
      const next = { ...left(state, broken(state), input), attempts: state.attempts + 1 };
      const retry = { do: "retry", afterMs: retryAfterMs(state.attempts, input.random) } as const;
      return { state: next, effects: [{ do: "close" }, { do: "check_session" }, retry] };
    }
    case "retry_due":
      return { state, effects: state.phase === "offline" ? [] : [{ do: "open" }] };
    case "network_lost":
      return { state: left(state, "offline", input), effects: [{ do: "close" }] };
    case "network_back":
      return state.phase === "offline"
        ? { state: left(state, broken(state), input), effects: [{ do: "open" }] }
        : { state, effects: [] };
    case "fell_asleep":
      return { state: left(state, "asleep", input), effects: [{ do: "close" }] };
    case "woke":
      return state.phase === "asleep"
        ? { state: { ...state, phase: broken(state), sinceMs: input.atMs }, effects: [open()] }
        : { state, effects: [] };
    case "signed_out":
      return { state: left(state, "signed_out", input), effects: [{ do: "close" }] };
  }
}

/** Doubling with full jitter above the first second, so that many consoles do not return in step. */
export function retryAfterMs(attempts: number, random = 0.5): number {
  const ceiling = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempts);
  return FIRST_RETRY_MS + Math.round((ceiling - FIRST_RETRY_MS) * random);
}

/** How long the data shown has been old; 0 while live. */
export function staleForMs(state: Connection, wallMs: number): number {
  return state.phase === "live" ? 0 : Math.max(0, wallMs - state.sinceMs);
}

function broken(state: Connection): Phase {
  return state.known ? "reconnecting" : "connecting";
}

/** Keeps the moment of the first loss: data does not get younger by trying again. */
function left(state: Connection, phase: Phase, input: ConnectionInput): Connection {
  return { ...state, phase, sinceMs: state.phase === "live" ? input.atMs : state.sinceMs };
}

function live(state: Connection, input: ConnectionInput): Connection {
  return state.phase === "live"
    ? state
    : { phase: "live", sinceMs: input.atMs, attempts: 0, known: true };
}

function settle(): ConnectionEffect {
  return { do: "settle", afterMs: SETTLE_MS };
}

function open(): ConnectionEffect {
  return { do: "open" };
}
