// One answer at a time in the chained upstream: wishes wait, a turn of the caller brings an answer by itself, a
// failed one is tried once more. Pure: step(state, input) → {state, effects}, time is an input.
import { failed } from "../failure.ts";
import { insists, type Wish } from "../response_state.ts";
import type { UpstreamFailure } from "../upstream.ts";

export interface Turns {
  readonly active:
    | { readonly number: number; readonly wish: Wish; readonly audible: boolean }
    | null;
  readonly waiting: readonly Wish[];
  readonly speaking: boolean;
  /** Nothing is begun before. */
  readonly notBeforeMs: number;
  /** Answers in a row that failed without a sound. */
  readonly failures: number;
  readonly nextNumber: number;
}

export const NO_TURNS: Turns = {
  active: null,
  waiting: [],
  speaking: false,
  notBeforeMs: 0,
  failures: 0,
  nextNumber: 1,
};

export type Input =
  | { type: "wish"; wish: Wish }
  | { type: "cancel" }
  | { type: "speech_started"; interrupts: boolean }
  /** `answers`: the turn wants an answer without being asked for one. */
  | { type: "speech_stopped"; answers: boolean }
  | { type: "audible"; number: number }
  | { type: "ended"; number: number; failure?: UpstreamFailure }
  | { type: "tick" };

export type Effect =
  | { type: "start"; number: number; wish: Wish }
  /** Break it off and tell its end. */
  | { type: "stop"; number: number; detail: "turn_detected" | "client_cancelled" }
  /** Tell its end; `again`: it is tried once more, or the caller's next turn is. */
  | { type: "done"; number: number; again: boolean }
  | { type: "lose"; failure: UpstreamFailure };

export interface Step {
  state: Turns;
  effects: Effect[];
}

const PAUSE_MS = 250;
/** Longer is not waited for, whatever the server says: somebody is on the line. */
const MAX_PAUSE_MS = 5000;
const MAX_FAILURES = 3;

export function step(state: Turns, input: Input, nowMs: number): Step {
  const { state: next, effects } = change(state, input, nowMs);
  const wish = candidate(next);
  const lost = effects.some(({ type }) => type === "lose");
  if (lost || !wish || next.active || nowMs < next.notBeforeMs) return { state: next, effects };
  const number = next.nextNumber;
  return {
    state: {
      ...next,
      active: { number, wish, audible: false },
      // The answer knows all that was told before it, so plain wishes beside it are satisfied too.
      waiting: next.waiting.filter((other) =>
        other !== wish && (insists(other) || other.instructions !== undefined)
      ),
      nextNumber: number + 1,
    },
    effects: [...effects, { type: "start", number, wish }],
  };
}

/** When to look again; null: nothing is due. */
export function dueMs(state: Turns): number | null {
  return !state.active && candidate(state) ? state.notBeforeMs : null;
}

/** While the caller speaks, only what must be said. */
function candidate({ waiting, speaking }: Turns): Wish | undefined {
  return speaking ? waiting.find(insists) : waiting[0];
}

function change(state: Turns, input: Input, nowMs: number): Step {
  switch (input.type) {
    case "wish": {
      const { wish } = input;
      const others = state.waiting.filter((other) => insists(other) || other.cause !== wish.cause);
      return just({ ...state, waiting: [...others, wish] });
    }
    case "cancel":
      return stopped({ ...state, waiting: [] }, "client_cancelled");
    case "speech_started": {
      const speaking = { ...state, speaking: true };
      return input.interrupts ? stopped(speaking, "turn_detected") : just(speaking);
    }
    case "speech_stopped": {
      const turn: readonly Wish[] = input.answers ? [{ cause: "turn" }] : [];
      const waiting = input.answers ? state.waiting.filter(insists) : state.waiting;
      return just({ ...state, speaking: false, waiting: [...turn, ...waiting] });
    }
    case "audible": {
      const { active } = state;
      return active?.number === input.number
        ? just({ ...state, failures: 0, active: { ...active, audible: true } })
        : just(state);
    }
    case "ended":
      return ended(state, input, nowMs);
    case "tick":
      return just(state);
  }
}

function stopped(state: Turns, detail: "turn_detected" | "client_cancelled"): Step {
  if (!state.active) return just(state);
  const { number } = state.active;
  return { state: { ...state, active: null }, effects: [{ type: "stop", number, detail }] };
}

function ended(
  state: Turns,
  { number, failure }: Extract<Input, { type: "ended" }>,
  nowMs: number,
): Step {
  const { active } = state;
  if (active?.number !== number) return just(state);
  const free: Turns = { ...state, active: null };
  if (!failure) {
    const effect: Effect = { type: "done", number, again: false };
    return { state: { ...free, failures: 0 }, effects: [effect] };
  }
  if (!failure.retry) return lost(failure);
  const failures = active.audible ? 0 : state.failures + 1;
  if (failures >= MAX_FAILURES) {
    return lost(failed(failure.code, `Three answers in a row failed. ${failure.detail}`));
  }
  // Half a sentence is not said again.
  const again = failures === 1;
  const pauseMs = Math.min(MAX_PAUSE_MS, Math.max(PAUSE_MS, failure.retryAfterMs ?? 0));
  // While the caller speaks, the turn that is coming brings the answer.
  const back = again && (!state.speaking || insists(active.wish)) ? [active.wish] : [];
  return {
    state: {
      ...free,
      failures,
      waiting: [...back, ...state.waiting],
      notBeforeMs: again ? nowMs + pauseMs : state.notBeforeMs,
    },
    effects: [{ type: "done", number, again }],
  };
}

function lost(failure: UpstreamFailure): Step {
  return { state: NO_TURNS, effects: [{ type: "lose", failure }] };
}

function just(state: Turns): Step {
  return { state, effects: [] };
}
