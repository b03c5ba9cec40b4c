// Tools of the phone system that end the call here: a transfer, a hang-up of its own. The agent's last words are
// heard first; where it fails, the talk goes on. Pure.
import type { PhoneTool } from "../telephony/channel.ts";
import { changed } from "./command_state.ts";
import {
  type Circumstances,
  type Effect,
  emit,
  stay,
  type Step,
  type Talk,
  type TalkInput,
} from "./talk.ts";
import { answered, NAME_CHARS, withoutRunning, withRunning } from "./tool_answers.ts";

type Event<T> = Extract<Extract<TalkInput, { type: "upstream" }>["event"], { type: T }>;

export interface Leaving {
  toolCallId: string;
  name: string;
  args: string;
  responseId: string;
  then: Exclude<PhoneTool["then"], "goes_on">;
  stage: "saying" | "heard" | "running";
  /** The model was told once to say something first. */
  urged: boolean;
  /** A supervisor's wish, and why: the model knows nothing of it. */
  commandId?: string;
  reason?: string;
}

const SPEAKING = "Not done: the caller is speaking or typing. The call goes on.";
const SAY_FIRST =
  "Not done yet: the caller must know what happens. Say it in one short sentence, and in the same turn call this " +
  "again with the same arguments.";
const ALREADY = "Not done: another way of ending the call is under way.";

/** The model wants it; it waits until the answer in which it was called has been heard. */
export function wishLeave(
  talk: Talk,
  { toolCallId, name, args, responseId }: Event<"tool_call">,
  then: Leaving["then"],
): Step {
  const tool = { toolCallId, name: name.slice(0, NAME_CHARS) };
  const { leaving } = talk;
  if (leaving && leaving.stage !== "saying") {
    return answered(talk, tool, { ok: false, say: ALREADY });
  }
  // Sent back to say something first: now it comes again.
  const urged = leaving?.urged === true;
  if (leaving && !urged) return answered(talk, tool, { ok: false, say: ALREADY });
  if (talk.callerItemId !== null || talk.digits.keys !== "") {
    return answered({ ...talk, leaving: null }, tool, { ok: false, say: SPEAKING }, false);
  }
  return stay({ ...talk, leaving: { ...tool, args, responseId, then, stage: "saying", urged } });
}

/** The answer in which it was called is made; `active`: what that answer was. */
export function lastWordsMade(
  talk: Talk,
  { responseId, status, again }: Event<"response_done">,
  active: Talk["active"],
  around: Circumstances,
): Step {
  const { leaving } = talk;
  if (!leaving || leaving.stage !== "saying" || again) return stay(talk);
  // It was sent back and not called again.
  if (leaving.responseId === "") return stay({ ...talk, leaving: null });
  if (leaving.responseId !== responseId) return stay(talk);
  if (talk.phase !== "live") return stay({ ...talk, leaving: null });
  if (talk.callerItemId !== null || status === "cancelled") return notLeaving(talk, leaving);
  if (!active?.audible && !leaving.urged) {
    return answered({ ...talk, leaving: { ...leaving, responseId: "", urged: true } }, leaving, {
      ok: false,
      say: SAY_FIRST,
    });
  }
  return leavingTick({ ...talk, leaving: { ...leaving, stage: "heard" } }, around);
}

/** Runs it once its last words were heard to their end. */
export function leavingTick(talk: Talk, { busy }: Circumstances): Step {
  const { leaving } = talk;
  if (leaving?.stage !== "heard" || talk.phase !== "live") return stay(talk);
  const { toolCallId, name, args, commandId } = leaving;
  if (talk.callerItemId !== null || talk.digits.keys !== "") {
    // A supervisor's wish waits for the caller to finish; the model's is answered by what the caller says.
    return commandId ? stay(talk) : notLeaving(talk, leaving);
  }
  // A person who has taken over has said what there is to say.
  if ((busy && !talk.commands.air) || talk.doubt) return stay(talk);
  if (commandId) {
    return {
      talk: {
        ...withRunning(talk, leaving),
        leaving: { ...leaving, stage: "running" },
        owed: null,
      },
      effects: [
        emit({ type: "tool.called", toolCallId, name }),
        { do: "hush", on: true },
        { do: "runTool", toolCallId, name, args, ofPhone: true },
      ],
    };
  }
  return {
    talk: {
      ...withRunning(talk, leaving),
      leaving: { ...leaving, stage: "running" },
      // The phone system sounds for itself meanwhile.
      owed: null,
    },
    effects: [{ do: "hush", on: true }, { do: "runTool", toolCallId, name, args }],
  };
}

/** It is done: from here on the call only has to be told of. */
export function onLeft(
  talk: Talk,
  { output, shown, tookMs }: { output: string; shown: string; tookMs: number },
): Step {
  const { toolCallId, name, then, commandId, reason: words = "" } = talk.leaving!;
  const reason = then === "handed_over" ? "agent_escalated" as const : "agent_completed" as const;
  const finished = emit({
    type: "tool.finished",
    toolCallId,
    name,
    ok: true,
    tookMs,
    result: shown,
  });
  const over = withoutRunning({ ...talk, leaving: null }, toolCallId);
  const told: Effect[] = commandId
    ? [changed(commandId, "done")]
    : [{ do: "toolResult", toolCallId, output }];
  if (talk.phase !== "live") {
    return { talk: over, effects: commandId ? [finished, ...told] : [finished] };
  }
  const left: Talk = {
    ...over,
    phase: "farewell",
    wish: { reason, words, responseId: "", askedAgain: true },
    // Whatever the phone system says of its end now, this is why.
    ending: { reason, code: "" },
    owed: null,
  };
  const effects: Effect[] = [
    finished,
    ...told,
    emit({ type: "call.ending", reason }),
  ];
  // No summary is waited for: the phone system takes no outputs any more, and may leave at any moment.
  return { talk: { ...left, draining: true }, effects: [...effects, { do: "drain" }] };
}

/** It failed: the call is what it was. */
export function stayed(talk: Talk, toolCallId: string): Talk {
  return talk.leaving?.toolCallId === toolCallId ? { ...talk, leaving: null } : talk;
}

/** The session that wished for it is gone before it ran: the next one knows nothing of it. */
export function leaveDropped({ leaving }: Talk): Effect[] {
  if (!leaving || leaving.stage === "running" || leaving.commandId) return [];
  const { toolCallId, name } = leaving;
  return [emit({ type: "tool.finished", toolCallId, name, ok: false, tookMs: 0 })];
}

/** The caller, or a person in the agent's place, has the word: it is answered in its own time. */
export function notLeaving(talk: Talk, leaving: Leaving): Step {
  return answered({ ...talk, leaving: null }, leaving, { ok: false, say: SPEAKING }, false);
}
