// A supervisor ends a call, or has the caller put through: by outputs, or by a tool of the phone system. Pure.
import { changed, type GivenCommand, withCommands } from "./command_state.ts";
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
  withNews,
} from "./talk.ts";
import type { EndWish } from "./end_tools.ts";
import { drain, fail } from "./talk_ending.ts";
import { beginFarewell, goodbye } from "./talk_farewell.ts";
import { ENDING, newSaying, overWith } from "./talk_say.ts";

const ENDED = "The call is over.";
const NO_TARGET = "This phone system needs to know where to: give a number or an address.";
const OWN_TARGET =
  "This phone system decides itself where callers are put through to: leave the target empty.";
const NO_WAY = "This phone system cannot put callers through.";
const UNSAID = "The call ended before.";

export function endCall(talk: Talk, commandId: string, around: Circumstances): Step {
  const attached = withEnding(talk, commandId, "end");
  switch (talk.phase) {
    case "connecting":
      return fail(attached, "supervisor_ended", "", true);
    case "live":
      return leave(attached, { reason: "supervisor_ended", words: "" }, around);
    case "farewell": {
      const second = talk.commands.endings.some(({ kind }) => kind === "end");
      return second ? fail(attached, "supervisor_ended", "", true) : stay(attached);
    }
    case "failing":
      return stay(attached);
    default:
      return { talk, effects: [changed(commandId, "refused", ENDED)] };
  }
}

export function transferCall(
  talk: Talk,
  { commandId, request }: GivenCommand,
  around: Circumstances,
): Step {
  if (request.kind !== "transfer") return stay(talk);
  const { target } = request;
  const refused = (detail: string): Step => (
    { talk, effects: [changed(commandId, "refused", detail)] }
  );
  const under = talk.leaving !== null || talk.commands.says.some(({ transfer }) => transfer);
  if (under) return refused("Another transfer is under way.");
  const reason = request.reason || "A supervisor asked for it.";
  const { tool, byEnding } = around.handsOver;
  if (tool?.targets && target !== "" && !tool.targets.includes(target)) {
    return refused(`Callers can be put through to these only: ${tool.targets.join(", ")}.`);
  }
  if (tool && (target !== "" || !tool.needsTarget)) {
    const args = JSON.stringify({
      ...(target !== "" && { [tool.targetArgument]: target }),
      ...(tool.reasonArgument !== null && { [tool.reasonArgument]: reason }),
    });
    const words = goodbye("agent_escalated", around.agent).words;
    const saying = newSaying({
      commandId,
      words,
      transfer: { tool: tool.name, args, reason },
    });
    // A person who has the caller on the line has told them.
    if (talk.commands.air) return overWith(talk, saying, "done");
    return stay(withCommands(talk, { says: [...talk.commands.says, saying] }));
  }
  if (!byEnding) return refused(tool ? NO_TARGET : NO_WAY);
  if (target !== "") return refused(OWN_TARGET);
  const attached = withEnding(talk, commandId, "transfer");
  return leave(attached, { reason: "agent_escalated", words: reason }, around);
}

/** A transfer by a tool that did not come about: the caller stays with whoever has them. */
export function transferFailed(
  talk: Talk,
  { commandId, say }: { commandId: string; say: string },
  around: Circumstances,
): Step {
  const refused: Step = { talk, effects: [changed(commandId, "refused", say.slice(0, 300))] };
  if (talk.phase !== "live" || talk.commands.air) return refused;
  const text = `A supervisor tried to put the caller through, and it failed: ${say}`;
  if (!around.connected) {
    return { talk: withNews(talk, text), effects: refused.effects };
  }
  const respond: Effect = {
    do: "respond",
    cause: "supervisor",
    must: true,
    words:
      "The caller was told that they are being put through, and it did not work. Say so in one short sentence and " +
      "offer to go on.",
  };
  const owed = { sinceMs: around.nowMs, patienceMs: PATIENCE_MS.answer, holds: 0 };
  // Whoever is speaking is answered in their own time.
  const speaks: Effect[] = talk.callerItemId === null ? [respond] : [];
  return {
    talk: speaks.length > 0 ? { ...talk, owed } : talk,
    effects: [...refused.effects, { do: "tell", text }, ...speaks],
  };
}

/** The call comes to its end before the caller was put through. */
export function notPutThrough(talk: Talk): Step {
  const { leaving } = talk;
  if (talk.phase === "live" || !leaving?.commandId || leaving.stage === "running") {
    return stay(talk);
  }
  return {
    talk: { ...talk, leaving: null },
    effects: [changed(leaving.commandId, "refused", ENDING)],
  };
}

/** What ended with the phone system being told. */
export function phoneTold(talk: Talk): Step {
  const { endings } = talk.commands;
  if (endings.length === 0) return stay(talk);
  return {
    talk: withCommands(talk, { endings: [] }),
    effects: endings.map(({ commandId }) => changed(commandId, "done")),
  };
}

/** The last word on everything that is still open. */
export function atTheEnd(talk: Talk): Step {
  const { whispers, says, endings } = talk.commands;
  const { leaving } = talk;
  const effects = [
    ...whispers.map(({ commandId }) => changed(commandId, "not_used")),
    ...says.map(({ commandId, stage }) =>
      stage === "made"
        ? changed(commandId, "done", "The call ended while it was heard.")
        : changed(commandId, "refused", UNSAID)
    ),
    ...endings.map(({ commandId, kind }) =>
      kind === "end"
        ? changed(commandId, "done", "The call had ended meanwhile.")
        : changed(commandId, "refused", UNSAID)
    ),
    ...(leaving?.commandId ? [changed(leaving.commandId, "refused", UNSAID)] : []),
  ];
  return {
    talk: { ...withCommands(talk, { whispers: [], says: [], endings: [] }), leaving: null },
    effects,
  };
}

/** The call ends for a supervisor's reason: now, and with one sentence of the agent unless a person has spoken. */
function leave(talk: Talk, wish: EndWish, around: Circumstances): Step {
  const { air } = talk.commands;
  if (air) {
    const told: Talk = {
      ...talk,
      phase: "farewell",
      wish: { ...wish, responseId: "", askedAgain: true },
      owed: null,
    };
    return and(
      { talk: told, effects: [{ do: "mute" }, emit({ type: "call.ending", reason: wish.reason })] },
      (talk) => drain(talk, around),
    );
  }
  const quiet: Step = {
    talk: { ...talk, active: null },
    effects: around.connected ? [cutOff(around)] : [],
  };
  return and(quiet, (talk) => beginFarewell(talk, wish, { ...around, remainingMs: 0 }));
}

function withEnding(talk: Talk, commandId: string, kind: "end" | "transfer"): Talk {
  return withCommands(talk, { endings: [...talk.commands.endings, { commandId, kind }] });
}
