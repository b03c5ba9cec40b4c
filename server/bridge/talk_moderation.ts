// Guardrails of a conversation: what the caller said and what the agent is about to say is checked beside the
// sound, never before it. Pure; who checks is behind moderation.ts. A failed check lets the call go on.
import { bounded } from "./bounded_record.ts";
import type { Moderated } from "./moderation.ts";
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
import { drain } from "./talk_ending.ts";
import { exactly } from "./talk_farewell.ts";

/** Whose words are checked. */
export type CheckedWords =
  | { of: "caller"; itemId: string }
  | { of: "agent"; itemId: string; responseId: string };

export interface Checks {
  /** Answers since the caller's last turn: a finding about another one comes too late. */
  responses: readonly string[];
  /** How many characters of an item of the agent were sent to be checked, by item. */
  checked: Readonly<Record<string, number>>;
  refusedAtMs: number | null;
  failedAtMs: number | null;
}

/** New words of the agent that are worth a check. */
const CHECK_CHARS = 120;
const FAILED_EVERY_MS = 60_000;
/** Two findings about one turn get one refusal. */
const REFUSED_MS = 3000;
const KEPT_RESPONSES = 8;
const REFUSAL = "I am sorry, but I cannot help with that.";

export function checkCaller(itemId: string, text: string, { agent }: Circumstances): Effect[] {
  if (!agent.moderation.caller) return [];
  return [{ do: "moderate", words: { of: "caller", itemId }, text }];
}

/** `text`: all words of the item so far. `whole`: there will be no more. */
export function checkAgent(
  talk: Talk,
  { itemId, responseId }: { itemId: string; responseId: string },
  { text, whole }: { text: string; whole: boolean },
  { agent }: Circumstances,
): Step {
  const { active, checks } = talk;
  if (!agent.moderation.agent || active?.responseId !== responseId) return stay(talk);
  // The refusal is the operator's own; what was cut off is heard by nobody.
  if (active.cause === "refusal" || active.interrupted) return stay(talk);
  const before = checks.checked[itemId] ?? 0;
  const fresh = text.length - before;
  if (whole ? fresh <= 0 : fresh < CHECK_CHARS) return stay(talk);
  const responses = [...checks.responses.filter((id) => id !== responseId), responseId];
  const checked = bounded({ ...checks.checked, [itemId]: text.length });
  return {
    talk: {
      ...talk,
      checks: { ...checks, responses: responses.slice(-KEPT_RESPONSES), checked },
    },
    effects: [{ do: "moderate", words: { of: "agent", itemId, responseId }, text }],
  };
}

export function onModerated(
  talk: Talk,
  { words, result }: { words: CheckedWords; result: Moderated | null },
  around: Circumstances,
): Step {
  if (!result) return failed(talk, around);
  if (!result.flagged) return stay(talk);
  const { itemId } = words;
  const { categories } = result;
  if (words.of === "caller") {
    const flagged = emit({ type: "caller.flagged", itemId, categories });
    // The caller has gone on meanwhile: a refusal now would answer something else.
    if (goneOn(talk, itemId) || talk.commands.air) return { talk, effects: [flagged] };
    return and({ talk, effects: [flagged] }, (talk) => refuse(talk, around));
  }
  // The agent is silent already, and what is heard is a person.
  if (talk.commands.air) return stay(talk);
  const late = !talk.checks.responses.includes(words.responseId) ||
    (talk.active?.responseId !== words.responseId && !around.busy);
  if (late) return stay(talk);
  const flagged = emit({ type: "agent.flagged", itemId, categories });
  const stop = talk.phase === "farewell" ? stopFarewell : refuse;
  return and({ talk, effects: [flagged] }, (talk) => stop(talk, around));
}

/** Whether the caller has begun another turn since, or is typing. */
function goneOn({ callerItemId, lastLine, digits }: Talk, itemId: string): boolean {
  return callerItemId !== null || digits.keys !== "" ||
    (lastLine !== null && lastLine.itemId !== itemId);
}

/** The operator's words instead of the agent's. */
function refuse(talk: Talk, around: Circumstances): Step {
  const { nowMs, agent } = around;
  if (talk.phase !== "live") return stay(talk);
  const { refusedAtMs } = talk.checks;
  const refusing = talk.active?.cause === "refusal" ||
    (refusedAtMs !== null && nowMs - refusedAtMs < REFUSED_MS);
  if (refusing) return stay(talk);
  const silenced = silence(talk, around);
  const words = exactly(agent.moderation.refusal.trim() || REFUSAL);
  return {
    talk: {
      ...silenced.talk,
      checks: { ...talk.checks, responses: [], refusedAtMs: nowMs },
      owed: { sinceMs: nowMs, patienceMs: PATIENCE_MS.answer, holds: 0 },
    },
    effects: [
      ...silenced.effects,
      { do: "respond", cause: "refusal", tools: "none", must: true, words },
    ],
  };
}

/** Of a goodbye that must not be heard the rest is left out. */
function stopFarewell(talk: Talk, around: Circumstances): Step {
  const silenced = silence(talk, around);
  return talk.draining ? silenced : and(silenced, (talk) => drain(talk, around));
}

function silence(talk: Talk, around: Circumstances): Step {
  return {
    talk: { ...talk, active: talk.active && { ...talk.active, interrupted: true } },
    effects: [around.connected ? cutOff(around) : { do: "silence" }],
  };
}

function failed(talk: Talk, { nowMs }: Circumstances): Step {
  const { failedAtMs } = talk.checks;
  if (failedAtMs !== null && nowMs - failedAtMs < FAILED_EVERY_MS) return stay(talk);
  const detail = "Words could not be checked; the call goes on";
  return {
    talk: { ...talk, checks: { ...talk.checks, failedAtMs: nowMs } },
    effects: [emit({ type: "call.note", code: "moderation_failed", detail })],
  };
}
