// What the model tells, and what a conversation makes of it.
import { addUsage } from "../contract/call.ts";
import { bounded, without } from "./bounded_record.ts";
import { isSilenced } from "./command_state.ts";
import { giveUp, onSummary } from "./talk_ending.ts";
import { afterGoodbye, farewellGoesOn } from "./talk_farewell.ts";
import { isHandTool, raiseHand } from "./talk_hand.ts";
import { lastWordsMade } from "./talk_leaving.ts";
import {
  and,
  type Circumstances,
  type Effect,
  emit,
  PATIENCE_MS,
  stay,
  type Step,
  type Talk,
  type TalkInput,
} from "./talk.ts";
import { isRival, isSaying } from "./talk_say.ts";
import { checkAgent } from "./talk_moderation.ts";
import { onApprovalAsked, onRemoteTool, onToolCall } from "./talk_tools.ts";
import {
  callerCommitted,
  callerLine,
  callerPartial,
  callerStarts,
  callerStops,
} from "./talk_turns.ts";

type ModelEvent = Extract<TalkInput, { type: "upstream" }>["event"];

/** So many answers in a row may go wrong before the call takes its failure path. */
const TROUBLE_LIMIT = 3;
/** Ends of a response that another one, or the caller's turn, brought about. */
const REPLACED = new Set(["superseded", "turn_detected"]);
const DRAFT_CHARS = 16_000;
/** Of a turn's words in the phone system's reporting. */
const REPORT_CHARS = 1000;

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
    case "caller_text_failed":
      return callerLine(talk, event, around);
    case "response_started":
      return responseStarts(talk, event, around);
    case "agent_delta":
      return agentPartial(talk, event, around);
    case "agent_text":
      return agentLine(talk, event, around);
    case "tool_call":
      return isHandTool(event, around)
        ? raiseHand(talk, event, around)
        : onToolCall(talk, event, around);
    case "response_done":
      return and(
        responseEnds(talk, event, around),
        (ended) => lastWordsMade(ended, event, talk.active, around),
      );
    case "note":
      return {
        talk,
        effects: [emit({ type: "call.note", code: event.code, detail: event.detail })],
      };
    case "approval_asked":
      return onApprovalAsked(talk, event, around);
    case "mcp_call":
      return onRemoteTool(talk, event, around);
    case "answer":
      return onSummary(talk, event, around);
    case "committed":
      return callerCommitted(talk, event, around);
  }
}

function responseStarts(
  talk: Talk,
  event: ModelEvent & { type: "response_started" },
  around: Circumstances,
): Step {
  const { responseId, cause } = event;
  // An answer to a turn that began before the caller typed would be spoken into the typing.
  // So would any that comes before a supervisor's words, or while a person speaks.
  const untimely = (talk.phase === "live" && cause === "turn" && talk.digits.keys !== "") ||
    isSilenced(talk) || isRival(talk, cause);
  const after: Effect[] = talk.phase === "farewell"
    ? afterGoodbye(talk, event, around)
    : untimely
    ? [{ do: "cancel" }]
    : [];
  const { nowMs } = around;
  const owed = talk.owed ?? { sinceMs: nowMs, patienceMs: PATIENCE_MS.answer, holds: 0 };
  return {
    talk: {
      ...talk,
      active: {
        responseId,
        cause,
        audible: false,
        interrupted: untimely,
        calledTool: false,
        answerDue: false,
        text: "",
      },
      owed: talk.phase === "live" && !untimely ? owed : talk.owed,
    },
    effects: [
      emit({ type: "agent.thinking", responseId, cause }),
      ...after,
    ],
  };
}

function agentPartial(
  talk: Talk,
  event: ModelEvent & { type: "agent_delta" },
  around: Circumstances,
): Step {
  const { responseId, itemId, delta } = event;
  const text = ((talk.drafts[itemId] ?? "") + delta).slice(0, DRAFT_CHARS);
  const said: Step = {
    talk: { ...talk, drafts: bounded({ ...talk.drafts, [itemId]: text }) },
    effects: [emit({ type: "agent.partial", responseId, itemId, text })],
  };
  return and(said, (talk) => checkAgent(talk, event, { text, whole: false }, around));
}

function agentLine(
  talk: Talk,
  event: ModelEvent & { type: "agent_text" },
  around: Circumstances,
): Step {
  const { responseId, itemId, text } = event;
  const active = talk.active?.responseId === responseId
    ? { ...talk.active, text: `${talk.active.text} ${text}`.trim() }
    : talk.active;
  const said: Step = {
    talk: { ...talk, active, drafts: without(talk.drafts, itemId) },
    effects: [emit({ type: "agent.line", responseId, itemId, text })],
  };
  return and(said, (talk) => checkAgent(talk, event, { text, whole: true }, around));
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
    return farewellGoesOn(ended, talk, event, done, around);
  }
  if (talk.phase !== "live" || !active) return { talk: ended, effects: [done] };
  if (isSaying(talk, responseId)) return { talk: { ...ended, owed: null }, effects: [done] };
  // It was taken back before it began.
  if (status === "cancelled" && !active.audible && talk.commands.dropped) {
    return { talk: ended, effects: [done] };
  }
  const spokenOver = active.interrupted || talk.callerItemId !== null || REPLACED.has(detail);
  if (spokenOver) return { talk: { ...ended, owed: null }, effects: [done] };
  if (event.again) {
    const patienceMs = toolsWork(talk) ? PATIENCE_MS.tool : PATIENCE_MS.lost;
    const owed = talk.owed ?? { sinceMs: around.nowMs, patienceMs, holds: 0 };
    return { talk: { ...ended, owed }, effects: [done] };
  }
  if (status === "completed" && (active.audible || active.calledTool)) {
    const sinceMs = around.nowMs + around.remainingMs;
    const report: Effect[] = active.text === "" || active.cause === "no_input" ? [] : [{
      do: "report",
      turn: { disposition: "match", text: active.text.slice(0, REPORT_CHARS) },
    }];
    const waits = { sinceMs, patienceMs: PATIENCE_MS.tool, holds: 0 };
    // A caller who has heard nothing yet goes on waiting.
    const owed = toolsWork(talk) || active.answerDue
      ? active.audible ? waits : talk.owed ?? waits
      : null;
    const wordless = active.audible ? 0 : talk.wordless + 1;
    return { talk: { ...ended, troubles: 0, owed, wordless }, effects: [done, ...report] };
  }
  // A sentence cut at the limit of its length is short, not broken.
  if (status === "incomplete" && active.audible && detail !== "content_filter") {
    return { talk: { ...ended, owed: null }, effects: [done] };
  }
  return troubled(ended, event, { audible: active.audible, done, around });
}

/** An answer that failed, broke off or never came: a line of ours instead of silence, a few times. */
function troubled(
  ended: Talk,
  event: ModelEvent & { type: "response_done" },
  { audible, done, around }: { audible: boolean; done: Effect; around: Circumstances },
): Step {
  const troubles = ended.troubles + 1;
  const hopeless = event.status === "failed" && !audible;
  if (hopeless || troubles >= TROUBLE_LIMIT) {
    const code = event.failure?.code ?? "E_UP_ERROR";
    return and({ talk: ended, effects: [done] }, (talk) => giveUp(talk, code, around));
  }
  return {
    talk: { ...ended, troubles, owed: null },
    effects: [done, { do: "clip", clip: "apology" }],
  };
}

function toolsWork({ running, held, leaving }: Talk): boolean {
  return held !== null || leaving !== null || Object.keys(running).length > 0;
}
