// The limits of a call's patience: a caller who says nothing, one who says the same over and over, a call
// that lasts too long. Pure; looked at with every tick.
import type { ResponseCause } from "../contract/call.ts";
import {
  and,
  type Circumstances,
  cutOff,
  type Effect,
  emit,
  PATIENCE_MS,
  stay,
  type Step,
  type Talk,
} from "./talk.ts";
import { fail } from "./talk_ending.ts";
import { beginFarewell } from "./talk_farewell.ts";
import { LOOKED_AT, soundsLikeMachine } from "./repeat_guard.ts";

export interface Patience {
  /** Since when nobody has spoken, typed or waited; null: somebody does. */
  quietSinceMs: number | null;
  /** Questions in a row that the caller did not answer. */
  asked: number;
  /** The caller was told that the call must end soon. */
  warned: boolean;
  /** The caller's last lines, oldest first. */
  lines: readonly string[];
}

/** The warning is given in a pause, but not later than this. */
const WARN_WITHIN_MS = 10_000;
/** The same for the farewell of a call that lasts too long. */
const END_WITHIN_MS = 15_000;
/** However the farewell goes, the call ends this long after its greatest length. */
const CUT_AFTER_MS = 30_000;

const STILL_THERE =
  "The caller has said nothing for a while. Ask in one short sentence whether they are still there.";

/** The caller gave a sign of life. */
export function stirred(talk: Talk): Talk {
  return { ...talk, patience: { ...talk.patience, asked: 0, quietSinceMs: null } };
}

export function patienceTick(talk: Talk, around: Circumstances): Step {
  return and(lengthTick(talk, around), (talk) => silenceTick(talk, around));
}

/** A line of the caller is final: is it a machine that speaks? */
export function afterLine(talk: Talk, text: string, around: Circumstances): Step {
  const lines = [...talk.patience.lines, text].slice(-LOOKED_AT);
  const heard: Talk = { ...talk, patience: { ...talk.patience, lines } };
  return around.agent.repeatGuard && soundsLikeMachine(lines)
    ? beginFarewell(heard, { reason: "caller_is_machine", words: "" }, around)
    : stay(heard);
}

function lengthTick(talk: Talk, around: Circumstances): Step {
  const { nowMs, agent } = around;
  const { ms, warnMs } = agent.maxLength;
  if (ms === null) return stay(talk);
  if (nowMs >= ms + CUT_AFTER_MS) {
    return fail(talk, talk.wish?.reason ?? "too_long", "", true);
  }
  if (talk.phase !== "live") return stay(talk);
  const pause = nobodySpeaks(talk, around);
  if (nowMs >= ms) {
    if (!pause && nowMs < ms + END_WITHIN_MS) return stay(talk);
    const cut: Step = pause ? stay(talk) : {
      talk: { ...talk, active: null },
      effects: [cutOff(around)],
    };
    return and(cut, (talk) => beginFarewell(talk, { reason: "too_long", words: "" }, around));
  }
  // A warning longer than the call would come with the greeting.
  const warnAtMs = Math.max(ms - warnMs, ms / 2);
  const due = !talk.patience.warned && warnMs > 0 && nowMs >= warnAtMs;
  if (!due || !around.connected || talk.commands.air) return stay(talk);
  return pause || nowMs >= warnAtMs + WARN_WITHIN_MS ? warn(talk, ms - nowMs, around) : stay(talk);
}

function warn(talk: Talk, leftMs: number, around: Circumstances): Step {
  const words = around.agent.maxLength.words.trim() ||
    `This call must end in ${
        inWords(leftMs)
      }. Tell the caller so in one short sentence, and go on ` +
      "with what matters most.";
  const warned: Talk = { ...talk, patience: { ...talk.patience, warned: true } };
  const asked = speak(warned, around, { cause: "warning", words, must: true });
  return {
    talk: asked.talk,
    effects: [emit({ type: "call.warned", leftMs }), ...asked.effects],
  };
}

function silenceTick(talk: Talk, around: Circumstances): Step {
  const { afterMs, giveUpAfter } = around.agent.noInput;
  const { quietSinceMs, asked } = talk.patience;
  // Whoever waits for a supervisor with us is not asked whether they are still there.
  if (afterMs === null || talk.hand || !isQuiet(talk, around)) {
    return stay(quietSinceMs === null ? talk : withPatience(talk, { quietSinceMs: null }));
  }
  if (quietSinceMs === null) return stay(withPatience(talk, { quietSinceMs: around.nowMs }));
  if (around.nowMs - quietSinceMs < afterMs) return stay(talk);
  if (asked >= giveUpAfter) {
    return beginFarewell(talk, { reason: "no_input", words: "" }, around);
  }
  const count = asked + 1;
  const words = around.agent.noInput.words.trim() || STILL_THERE;
  const asking = withPatience(talk, { asked: count, quietSinceMs: null });
  const spoken = speak(asking, around, { cause: "no_input", words });
  return {
    talk: spoken.talk,
    effects: [
      emit({ type: "caller.no_input", count }),
      { do: "report", turn: { disposition: "no_input" } },
      ...spoken.effects,
    ],
  };
}

function withPatience(talk: Talk, change: Partial<Patience>): Talk {
  return { ...talk, patience: { ...talk.patience, ...change } };
}

function speak(
  talk: Talk,
  { nowMs, remainingMs }: Circumstances,
  wish: { cause: ResponseCause; words: string; must?: true },
): Step {
  const waits = { sinceMs: nowMs + remainingMs, patienceMs: PATIENCE_MS.answer, holds: 0 };
  // While the caller speaks nobody waits for sound, and a bridging clip would be rude.
  const owed = talk.callerItemId === null ? talk.owed ?? waits : talk.owed;
  const effects: Effect[] = [{ do: "respond", ...wish }];
  return { talk: { ...talk, owed }, effects };
}

/** Nobody is in the middle of a sentence. */
function nobodySpeaks(talk: Talk, { busy }: Circumstances): boolean {
  return !busy && talk.active === null && talk.callerItemId === null && talk.doubt === null &&
    talk.digits.keys === "";
}

/** Nobody speaks, types, works or waits: the agent was heard to its end, and it is the caller's turn. */
export function isQuiet(talk: Talk, around: Circumstances): boolean {
  const { air, says } = talk.commands;
  return air === null && says.length === 0 && talk.phase === "live" && around.connected &&
    !talk.onHold && talk.owed === null &&
    nobodySpeaks(talk, around) && talk.digits.pending.length === 0 && talk.held === null &&
    Object.keys(talk.running).length === 0;
}

function inWords(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 90) return `${seconds} seconds`;
  return `${Math.round(seconds / 60)} minutes`;
}
