// A call of Asterisk's from its first word to its last as a pure function, for both ways in: what happens, what is
// to be done. Time comes in as input; knows no wire, no sound.
import type { ChannelClosed } from "../channel.ts";

/**
 * waiting: the phone has not said which call this is · answering: our side decides · open · leaving: we said
 * goodbye, the phone closes · over: nothing is left.
 */
export type Phase = "waiting" | "answering" | "open" | "leaving" | "over";

export interface Life {
  phase: Phase;
  /** When this phase has lasted too long; of `open` see `silentAfterMs`. */
  deadlineAtMs: number;
  /** How long the phone may be silent while open. */
  silentAfterMs: number;
  /** Whether a listener is told of this call, and whether its end was told. */
  answered: boolean;
  told: boolean;
  /** What the listener will be told in the end. */
  farewell: ChannelClosed;
}

export type LifeInput =
  & (
    | { type: "introduced" | "answered" | "fault" }
    | { type: "refused"; code: string }
    | { type: "end"; code: string }
    /** It hung up, or its socket is gone: it can be told nothing more. */
    | { type: "phone_gone"; how: ChannelClosed }
    | { type: "breach"; code: string; detail: string }
    /** `heardAtMs`: when anything was received last. `stuckMs`: for how long the phone has not read. */
    | { type: "tick"; heardAtMs: number; stuckMs: number }
  )
  & { atMs: number };

/** Done in order. */
export type LifeEffect =
  /** Our side has to decide; `answered` or `refused` follows. */
  | { do: "answer" }
  | { do: "goodbye" }
  | { do: "close" }
  | { do: "note" | "violation"; code: string; detail: string }
  | { do: "ended"; how: ChannelClosed }
  /** Nothing more will come of this call: let go of everything. */
  | { do: "forget" };

export interface LifeStep {
  life: Life;
  effects: LifeEffect[];
}

const INTRODUCE_WITHIN_MS = 5_000;
const LEAVE_WITHIN_MS = 1_000;
/** A phone that does not read. */
const STUCK_FOR_MS = 5_000;

export function newLife(options: { atMs: number; silentAfterMs: number }): Life {
  return {
    phase: "waiting",
    deadlineAtMs: options.atMs + INTRODUCE_WITHIN_MS,
    silentAfterMs: options.silentAfterMs,
    answered: false,
    told: false,
    farewell: { by: "us", detail: "" },
  };
}

/** When a `tick` is due next. */
export function dueAtMs(life: Life, heardAtMs: number): number {
  switch (life.phase) {
    case "answering":
    case "over":
      return Infinity;
    case "open":
      return heardAtMs + life.silentAfterMs;
    default:
      return life.deadlineAtMs;
  }
}

export function step(life: Life, input: LifeInput): LifeStep {
  if (life.phase === "over") return { life, effects: [] };
  switch (input.type) {
    case "introduced":
      if (life.phase !== "waiting") return { life, effects: [] };
      return { life: { ...life, phase: "answering" }, effects: [{ do: "answer" }] };
    case "answered":
      if (life.phase !== "answering") return { life, effects: [] };
      return { life: { ...life, phase: "open", answered: true }, effects: [] };
    case "refused":
      return life.phase === "answering" ? leave(life, input.code, input.atMs) : none(life);
    case "end":
      return life.phase === "waiting" ? over(life) : leave(life, input.code, input.atMs);
    case "fault":
      return tellNow(leave(life, "E_INTERNAL", input.atMs));
    case "phone_gone":
      return over(life.phase === "leaving" ? life : { ...life, farewell: input.how });
    case "breach":
      return breach(life, input);
    case "tick":
      return tick(life, input);
  }
}

function none(life: Life): LifeStep {
  return { life, effects: [] };
}

/** Our goodbye; the phone has a moment to close. */
function leave(life: Life, code: string, atMs: number): LifeStep {
  if (life.phase === "leaving") return none(life);
  const farewell: ChannelClosed = { by: "us", detail: code };
  return {
    life: { ...life, phase: "leaving", deadlineAtMs: atMs + LEAVE_WITHIN_MS, farewell },
    effects: [{ do: "goodbye" }],
  };
}

function tellNow({ life, effects }: LifeStep): LifeStep {
  if (life.told || !life.answered) return { life, effects };
  const ended: LifeEffect = { do: "ended", how: life.farewell };
  return { life: { ...life, told: true }, effects: [...effects, ended] };
}

function over(life: Life): LifeStep {
  const told = tellNow({ life: { ...life, phase: "over" }, effects: [] });
  return { life: told.life, effects: [...told.effects, { do: "close" }, { do: "forget" }] };
}

function breach(life: Life, input: LifeInput & { type: "breach" }): LifeStep {
  const { code, detail, atMs } = input;
  if (life.phase === "leaving") return none(life);
  const violation: LifeEffect = { do: "violation", code, detail };
  if (life.phase === "waiting") {
    const done = over(life);
    return { ...done, effects: [violation, ...done.effects] };
  }
  const left = leave(life, code, atMs);
  const farewell: ChannelClosed = { by: "protocol", detail: code };
  const told = tellNow({ ...left, life: { ...left.life, farewell } });
  return { ...told, effects: [violation, ...told.effects] };
}

function tick(life: Life, input: LifeInput & { type: "tick" }): LifeStep {
  const { atMs, heardAtMs, stuckMs } = input;
  switch (life.phase) {
    case "waiting":
      if (atMs < life.deadlineAtMs) return none(life);
      return breach(life, { type: "breach", code: "E_OPEN_TIMEOUT", detail: "", atMs });
    case "open":
      if (stuckMs >= STUCK_FOR_MS) return lost(life, "E_SLOW");
      return atMs - heardAtMs >= life.silentAfterMs ? lost(life, "E_SILENT") : none(life);
    case "leaving": {
      if (atMs < life.deadlineAtMs) return none(life);
      const done = over(life);
      return { ...done, effects: [{ do: "note", code: "no_close", detail: "" }, ...done.effects] };
    }
    default:
      return none(life);
  }
}

function lost(life: Life, code: string): LifeStep {
  return over({ ...life, farewell: { by: "phone_lost", detail: code } });
}
