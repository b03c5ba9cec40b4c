// What the caller types: collected to an input, told to the model in words, or acted on at once.
// Pure. In secure mode the digits themselves never come into the state of a conversation: dots stand for them.
import type { AgentConfig } from "../contract/agent.ts";
import type { CallEventBody } from "../contract/event.ts";
import {
  and,
  type Circumstances,
  type Effect,
  emit,
  PATIENCE_MS,
  stay,
  type Step,
  type Talk,
} from "./talk.ts";
import { beginFarewell } from "./talk_farewell.ts";
import { stirred } from "./talk_patience.ts";

type Rules = AgentConfig["digits"];
type Action = Rules["actions"][number];
type EndedBy = Extract<CallEventBody, { type: "caller.digits" }>["endedBy"];

export interface DigitState {
  /** Collected so far; dots in secure mode. */
  keys: string;
  lastAtMs: number;
  /** Until then the model hears silence; infinite while an input goes on; null: it hears the line. */
  hushedUntilMs: number | null;
  /** How many secret inputs there were, for their names. */
  secrets: number;
  /** Complete, and not yet told to the model. */
  pending: readonly Typed[];
}

/** A complete input. */
export interface Typed {
  /** For the model. */
  text: string;
  action: Action | null;
}

const DOT = "•";
const MAX_KEYS = 64;
/** A tone goes on a little after it is reported, and its sound comes up to a frame (200 ms) after the report. */
const TONE_MS = 500;

export function onDigit(talk: Talk, digit: string, around: Circumstances): Step {
  const rules = around.agent.digits;
  const { keys } = talk.digits;
  const secret = keys === "" ? rules.secret : keys.startsWith(DOT);
  const shown = secret ? DOT : digit;
  const pressed: Step = { talk, effects: [emit({ type: "caller.digit", digit: shown })] };
  if (talk.phase !== "live" && talk.phase !== "connecting") return pressed;
  const action = keys === "" ? rules.actions.find((action) => action.digit === digit) : undefined;
  return and(and(pressed, (talk) => interrupted(talk, around)), (talk) => {
    if (action) return complete(talk, around, { keys: shown, by: "action", secret, action });
    if (digit === rules.terminator) {
      return complete(talk, around, { keys, by: "terminator", secret, alone: digit });
    }
    return collect(talk, digit, secret, around);
  });
}

/** Ends an input after its pause, opens the model's ears again, tells what waited for the model. */
export function digitsTick(talk: Talk, around: Circumstances): Step {
  const { nowMs, agent } = around;
  const { keys, lastAtMs, hushedUntilMs } = talk.digits;
  const ended = keys !== "" && nowMs - lastAtMs >= agent.digits.gapMs
    ? complete(talk, around, { keys, by: "gap", secret: keys.startsWith(DOT) })
    : tell(talk, around);
  if (hushedUntilMs === null || nowMs < hushedUntilMs) return ended;
  return and(ended, (talk) => ({
    talk: { ...talk, digits: { ...talk.digits, hushedUntilMs: null } },
    effects: [{ do: "hush", on: false }],
  }));
}

/** Whether the caller is typing, or has typed what the model does not know yet. */
export function typing({ digits }: Talk): boolean {
  return digits.keys !== "" || digits.pending.length > 0;
}

/** Tones that nobody may hear are on the line. */
export function typesInSecret({ digits }: Talk, agent: AgentConfig): boolean {
  return agent.digits.secret && digits.hushedUntilMs !== null;
}

/** Whoever types has the word. */
function interrupted(talk: Talk, { agent, busy, connected }: Circumstances): Step {
  const quiet = stirred({ ...talk, owed: connected ? null : talk.owed });
  const may = agent.turnTaking.bargeIn && !talk.commands.air;
  if (talk.phase !== "live" || !may) return stay(quiet);
  if (busy) {
    return {
      talk: { ...quiet, active: null },
      effects: [{ do: "interrupt", itemId: "", cancel: true }],
    };
  }
  if (talk.active === null) return stay(quiet);
  return { talk: { ...quiet, active: null }, effects: [{ do: "cancel" }] };
}

function collect(talk: Talk, digit: string, secret: boolean, around: Circumstances): Step {
  const { digits } = talk;
  const full = digits.keys.length >= MAX_KEYS;
  const keys = full ? digits.keys : digits.keys + (secret ? DOT : digit);
  const effects: Effect[] = secret && !full ? [{ do: "press", digit }] : [];
  const { length, gapMs } = around.agent.digits;
  const typed: Talk = { ...talk, digits: { ...digits, keys, lastAtMs: around.nowMs } };
  return and({ talk: typed, effects }, (talk) => {
    if (length !== null && keys.length >= length) {
      return complete(talk, around, { keys, by: "length", secret });
    }
    const hushed = hush(talk, Infinity);
    const wake: Effect = { do: "wake", atMs: around.nowMs + gapMs };
    return { talk: hushed.talk, effects: [...hushed.effects, wake] };
  });
}

function complete(
  talk: Talk,
  around: Circumstances,
  { keys, by, secret, action = null, alone = "" }: {
    keys: string;
    by: EndedBy;
    secret: boolean;
    action?: Action | null;
    /** The terminator, which is all there is where nothing was typed before it. */
    alone?: string;
  },
): Step {
  const { nowMs } = around;
  const sealed = secret && action === null && keys !== "";
  const secrets = talk.digits.secrets + (sealed ? 1 : 0);
  const name = `digits-${secrets}`;
  const shown = keys !== "" ? keys : secret ? DOT : alone;
  const text = sealed
    ? `The caller entered ${
      keys.length === 1 ? "a digit" : `${keys.length} digits`
    } in secret. Where a tool needs them, write [${name}]; ` +
      "you cannot see or say them."
    : secret
    ? "The caller pressed a key."
    : `The caller pressed the ${shown.length === 1 ? "key" : "keys"} ${[...shown].join(" ")}.`;
  const hushed = hush(talk, nowMs + TONE_MS);
  const done: Step = {
    talk: {
      ...hushed.talk,
      digits: {
        ...hushed.talk.digits,
        keys: "",
        secrets,
        pending: [...talk.digits.pending, { text, action }],
      },
    },
    effects: [
      ...(sealed ? [{ do: "seal", name } as const] : []),
      emit({ type: "caller.digits", digits: shown, secret, endedBy: by }),
      ...hushed.effects,
      { do: "wake", atMs: nowMs + TONE_MS },
    ],
  };
  return and(done, (talk) => tell(talk, around));
}

function hush(talk: Talk, untilMs: number): Step {
  const { digits } = talk;
  return {
    talk: { ...talk, digits: { ...digits, hushedUntilMs: untilMs } },
    effects: digits.hushedUntilMs === null ? [{ do: "hush", on: true }] : [],
  };
}

/** Tells the model all that was typed, and does what the keys are to do. */
function tell(talk: Talk, around: Circumstances): Step {
  const { pending } = talk.digits;
  if (talk.phase !== "live" || pending.length === 0 || !around.connected) return stay(talk);
  const told: Step = {
    talk: { ...talk, digits: { ...talk.digits, pending: [] } },
    effects: pending.map(({ text }) => ({ do: "tell", text })),
  };
  const end = pending.find(({ action }) => action?.does === "end" || action?.does === "escalate");
  if (end) {
    const reason = end.action?.does === "escalate" ? "agent_escalated" : "agent_completed";
    return and(told, (talk) => beginFarewell(talk, { reason, words: end.text }, around));
  }
  const words = pending.map(({ action }) => wordsFor(action)).findLast((words) => words !== "");
  const owed = { sinceMs: around.nowMs, patienceMs: PATIENCE_MS.answer, holds: 0 };
  return {
    talk: { ...told.talk, owed },
    effects: [
      ...told.effects,
      { do: "respond", cause: "digits", must: true, ...(words !== undefined && { words }) },
    ],
  };
}

function wordsFor(action: Action | null): string {
  if (action?.does === "repeat") {
    return "The caller pressed a key to hear your last words again. Say them once more, and nothing else.";
  }
  return action?.does === "instruct" ? action.words.trim() : "";
}
