// What the model tells, and what a conversation makes of it.
import { addUsage } from "../contract/call.ts";
import { readEndWish } from "./end_tools.ts";
import { endFor, fail } from "./talk_ending.ts";
import {
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

type ModelEvent = Extract<TalkInput, { type: "upstream" }>["event"];

/** So many answers in a row may go wrong before the call takes its failure path. */
const TROUBLE_LIMIT = 3;
/** Ends of a response that another one, or the caller's turn, brought about. */
const REPLACED = new Set(["superseded", "turn_detected"]);
/** Words that never come to a final line must not pile up over a long call. */
const KEPT_ITEMS = 40;
const DRAFT_CHARS = 16_000;

/** Once the phone is gone only words that are already spoken still count, and what they cost. */
const COUNTS_AFTERWARDS = new Set<ModelEvent["type"]>([
  "speech_stopped",
  "caller_delta",
  "caller_text",
  "caller_text_failed",
  "response_done",
]);

export function onModel(talk: Talk, event: ModelEvent, around: Circumstances): Step {
  if (talk.phase === "failing" || talk.phase === "ending") return stay(talk);
  if (talk.phase === "closing" && !COUNTS_AFTERWARDS.has(event.type)) return stay(talk);
  switch (event.type) {
    case "speech_started":
      return callerStarts(talk, event, around);
    case "speech_stopped":
      return callerStops(talk, event, around);
    case "caller_delta":
      return callerPartial(talk, event, around);
    case "caller_text":
      return callerLine(
        talk,
        event.itemId,
        around,
        (turn) =>
          event.text.trim() === ""
            ? { type: "caller.not_transcribed", itemId: event.itemId, code: "empty", ...turn }
            : { type: "caller.line", itemId: event.itemId, text: event.text.trim(), ...turn },
      );
    case "caller_text_failed":
      return callerLine(talk, event.itemId, around, (turn) => (
        { type: "caller.not_transcribed", itemId: event.itemId, code: event.code, ...turn }
      ));
    case "response_started":
      return responseStarts(talk, event, around);
    case "agent_delta":
      return agentPartial(talk, event);
    case "agent_text": {
      const { responseId, itemId, text } = event;
      const line = emit({ type: "agent.line", responseId, itemId, text });
      const active = talk.active?.responseId === responseId
        ? { ...talk.active, text: `${talk.active.text} ${text}`.trim() }
        : talk.active;
      return { talk: { ...talk, active, drafts: without(talk.drafts, itemId) }, effects: [line] };
    }
    case "tool_call":
      return toolCall(talk, event);
    case "response_done":
      return responseEnds(talk, event, around);
    case "note":
      return {
        talk,
        effects: [emit({ type: "call.note", code: event.code, detail: event.detail })],
      };
    case "committed":
      return stay(talk);
  }
}

function callerStarts(
  talk: Talk,
  event: ModelEvent & { type: "speech_started" },
  around: Circumstances,
): Step {
  if (talk.phase !== "live") return stay(talk);
  const { itemId, audioStartMs: startMs } = event;
  const effects: Effect[] = [];
  if (around.busy && around.agent.turnTaking.bargeIn) effects.push({ do: "interrupt", itemId });
  effects.push(emit({ type: "caller.speaking", itemId, startMs }));
  const turns = bounded({
    ...talk.turns,
    [itemId]: newTurn(startMs),
  });
  const active = talk.active && around.agent.turnTaking.bargeIn
    ? { ...talk.active, interrupted: true }
    : talk.active;
  return { talk: { ...talk, active, callerItemId: itemId, turns, owed: null }, effects };
}

function callerStops(
  talk: Talk,
  event: ModelEvent & { type: "speech_stopped" },
  { nowMs }: Circumstances,
): Step {
  const { itemId, audioEndMs: endMs } = event;
  const turn = talk.turns[itemId];
  if (!turn) return stay(talk);
  const turns = { ...talk.turns, [itemId]: { ...turn, endMs } };
  const owed = talk.phase === "live"
    ? { sinceMs: nowMs, patienceMs: PATIENCE_MS.answer, holds: 0 }
    : talk.owed;
  return {
    talk: { ...talk, callerItemId: null, turns, owed },
    effects: [emit({ type: "caller.silent", itemId, endMs })],
  };
}

function callerPartial(
  talk: Talk,
  event: ModelEvent & { type: "caller_delta" },
  { nowMs }: Circumstances,
): Step {
  const turn = talk.turns[event.itemId] ??
    newTurn(nowMs);
  const partial = (turn.partial + event.delta).slice(0, DRAFT_CHARS);
  return {
    talk: { ...talk, turns: bounded({ ...talk.turns, [event.itemId]: { ...turn, partial } }) },
    effects: [emit({ type: "caller.partial", itemId: event.itemId, text: partial })],
  };
}

function callerLine(
  talk: Talk,
  itemId: string,
  { nowMs }: Circumstances,
  event: (turn: { startMs: number; endMs: number }) => Parameters<typeof emit>[0],
): Step {
  const turn: OpenTurn = talk.turns[itemId] ??
    newTurn(nowMs, nowMs);
  const line = emit(event({ startMs: turn.startMs, endMs: turn.endMs ?? nowMs }));
  const heard: Talk = { ...talk, turns: without(talk.turns, itemId) };
  if (talk.phase === "closing" && Object.keys(heard.turns).length === 0) {
    return endFor(heard, nowMs, [line]);
  }
  return { talk: heard, effects: [line] };
}

function responseStarts(
  talk: Talk,
  event: ModelEvent & { type: "response_started" },
  { nowMs }: Circumstances,
): Step {
  const { responseId, cause } = event;
  const owed = talk.owed ?? { sinceMs: nowMs, patienceMs: PATIENCE_MS.answer, holds: 0 };
  return {
    talk: {
      ...talk,
      active: {
        responseId,
        cause,
        audible: false,
        interrupted: false,
        calledTool: false,
        text: "",
      },
      owed: talk.phase === "live" ? owed : talk.owed,
    },
    effects: [emit({ type: "agent.thinking", responseId, cause })],
  };
}

function agentPartial(talk: Talk, event: ModelEvent & { type: "agent_delta" }): Step {
  const { responseId, itemId, delta } = event;
  const text = ((talk.drafts[itemId] ?? "") + delta).slice(0, DRAFT_CHARS);
  return {
    talk: { ...talk, drafts: bounded({ ...talk.drafts, [itemId]: text }) },
    effects: [emit({ type: "agent.partial", responseId, itemId, text })],
  };
}

function toolCall(talk: Talk, event: ModelEvent & { type: "tool_call" }): Step {
  const { toolCallId, name, args, responseId } = event;
  const called = emit({ type: "tool.called", toolCallId, name: name.slice(0, 64) });
  const finished = (ok: boolean) =>
    emit({ type: "tool.finished", toolCallId, name: name.slice(0, 64), ok, tookMs: 0 });
  const active = talk.active?.responseId === responseId
    ? { ...talk.active, calledTool: true }
    : talk.active;
  const wish = readEndWish(name, args);
  if (!wish) {
    const output = JSON.stringify({ error: "There is no such tool. Go on without it." });
    return {
      talk: { ...talk, active },
      effects: [called, finished(false), { do: "toolResult", toolCallId, output }, {
        do: "respond",
        cause: "tool",
      }],
    };
  }
  const result: Effect = { do: "toolResult", toolCallId, output: JSON.stringify({ status: "ok" }) };
  if (talk.phase !== "live") return { talk, effects: [called, finished(true), result] };
  if (talk.callerItemId !== null) {
    // The caller spoke over the goodbye: there is more to say, and the next turn answers it.
    const output = JSON.stringify({ error: "The caller is speaking. The call goes on." });
    return { talk, effects: [called, finished(false), { do: "toolResult", toolCallId, output }] };
  }
  return {
    talk: {
      ...talk,
      phase: "farewell",
      wish: { ...wish, responseId, askedAgain: false },
      owed: null,
    },
    effects: [
      called,
      finished(true),
      { do: "mute" },
      result,
      emit({ type: "call.ending", reason: wish.reason }),
    ],
  };
}

function responseEnds(
  talk: Talk,
  event: ModelEvent & { type: "response_done" },
  around: Circumstances,
): Step {
  const { responseId, status, detail } = event;
  const active = talk.active?.responseId === responseId ? talk.active : null;
  const done = emit({ type: "agent.done", responseId, status, detail, usage: event.usage });
  const ended: Talk = {
    ...talk,
    usage: addUsage(talk.usage, event.usage),
    active: active ? null : talk.active,
  };
  if (talk.phase === "farewell") {
    return farewellGoesOn(ended, talk, event, { done, nowMs: around.nowMs });
  }
  if (talk.phase !== "live" || !active) return { talk: ended, effects: [done] };
  const spokenOver = active.interrupted || talk.callerItemId !== null || REPLACED.has(detail);
  if (spokenOver) return { talk: { ...ended, owed: null }, effects: [done] };
  if (event.again) {
    const owed = talk.owed ?? { sinceMs: around.nowMs, patienceMs: PATIENCE_MS.lost, holds: 0 };
    return { talk: { ...ended, owed }, effects: [done] };
  }
  if (status === "completed" && (active.audible || active.calledTool)) {
    const report: Effect[] = active.text === "" ? [] : [{ do: "report", text: active.text }];
    return { talk: { ...ended, troubles: 0, owed: null }, effects: [done, ...report] };
  }
  // A sentence cut at the limit of its length is short, not broken.
  if (status === "incomplete" && active.audible && detail !== "content_filter") {
    return { talk: { ...ended, owed: null }, effects: [done] };
  }
  return troubled(ended, event, active.audible, done);
}

/** An answer that failed, broke off or never came: a line of ours instead of silence, a few times. */
function troubled(
  ended: Talk,
  event: ModelEvent & { type: "response_done" },
  audible: boolean,
  done: Effect,
): Step {
  const troubles = ended.troubles + 1;
  const hopeless = event.status === "failed" && !audible;
  if (hopeless || troubles >= TROUBLE_LIMIT) {
    const code = event.failure?.code ?? "E_UP_ERROR";
    const failed = fail(
      ended,
      code === "E_UP_QUOTA" ? "upstream_no_credit" : "upstream_lost",
      code,
    );
    return { talk: failed.talk, effects: [done, ...failed.effects] };
  }
  return {
    talk: { ...ended, troubles, owed: null },
    effects: [done, { do: "clip", clip: "apology" }],
  };
}

/** The call ends after words: those of the response that asked for it, or of one more. */
function farewellGoesOn(
  ended: Talk,
  before: Talk,
  { responseId, status }: ModelEvent & { type: "response_done" },
  { done, nowMs }: { done: Effect; nowMs: number },
): Step {
  const { wish } = before;
  const active = before.active?.responseId === responseId ? before.active : null;
  if (!wish || (!active && wish.responseId !== responseId)) return { talk: ended, effects: [done] };
  const said = active?.audible === true && status === "completed";
  // Without words, or cut off by a word of the caller that crossed the tool call: once more, but only once.
  if (said || wish.askedAgain) {
    return { talk: { ...ended, draining: true }, effects: [done, { do: "drain" }] };
  }
  const words = wish.reason === "agent_escalated"
    ? "Tell the caller in one short sentence that you are putting them through. Say nothing else."
    : "Say goodbye to the caller in one short sentence. Say nothing else.";
  return {
    talk: {
      ...ended,
      wish: { ...wish, askedAgain: true },
      owed: { sinceMs: nowMs, patienceMs: 0, holds: 0 },
    },
    effects: [done, { do: "respond", cause: "farewell", tools: "none", must: true, words }],
  };
}

function newTurn(startMs: number, endMs: number | null = null): OpenTurn {
  return { startMs, endMs, partial: "", answered: false };
}

function without<T>(record: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  if (!(key in record)) return record;
  const { [key]: _, ...others } = record;
  return others;
}

function bounded<T>(record: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  const keys = Object.keys(record);
  return keys.length > KEPT_ITEMS ? without(record, keys[0]!) : record;
}
