// A call from a browser from its first moment to its last as a pure function: what happens, what is to be done.
// Time comes in as input; knows no socket and no sound.
import type { ChannelClosed } from "../channel.ts";

/**
 * opening: the socket is not open yet · answering: our side decides · leaving: we said goodbye, the browser closes.
 * Only where it does not do so in time we close: Deno breaks a socket off on which sound still comes in, and an end that
 * went well would look like a crash.
 */
export type Phase = "opening" | "answering" | "open" | "leaving" | "over";

export interface Life {
  phase: Phase;
  /** When this phase has lasted too long. */
  deadlineAtMs: number;
  /** Somebody listens to this call who has not been told of its end. */
  listened: boolean;
  /** What the listener will be told in the end, and how the socket is closed. */
  farewell: ChannelClosed;
  closeCode: number;
}

export type LifeInput =
  & (
    | { type: "opened" | "answered" | "fault" | "tick" }
    | { type: "refused" | "end"; code: string }
    /** Of the person who calls, or of whoever lets them: then with a reason. */
    | { type: "hang_up"; code?: string; closeCode?: number }
    /** The socket is gone, or may as well be. */
    | { type: "gone"; how: ChannelClosed }
    | { type: "breach"; code: string }
  )
  & { atMs: number };

/** Done in order. */
export type LifeEffect =
  /** Our side has to decide; `answered` or `refused` follows. */
  | { do: "answer" }
  | { do: "say_ready" }
  | { do: "say_ended"; code: string }
  | { do: "close"; code: number }
  | { do: "violation"; code: string }
  | { do: "tell_end"; how: ChannelClosed }
  /** Nothing more will come of this call: let go of everything. */
  | { do: "forget" };

export interface LifeStep {
  life: Life;
  effects: LifeEffect[];
}

const OPEN_WITHIN_MS = 5_000;
const LEAVE_WITHIN_MS = 1_000;
const CLOSE = { wellDone: 1000, breach: 1008, fault: 1011 } as const;
const HUNG_UP: ChannelClosed = { by: "phone", detail: "hangup" };

export function newLife(atMs: number): Life {
  const farewell: ChannelClosed = { by: "us", detail: "" };
  return {
    phase: "opening",
    deadlineAtMs: atMs + OPEN_WITHIN_MS,
    listened: false,
    farewell,
    closeCode: CLOSE.wellDone,
  };
}

export function step(life: Life, input: LifeInput): LifeStep {
  const { phase } = life;
  if (phase === "over") return { life, effects: [] };
  switch (input.type) {
    case "opened":
      if (phase !== "opening") return { life, effects: [] };
      return {
        life: { ...life, phase: "answering", deadlineAtMs: Infinity },
        effects: [{ do: "answer" }],
      };
    case "answered":
      if (phase !== "answering") return { life, effects: [] };
      return { life: { ...life, phase: "open", listened: true }, effects: [{ do: "say_ready" }] };
    case "refused":
    case "end":
      return leave(life, { ...input, closeCode: CLOSE.wellDone });
    case "hang_up":
      return leave(life, { code: "", closeCode: CLOSE.wellDone, ...input, farewell: HUNG_UP });
    case "fault":
      return leave(life, { ...input, code: "E_INTERNAL", closeCode: CLOSE.fault });
    case "breach":
      return breach(life, input);
    case "gone":
      return over(phase === "leaving" ? life : { ...life, farewell: input.how });
    case "tick":
      return input.atMs >= life.deadlineAtMs ? over(life) : { life, effects: [] };
  }
}

interface Leaving {
  code: string;
  closeCode: number;
  farewell?: ChannelClosed;
  atMs: number;
}

/** Our goodbye; whoever listens is told at once, the browser has a moment to close. */
function leave(life: Life, { code, closeCode, farewell, atMs }: Leaving): LifeStep {
  if (life.phase === "leaving") return { life, effects: [] };
  const how = farewell ?? { by: "us", detail: code };
  const left: Life = {
    phase: "leaving",
    deadlineAtMs: atMs + LEAVE_WITHIN_MS,
    listened: false,
    farewell: how,
    closeCode,
  };
  return { life: left, effects: [{ do: "say_ended", code }, ...endOf(life, how)] };
}

function breach(life: Life, { code, atMs }: { code: string; atMs: number }): LifeStep {
  if (life.phase === "leaving") return { life, effects: [] };
  const farewell: ChannelClosed = { by: "protocol", detail: code };
  const left = leave(life, { code, closeCode: CLOSE.breach, farewell, atMs });
  return { ...left, effects: [{ do: "violation", code }, ...left.effects] };
}

function over(life: Life): LifeStep {
  return {
    life: { ...life, phase: "over", deadlineAtMs: Infinity, listened: false },
    effects: [
      ...endOf(life, life.farewell),
      { do: "close", code: life.closeCode },
      { do: "forget" },
    ],
  };
}

function endOf({ listened }: Life, how: ChannelClosed): LifeEffect[] {
  return listened ? [{ do: "tell_end", how }] : [];
}
