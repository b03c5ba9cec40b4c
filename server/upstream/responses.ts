// One response at a time (openai-realtime §§ 12.1, 14.3): wishes wait, are sent, satisfied by the caller's
// turn, retried after failures, and watched. Pure: step(state, input) → {state, effects}, time is an input.
import { NO_USAGE, type Usage } from "../contract/call.ts";
import { failed } from "./failure.ts";
import {
  type Active,
  type Asked,
  candidate,
  type Deadline,
  type Done,
  earliestMs,
  type Effect,
  type Input,
  insists,
  nextDeadline,
  NO_RESPONSES,
  type Responses,
  type Step,
  type Wish,
} from "./response_state.ts";
import type { UpstreamFailure } from "./upstream.ts";

const PAUSES_MS = [250, 1_000, 2_500];
/** Longer is not waited for, whatever the server says: somebody is on the line. */
const MAX_PAUSE_MS = 5_000;
const UNSEEN_PAUSE_MS = 500;
const MAX_UNSEEN = 10;
/** From the end of speech to its commit; a wish that was sent between them would collide. */
const COMMIT_MS = 1_000;
/** After a remote server's tool the provider may go on by itself after all. */
const REPLY_MS = 300;

export function step(state: Responses, input: Input, nowMs: number): Step {
  const { state: next, effects } = change(state, input, nowMs);
  const sent = sendNext(next, nowMs);
  return { state: sent.state, effects: [...effects, ...sent.effects] };
}

/** Whether what comes of a response is for the caller. */
export function isHeard(state: Responses, responseId: string): boolean {
  return state.active?.responseId === responseId && !state.active.discarded;
}

function change(state: Responses, input: Input, nowMs: number): Step {
  switch (input.type) {
    case "wish": {
      const { wish } = input;
      const others = state.waiting.filter((other) => insists(other) || other.cause !== wish.cause);
      return just({ ...state, waiting: [...others, wish] });
    }
    case "cancel":
      return cancel(state, nowMs);
    case "speech_started": {
      const active = state.active && input.interrupts
        ? { ...state.active, discarded: true, aliveAtMs: nowMs }
        : state.active;
      // What was asked for a moment ago would be spoken over the caller, whose turn is answered anyway.
      const asked = state.asked && input.interrupts && !insists(state.asked.wish)
        ? { ...state.asked, cancelled: true }
        : state.asked;
      return just({ ...state, active, asked, speaking: true, turnAtMs: null });
    }
    case "speech_stopped": {
      const commitByMs = nowMs + COMMIT_MS;
      // A turn that is never committed (a cough) must not leave the caller without an answer either.
      const owed = input.answers && state.speaking ? nowMs : null;
      return just({ ...state, speaking: false, commitByMs, turnAtMs: state.turnAtMs ?? owed });
    }
    case "committed": {
      const turnAtMs = input.answers ? nowMs : null;
      return just({ ...state, speaking: false, commitByMs: 0, turnAtMs });
    }
    case "created":
      return created(state, input, nowMs);
    case "progress":
      return just(progress(state, input, nowMs));
    case "working":
      return just(
        state.active?.responseId === input.responseId
          ? {
            ...state,
            active: { ...state.active, begun: true, working: input.on, aliveAtMs: nowMs },
          }
          : state,
      );
    case "reply_due":
      return just(state.active ? { ...state, replyDue: true } : asking(state, nowMs));
    case "reply_given":
      return just({ ...state, replyDue: false });
    case "done":
      return done(state, input, nowMs);
    case "refused":
      return refused(state, input, nowMs);
    case "cancel_refused":
      return state.active?.responseId === input.responseId
        ? giveUp(state, state.active, "not_active", nowMs)
        : just(state);
    case "tick": {
      const deadline = nextDeadline(state);
      return deadline && deadline.dueMs <= nowMs
        ? overdue(state, deadline.what, nowMs)
        : just(state);
    }
  }
}

function sendNext(state: Responses, nowMs: number): Step {
  const wish = candidate(state);
  if (!wish || state.asked || state.active || nowMs < earliestMs(state)) return just(state);
  const number = state.nextNumber;
  return {
    state: {
      ...state,
      // The response knows all that was told before it, so plain wishes beside it are satisfied too.
      waiting: state.waiting.filter((other) =>
        other !== wish && (insists(other) || other.instructions !== undefined)
      ),
      asked: { number, wish, sentAtMs: nowMs, repeated: false, cancelled: false },
      nextNumber: number + 1,
    },
    effects: [{ type: "create", number, wish, bare: state.bare }],
  };
}

function cancel(state: Responses, nowMs: number): Step {
  const { active, asked } = state;
  const next: Responses = {
    ...state,
    waiting: [],
    asked: asked && { ...asked, cancelled: true },
    active: active && { ...active, again: false },
  };
  // One that the caller has interrupted, the server has cancelled itself.
  return active && !active.discarded ? cancelActive(next, nowMs) : just(next);
}

function cancelActive(state: Responses, nowMs: number): Step {
  if (!state.active) return just(state);
  const { responseId } = state.active;
  return {
    state: { ...state, active: { ...state.active, discarded: true, cancelledAtMs: nowMs } },
    effects: [{ type: "cancel", responseId }],
  };
}

function created(
  state: Responses,
  { responseId, wishNumber }: Extract<Input, { type: "created" }>,
  nowMs: number,
): Step {
  if (state.active?.responseId === responseId || state.finished.includes(responseId)) {
    return just(state);
  }
  // The end of the one before was never told.
  const before = state.active
    ? release(state, state.active, { status: "incomplete", detail: "superseded", nowMs })
    : just(state);
  const asked = before.state.asked;
  const ours = asked &&
    (wishNumber === asked.number || (wishNumber === null && !state.echoes));
  const active: Active = {
    responseId,
    asked: ours ? asked : null,
    aliveAtMs: nowMs,
    begun: false,
    audio: false,
    working: false,
    discarded: false,
    cancelledAtMs: null,
    again: false,
  };
  const next: Responses = {
    ...before.state,
    active,
    asked: ours ? null : asked,
    waiting: ours ? before.state.waiting : before.state.waiting.filter(insists),
    turnAtMs: null,
    commitByMs: 0,
    replyDue: false,
    unseen: 0,
    echoes: state.echoes || wishNumber !== null,
  };
  const cause = ours ? asked.wish.cause : "turn";
  const cancelled = ours && asked.cancelled ? cancelActive(next, nowMs) : just(next);
  return {
    state: cancelled.state,
    effects: [
      ...before.effects,
      { type: "tell", event: { type: "response_started", responseId, cause } },
      ...cancelled.effects,
    ],
  };
}

function progress(
  state: Responses,
  { responseId, audio }: Extract<Input, { type: "progress" }>,
  nowMs: number,
): Responses {
  const { active } = state;
  if (active?.responseId !== responseId) return state;
  const next = { ...state, active: { ...active, begun: true, aliveAtMs: nowMs } };
  if (!audio || active.audio) return next;
  return { ...next, ...NO_TROUBLE, active: { ...next.active, audio: true } };
}

const NO_TROUBLE = { failures: 0, quotaFailures: 0, silences: 0 } as const;

function done(state: Responses, input: Extract<Input, { type: "done" }>, nowMs: number): Step {
  const { active } = state;
  if (active?.responseId !== input.responseId) return just(state);
  if (!input.failure) {
    const trouble = input.status === "completed" ? { ...state, ...NO_TROUBLE } : state;
    if (!state.replyDue || input.status !== "completed" || active.discarded) {
      return release(trouble, active, { ...input, nowMs });
    }
    const replied = release(trouble, active, { ...input, again: true, nowMs });
    return { ...replied, state: asking(replied.state, nowMs) };
  }
  const failures = state.failures + 1;
  const quotaFailures = state.quotaFailures + (input.failure.code === "E_UP_QUOTA" ? 1 : 0);
  const pause = PAUSES_MS[failures - 1];
  // Half a sentence is not said again, and a new turn of the caller brings a new answer by itself.
  const again = !active.audio && !active.discarded && pause !== undefined &&
    (input.failure.retry || quotaFailures === 1);
  const wish = active.asked?.wish ?? { cause: "turn" };
  const ended = release({ ...state, failures, quotaFailures }, active, {
    ...input,
    failure: { ...input.failure, retry: again },
    nowMs,
  });
  if (quotaFailures >= 2) return lost(ended, input.failure);
  if (!again || (state.speaking && !insists(wish))) return ended;
  return {
    ...ended,
    state: {
      ...ended.state,
      waiting: [wish, ...ended.state.waiting],
      notBeforeMs: nowMs + Math.max(pause, Math.min(input.pauseMs, MAX_PAUSE_MS)) + input.jitterMs,
    },
  };
}

function refused(
  state: Responses,
  { number, busy, failure }: Extract<Input, { type: "refused" }>,
  nowMs: number,
): Step {
  const { asked, active } = state;
  if (busy && active?.asked?.number === number && !active.asked.repeated && !state.echoes) {
    // Taken for ours for want of a number in it, but it is the server's own.
    const { wish } = active.asked;
    const waiting = insists(wish) ? [wish, ...state.waiting] : state.waiting;
    return just({ ...state, waiting, active: { ...active, asked: null } });
  }
  if (!asked || (number !== null && number !== asked.number)) return just(state);
  const next: Responses = { ...state, asked: null };
  if (asked.cancelled) return just(next);
  if (busy) return busyWith(next, asked, nowMs);
  const back: Responses = { ...next, waiting: [asked.wish, ...state.waiting] };
  const pause = PAUSES_MS[state.failures];
  const passing = failure.code === "E_UP_LIMIT" || failure.code === "E_UP_5XX";
  if (passing && pause !== undefined) {
    return just({ ...back, failures: state.failures + 1, notBeforeMs: nowMs + pause });
  }
  if (!passing && !state.bare) return just({ ...back, bare: true });
  return { state: next, effects: [note("response_refused", failure.detail)] };
}

function busyWith(state: Responses, { wish }: Asked, nowMs: number): Step {
  const waiting = [wish, ...state.waiting];
  if (state.active) return just(insists(wish) ? { ...state, waiting } : state);
  // The server speaks of a response whose beginning we have not seen, or whose end comes right now.
  const unseen = state.unseen + 1;
  const next = just({ ...state, waiting, unseen, notBeforeMs: nowMs + UNSEEN_PAUSE_MS });
  return unseen <= MAX_UNSEEN
    ? next
    : lost(next, failed("E_UP_ERROR", "The model is busy with a response that never ends"));
}

function overdue(state: Responses, what: Deadline, nowMs: number): Step {
  const { active, asked } = state;
  switch (what) {
    case "pause":
      return just(state);
    case "turn": {
      const waiting: readonly Wish[] = state.waiting.length > 0
        ? state.waiting
        : [{ cause: "turn" }];
      return {
        state: { ...state, waiting, turnAtMs: null },
        effects: [note("turn_unanswered", "No response to the caller's turn; asking for one")],
      };
    }
    case "asked": {
      if (!asked || asked.cancelled) return just({ ...state, asked: null });
      if (asked.repeated) {
        return lost(just(state), failed("E_UP_TIMEOUT", "The model did not begin a response"));
      }
      return {
        state: { ...state, asked: { ...asked, sentAtMs: nowMs, repeated: true } },
        effects: [{ type: "create", number: asked.number, wish: asked.wish, bare: state.bare }],
      };
    }
    case "first_delta": {
      if (!active) return just(state);
      if (state.silences > 0) {
        return lost(just(state), failed("E_UP_TIMEOUT", "The model began twice and said nothing"));
      }
      const next = { ...state, silences: 1, active: { ...active, again: true } };
      return noted(cancelActive(next, nowMs), "response_silent", active.responseId);
    }
    case "delta_gap":
      return noted(cancelActive(state, nowMs), "response_stalled", active?.responseId ?? "");
    case "cancel":
      return active ? giveUp(state, active, "not_ended", nowMs) : just(state);
  }
}

/** Asks to speak of what a remote server's tool brought, unless the provider goes on by itself at once. */
function asking(state: Responses, nowMs: number): Responses {
  const others = state.waiting.filter(({ cause }) => cause !== "tool");
  const notBeforeMs = Math.max(state.notBeforeMs, nowMs + REPLY_MS);
  return { ...state, waiting: [...others, { cause: "tool" }], notBeforeMs };
}

/** Ends a response of which the server will not tell the end. */
function giveUp(state: Responses, active: Active, detail: string, nowMs: number): Step {
  return release(state, active, { status: "cancelled", detail, nowMs });
}

function release(
  state: Responses,
  active: Active,
  { status, detail, nowMs, usage = NO_USAGE, failure, again = active.again }: {
    status: Done["status"];
    detail: string;
    nowMs: number;
    usage?: Usage;
    failure?: UpstreamFailure;
    again?: boolean;
  },
): Step {
  const { responseId } = active;
  const wish = active.asked?.wish ?? { cause: "turn" };
  const event: Done = {
    type: "response_done",
    responseId,
    status,
    detail,
    usage,
    ...(failure ? { failure } : {}),
    again: again || failure?.retry === true,
  };
  return {
    state: {
      ...state,
      active: null,
      replyDue: false,
      freeAtMs: nowMs,
      waiting: active.again ? [wish, ...state.waiting] : state.waiting,
      finished: [...state.finished, responseId].slice(-8),
    },
    effects: [{ type: "tell", event }],
  };
}

function just(state: Responses): Step {
  return { state, effects: [] };
}

function note(code: string, detail: string): Effect {
  return { type: "tell", event: { type: "note", code, detail } };
}

function noted({ state, effects }: Step, code: string, detail: string): Step {
  return { state, effects: [...effects, note(code, detail)] };
}

/** The session is over: nothing waits and nothing is due. */
function lost({ effects }: Step, failure: UpstreamFailure): Step {
  return {
    state: NO_RESPONSES,
    effects: [...effects, { type: "tell", event: { type: "lost", failure } }],
  };
}
