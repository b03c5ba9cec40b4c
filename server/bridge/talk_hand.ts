// The raised hand: the agent asks the supervisors, the caller hears that it does, and the agent is told the answer, or
// that nobody gave one. A hand that was raised is lowered exactly once. Pure; the talk goes on meanwhile, so the tool
// itself is answered at once and the rest is told when it is known (openai-realtime § 12.1, slow tools).
import type { HandAnswer } from "../contract/hand.ts";
import type { LoweredBy, RaisedHand } from "../contract/hand_limits.ts";
import { HAND_TOOL, readAsked } from "./hand_tool.ts";
import {
  type Circumstances,
  type Effect,
  emit,
  PATIENCE_MS,
  stay,
  type Step,
  type Talk,
  type TalkInput,
  withNews,
} from "./talk.ts";
import { exactly } from "./talk_farewell.ts";
import { isQuiet } from "./talk_patience.ts";
import { after, answered, withAnswerDue } from "./tool_answers.ts";

/** A question that waits. All times: ms since the answer. */
export interface Hand extends RaisedHand {
  /** Since when the caller has heard nothing; null: somebody speaks, or is about to. */
  quietSinceMs: number | null;
}

/** What a supervisor says to a question. `who`: as they signed in. */
export interface AnsweredHand {
  handId: string;
  answer: HandAnswer["answer"];
  who: string;
}

type Event<T> = Extract<Extract<TalkInput, { type: "upstream" }>["event"], { type: T }>;

/** A caller who waits for the answer, too, is told after so much silence that we are still there. */
const QUIET_MS = 10_000;

const ASKED =
  "Asked. The answer, or that there is none, will be told to you here. The caller is being told that you are asking. " +
  "Until then go on with the caller, promise nothing, and do not ask again.";
const ASKING =
  "You have just asked a supervisor. Tell the caller in one short sentence that you are asking a colleague and " +
  "that it takes a moment. Say nothing else.";
const ONE_AT_A_TIME =
  "Not asked: your last question is not answered yet. Go on with the caller; the answer comes by itself.";
const ENDING = "Not asked: the call is ending.";

export function isHandTool({ name }: { name: string }, { agent }: Circumstances): boolean {
  return name === HAND_TOOL && agent.raisedHand.on;
}

/** The model asks. */
export function raiseHand(talk: Talk, event: Event<"tool_call">, around: Circumstances): Step {
  const { toolCallId, name, args, responseId } = event;
  const active = talk.active?.responseId === responseId
    ? { ...talk.active, calledTool: true }
    : talk.active;
  const called = emit({ type: "tool.called", toolCallId, name });
  const refused = (say: string, goesOn = true) =>
    after([called], answered({ ...talk, active }, event, { ok: false, say }, goesOn));
  if (talk.phase !== "live") return refused(ENDING, false);
  if (talk.hand) return refused(ONE_AT_A_TIME);
  const asked = readAsked(args);
  if ("error" in asked) return refused(asked.error);
  const { nowMs, agent } = around;
  const { waitMs, meanwhile } = agent.raisedHand;
  const taken = answered({ ...talk, active }, event, { ok: true, say: ASKED }, false);
  const raised: RaisedHand = {
    handId: String(talk.handsRaised + 1),
    ...asked,
    untilMs: nowMs + waitMs,
  };
  const words = meanwhile.trim() === "" ? ASKING : exactly(meanwhile);
  const owed = talk.owed ?? { sinceMs: nowMs, patienceMs: PATIENCE_MS.tool, holds: 0 };
  return {
    talk: withAnswerDue({
      ...taken.talk,
      owed,
      handsRaised: talk.handsRaised + 1,
      hand: { ...raised, quietSinceMs: null },
    }),
    effects: [
      called,
      ...taken.effects,
      emit({ type: "hand.raised", ...raised, answers: [...raised.answers] }),
      { do: "respond", cause: "tool", words, tools: "none" },
    ],
  };
}

/** "unknown": no such hand was ever raised in this call. */
export function handState(
  { hand, handsRaised }: Talk,
  handId: string,
): "raised" | "lowered" | "unknown" {
  if (hand?.handId === handId) return "raised";
  return /^[1-9]\d{0,5}$/.test(handId) && Number(handId) <= handsRaised ? "lowered" : "unknown";
}

/** A supervisor answers. */
export function onHandAnswered(
  talk: Talk,
  { handId, answer, who }: AnsweredHand,
  around: Circumstances,
): Step {
  const { hand } = talk;
  if (hand?.handId !== handId) return stay(talk);
  const words = typeof answer === "number" ? hand.answers[answer] ?? "" : answer;
  const say = `A supervisor answers: ${words}\nGo by it in what you say to the caller.`;
  return lowered(talk, hand, { by: "supervisor", answer: words, who, say }, around);
}

/** Time passes for one that is raised. */
export function handTick(talk: Talk, around: Circumstances): Step {
  const { hand } = talk;
  if (!hand || talk.phase !== "live") return stay(talk);
  const { nowMs } = around;
  if (nowMs >= hand.untilMs) {
    const say =
      `Nobody answered: ${hand.otherwise}\nThis is what you said you would do: do it now.`;
    return lowered(talk, hand, { by: "time", answer: "", say }, around);
  }
  if (!isQuiet(talk, around)) return withQuiet(talk, hand, null);
  if (hand.quietSinceMs === null) return withQuiet(talk, hand, nowMs);
  if (nowMs - hand.quietSinceMs < QUIET_MS) return stay(talk);
  const soothed = withQuiet(talk, hand, null);
  return { talk: soothed.talk, effects: [{ do: "clip", clip: "comfort" }] };
}

/** At the end of a step: a call that is ending waits for no answer. */
export function lowerAtTheEnd(step: Step): Step {
  const { hand, phase } = step.talk;
  if (!hand || phase === "live" || phase === "connecting") return step;
  return {
    talk: { ...step.talk, hand: null },
    effects: [down(hand, { by: "call", answer: "" }), ...step.effects],
  };
}

/** What a session must know that did not ask. */
export function newsOfHand({ hand }: Talk): readonly string[] {
  return hand
    ? [
      `Before the line was interrupted you asked a supervisor: ${hand.question} The answer will be told here. ` +
      "Do not ask again.",
    ]
    : [];
}

function lowered(
  talk: Talk,
  hand: Hand,
  { by, answer, who, say }: { by: LoweredBy; answer: string; who?: string; say: string },
  { nowMs, connected }: Circumstances,
): Step {
  const first = down(hand, { by, answer, ...(who !== undefined && { who }) });
  const text = `You asked the supervisors: ${hand.question}\n${say}`;
  const free: Talk = { ...talk, hand: null };
  if (!connected) {
    return { talk: withNews(free, text), effects: [first] };
  }
  const owed = talk.owed ?? { sinceMs: nowMs, patienceMs: PATIENCE_MS.answer, holds: 0 };
  return {
    talk: { ...free, owed },
    effects: [first, { do: "tell", text }, { do: "respond", cause: "tool" }],
  };
}

function down(
  { handId }: RaisedHand,
  how: { by: LoweredBy; answer: string; who?: string },
): Effect {
  return emit({ type: "hand.lowered", handId, ...how });
}

function withQuiet(talk: Talk, hand: Hand, quietSinceMs: number | null): Step {
  return stay(
    hand.quietSinceMs === quietSinceMs ? talk : { ...talk, hand: { ...hand, quietSinceMs } },
  );
}
