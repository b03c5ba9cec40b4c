// How a call comes to its farewell: last words are said, heard to their last sample, then the call ends.
// Pure. The end itself is talk_ending.ts.
import type { AgentConfig } from "../contract/agent.ts";
import type { ResponseCause } from "../contract/call.ts";
import type { EndWish, FarewellReason } from "./end_tools.ts";
import {
  and,
  type Circumstances,
  type Effect,
  emit,
  stay,
  type Step,
  type Talk,
  type TalkInput,
} from "./talk.ts";
import { drain } from "./talk_ending.ts";

type Done = Extract<
  Extract<TalkInput, { type: "upstream" }>["event"],
  { type: "response_done" }
>;

/** An instruction to say these words and no others. */
export function exactly(words: string): string {
  return `Say exactly these words and nothing else: ${words.trim()}`;
}

const GOODBYES: Readonly<Record<FarewellReason, string>> = {
  agent_completed: "Say goodbye to the caller in one short sentence. Say nothing else.",
  agent_escalated:
    "Tell the caller in one short sentence that you are putting them through. Say nothing else.",
  no_input:
    "The caller has not answered for a while. Say in one short sentence that you are ending " +
    "the call and that they may call again. Say nothing else.",
  too_long:
    "The call has reached its greatest length. Say in one short sentence that you have to end " +
    "it now, and goodbye. Say nothing else.",
  caller_is_machine: "Say goodbye in one short sentence. Say nothing else.",
  supervisor_ended:
    "The call ends here. Say goodbye to the caller in one short sentence. Say nothing else.",
};

/** What is to be said at the end: the author's exact words where there are any. */
export function goodbye(
  reason: FarewellReason,
  { farewell }: Pick<AgentConfig, "farewell">,
): { words: string; exact: boolean } {
  const author = reason === "agent_completed"
    ? farewell.success
    : reason === "agent_escalated"
    ? farewell.escalation
    : "";
  return author.trim() === ""
    ? { words: GOODBYES[reason], exact: false }
    : { words: exactly(author), exact: true };
}

/**
 * The call is to end for a reason of ours (not by a tool of the model): what the agent is saying is said to
 * its end, then the goodbye. `wish.words` is the summary or reason for the outputs.
 */
export function beginFarewell(
  talk: Talk,
  wish: EndWish,
  around: Circumstances,
): Step {
  if (talk.phase !== "live") return stay(talk);
  const { agent, nowMs, remainingMs, connected } = around;
  const begun: Step = {
    talk: {
      ...talk,
      phase: "farewell",
      wish: { ...wish, responseId: "", askedAgain: true },
      owed: { sinceMs: nowMs + remainingMs, patienceMs: 0, holds: 0 },
    },
    effects: [{ do: "mute" }, emit({ type: "call.ending", reason: wish.reason })],
  };
  // Without a model nobody could say goodbye.
  if (!connected) return and(begun, (talk) => drain(talk, around));
  const words = lastWords(goodbye(wish.reason, agent).words);
  return { talk: begun.talk, effects: [...begun.effects, words] };
}

/** The model wants to end the call by one of its tools. */
export function wishFarewell(
  talk: Talk,
  wish: EndWish & { toolCallId: string; responseId: string; name: string },
): Step {
  const { toolCallId, responseId, name, reason, words } = wish;
  const finished = (ok: boolean) =>
    emit({ type: "tool.finished", toolCallId, name, ok, tookMs: 0 });
  const result = (output: unknown): Effect => (
    { do: "toolResult", toolCallId, output: JSON.stringify(output) }
  );
  if (talk.phase !== "live") {
    return { talk, effects: [finished(true), result({ status: "ok" })] };
  }
  if (talk.callerItemId !== null || talk.digits.keys !== "") {
    // The caller spoke or types over the goodbye: there is more to say, and the next turn answers it.
    const error = "The caller is speaking or typing. The call goes on.";
    return { talk, effects: [finished(false), result({ error })] };
  }
  return {
    talk: {
      ...talk,
      phase: "farewell",
      wish: { reason, words, responseId, askedAgain: false },
      owed: null,
    },
    effects: [
      finished(true),
      { do: "mute" },
      result({ status: "ok" }),
      emit({ type: "call.ending", reason }),
    ],
  };
}

/** A response came to its end while the call says goodbye: the one that asked for it, ours, or another. */
export function farewellGoesOn(
  ended: Talk,
  before: Talk,
  { responseId, status, again }: Done,
  done: Effect,
  around: Circumstances,
): Step {
  const { nowMs, agent } = around;
  const { wish } = before;
  const active = before.active?.responseId === responseId ? before.active : null;
  const ours = active?.cause === "farewell";
  if (!wish || (!ours && wish.responseId !== responseId)) return { talk: ended, effects: [done] };
  if (ours && again) return { talk: ended, effects: [done] }; // the session asks for it once more
  const { words, exact } = goodbye(wish.reason, agent);
  const said = active?.audible === true && status === "completed" && (ours || !exact);
  // Without words, or cut off by a word of the caller that crossed the tool call: once more, but only once.
  if (said || wish.askedAgain) {
    const drained = drain(ended, around);
    return { talk: drained.talk, effects: [done, ...drained.effects] };
  }
  return {
    talk: {
      ...ended,
      wish: { ...wish, askedAgain: true },
      owed: { sinceMs: nowMs, patienceMs: 0, holds: 0 },
    },
    effects: [done, lastWords(words)],
  };
}

/**
 * A response begins while the call says goodbye. Any but the goodbye, for instance the answer to a word of the
 * caller that crossed it, would be spoken in its place or after it.
 */
export function afterGoodbye(
  { wish, draining }: Talk,
  { responseId, cause }: { responseId: string; cause: ResponseCause },
  { agent }: Circumstances,
): Effect[] {
  if (!wish || cause === "farewell" || responseId === wish.responseId) return [];
  // Cancelling drops what waits: a goodbye that was asked for is asked for again.
  const again = wish.askedAgain && !draining ? [lastWords(goodbye(wish.reason, agent).words)] : [];
  return [{ do: "cancel" }, ...again];
}

function lastWords(words: string): Effect {
  return { do: "respond", cause: "farewell", tools: "none", must: true, words };
}
