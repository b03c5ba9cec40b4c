// The caller's turns: when one begins, interrupts, ends and is transcribed; and what is no turn but a cough.
// Pure. With a guard against coughs the model only senses speech, and every answer is asked for here.
import type { TurnTaking } from "../contract/agent.ts";
import type { CallEventBody } from "../contract/event.ts";
import { bounded, without } from "./bounded_record.ts";
import {
  and,
  type Circumstances,
  type Effect,
  emit,
  type OpenTurn,
  PATIENCE_MS,
  stay,
  type Step,
  type Talk,
  type TalkInput,
} from "./talk.ts";
import { endFor } from "./talk_ending.ts";
import { checkCaller } from "./talk_moderation.ts";
import { afterLine, stirred } from "./talk_patience.ts";
import { onTranscribed } from "./talk_tools.ts";

type ModelEvent = Extract<TalkInput, { type: "upstream" }>["event"];
type Event<T extends ModelEvent["type"]> = Extract<ModelEvent, { type: T }>;

export interface Doubt {
  itemId: string;
  startMs: number;
}

/** Partial words are bounded, whoever sends them. */
const PARTIAL_CHARS = 16_000;
/** How much of the past a semantic detection puts in front of a turn. */
const SEMANTIC_PREFIX_MS = 300;
/** A semantic detection waits for the end of a thought: that speech goes on proves nothing for so long. */
const SEMANTIC_WAIT_MS = 2000;
/** From an event of the model to us. */
const LATE_MS = 200;
const KEPT_COUGHS = 8;

/** Whether the model only senses speech: it neither answers nor interrupts by itself. */
export function guardsCoughs({ bargeIn, bargeInMs }: TurnTaking): boolean {
  return bargeIn && bargeInMs > 0;
}

export function callerStarts(
  talk: Talk,
  { itemId, audioStartMs: startMs }: Event<"speech_started">,
  around: Circumstances,
): Step {
  if (talk.phase !== "live") return stay(talk);
  const { turnTaking } = around.agent;
  if (!guardsCoughs(turnTaking) || !around.busy || talk.commands.air) {
    return turnBegins(talk, { itemId, startMs }, around);
  }
  const heardMs = around.nowMs - startMs - prefixMs(turnTaking);
  const atMs = around.nowMs + Math.max(0, turnTaking.bargeInMs - heardMs);
  return { talk: { ...talk, doubt: { itemId, startMs } }, effects: [{ do: "wake", atMs }] };
}

export function callerStops(
  talk: Talk,
  event: Event<"speech_stopped">,
  around: Circumstances,
): Step {
  const { itemId, audioEndMs: endMs } = event;
  const { doubt } = talk;
  if (doubt?.itemId !== itemId) return turnEnds(talk, event, around);
  if (talk.phase !== "live") return stay({ ...talk, doubt: null });
  const { turnTaking } = around.agent;
  const sensedMs = turnTaking.mode === "server_vad"
    ? endMs - doubt.startMs - prefixMs(turnTaking) - turnTaking.silenceDurationMs
    : 0;
  const speechMs = Math.max(0, sensedMs, around.voicedMs);
  // An agent that has come to its end meanwhile is answered by the shortest word: "yes".
  if (speechMs >= turnTaking.bargeInMs || !around.busy) {
    return and(turnBegins(talk, doubt, around), (talk) => turnEnds(talk, event, around));
  }
  return {
    talk: { ...talk, doubt: null, coughs: [...talk.coughs, itemId].slice(-KEPT_COUGHS) },
    effects: [emit({ type: "caller.ignored", itemId, speechMs })],
  };
}

/** A turn has become part of the conversation: it is answered, a cough is taken out again. */
export function callerCommitted(
  talk: Talk,
  { itemId }: Event<"committed">,
  { agent, connected }: Circumstances,
): Step {
  if (talk.coughs.includes(itemId)) return { talk, effects: [{ do: "forget", itemId }] };
  if (!guardsCoughs(agent.turnTaking) || talk.phase !== "live" || !connected) return stay(talk);
  // Whoever types is answered when the input is complete.
  if (talk.digits.keys !== "") return stay(talk);
  return { talk, effects: [{ do: "respond", cause: "turn" }] };
}

/** Looks at a doubt with every frame of the line and every tick: is it speech by now? */
export function doubtTick(talk: Talk, around: Circumstances): Step {
  const { doubt } = talk;
  if (!doubt) return stay(talk);
  if (talk.phase !== "live") return stay({ ...talk, doubt: null });
  const { nowMs, voicedMs, busy } = around;
  const { turnTaking } = around.agent;
  const { bargeInMs } = turnTaking;
  const waitMs = turnTaking.mode === "server_vad" ? turnTaking.silenceDurationMs : SEMANTIC_WAIT_MS;
  const lastedMs = nowMs - doubt.startMs - prefixMs(turnTaking);
  if (voicedMs >= bargeInMs || lastedMs >= bargeInMs + waitMs + LATE_MS || !busy) {
    return turnBegins(talk, doubt, around);
  }
  return stay(talk);
}

export function callerPartial(
  talk: Talk,
  { itemId, delta }: Event<"caller_delta">,
  { nowMs }: Circumstances,
): Step {
  if (noTurn(talk, itemId)) return stay(talk);
  const turn = talk.turns[itemId] ?? newTurn(nowMs);
  const partial = (turn.partial + delta).slice(0, PARTIAL_CHARS);
  return {
    talk: { ...talk, turns: bounded({ ...talk.turns, [itemId]: { ...turn, partial } }) },
    effects: [emit({ type: "caller.partial", itemId, text: partial })],
  };
}

export function callerLine(
  talk: Talk,
  event: Event<"caller_text" | "caller_text_failed">,
  around: Circumstances,
): Step {
  const { itemId } = event;
  if (noTurn(talk, itemId)) return stay(talk);
  const { nowMs } = around;
  const turn = talk.turns[itemId] ?? newTurn(nowMs, nowMs);
  const times = { startMs: turn.startMs, endMs: turn.endMs ?? nowMs };
  const text = event.type === "caller_text" ? event.text.trim() : "";
  const body: CallEventBody = text === ""
    ? {
      type: "caller.not_transcribed",
      itemId,
      code: event.type === "caller_text_failed" ? event.code : "empty",
      ...times,
    }
    : { type: "caller.line", itemId, text, ...times };
  const lastLine = text === "" ? talk.lastLine : { itemId, text, startMs: turn.startMs };
  const heard: Talk = { ...talk, lastLine, turns: without(talk.turns, itemId) };
  if (talk.phase === "closing" && Object.keys(heard.turns).length === 0) {
    return endFor(heard, nowMs, [emit(body)]);
  }
  const told = and({ talk: heard, effects: [emit(body)] }, (talk) => onTranscribed(talk, around));
  if (text === "" || told.talk.phase !== "live") return told;
  const checked: Step = {
    talk: told.talk,
    effects: [...told.effects, ...checkCaller(itemId, text, around)],
  };
  return and(checked, (talk) => talk.commands.air ? stay(talk) : afterLine(talk, text, around));
}

/** The caller has the word: what the agent says is cut off, where that is allowed. */
function turnBegins(talk: Talk, { itemId, startMs }: Doubt, around: Circumstances): Step {
  const { turnTaking } = around.agent;
  const { bargeIn } = turnTaking;
  const cancels = guardsCoughs(turnTaking);
  const effects: Effect[] = [];
  // People who speak with each other speak over each other.
  if (around.busy && bargeIn && !talk.commands.air) {
    effects.push({ do: "interrupt", itemId, ...(cancels && { cancel: true }) });
  } else if (cancels && talk.active !== null) effects.push({ do: "cancel" });
  effects.push(emit({ type: "caller.speaking", itemId, startMs }));
  const turns = bounded({ ...talk.turns, [itemId]: newTurn(startMs) });
  const active = talk.active && bargeIn ? { ...talk.active, interrupted: true } : talk.active;
  const begun: Talk = { ...talk, active, doubt: null, callerItemId: itemId, turns, owed: null };
  // Of an agent who may not be interrupted, all words still count.
  const checks = bargeIn ? { ...talk.checks, responses: [] } : talk.checks;
  return { talk: stirred({ ...begun, checks }), effects };
}

/** Only the detection by silence says how long it has waited. */
function quietOf({ mode, silenceDurationMs }: TurnTaking): { quietMs?: number } {
  return mode === "server_vad" ? { quietMs: silenceDurationMs } : {};
}

function turnEnds(
  talk: Talk,
  { itemId, audioEndMs: endMs }: Event<"speech_stopped">,
  { nowMs, agent }: Circumstances,
): Step {
  const turn = talk.turns[itemId];
  if (!turn) {
    return stay(talk.callerItemId === itemId ? { ...talk, callerItemId: null } : talk);
  }
  const turns = { ...talk.turns, [itemId]: { ...turn, endMs } };
  const owed = talk.phase === "live"
    ? { sinceMs: nowMs, patienceMs: PATIENCE_MS.answer, holds: 0 }
    : talk.owed;
  return {
    talk: { ...talk, callerItemId: null, turns, owed },
    effects: [emit({ type: "caller.silent", itemId, endMs, ...quietOf(agent.turnTaking) })],
  };
}

/** What a turn's start lies before the sound that gave rise to it (openai-realtime § 4.3). */
function prefixMs({ mode, prefixPaddingMs }: TurnTaking): number {
  return mode === "server_vad" ? prefixPaddingMs : SEMANTIC_PREFIX_MS;
}

function noTurn({ doubt, coughs }: Talk, itemId: string): boolean {
  return doubt?.itemId === itemId || coughs.includes(itemId);
}

function newTurn(startMs: number, endMs: number | null = null): OpenTurn {
  return { startMs, endMs, partial: "", answered: false };
}
