// A supervisor speaks with the caller in the agent's place, and the agent again. Pure; the supervisor's sound is
// supervisor_voice.ts.
import { type Air, changed, type GivenCommand, withCommands } from "./command_state.ts";
import {
  and,
  type Circumstances,
  cutOff,
  emit,
  PATIENCE_MS,
  stay,
  type Step,
  type Talk,
  withNews,
} from "./talk.ts";
import { fail } from "./talk_ending.ts";
import { notLeaving } from "./talk_leaving.ts";

/** So long may whoever has taken over be without a connection. */
const GONE_MS = 5000;
/** Within this time of taking over some sound must come: a microphone may not work. */
const SOUND_WITHIN_MS = 10_000;

const UNSAID = "A person has taken over the call.";
const MEANWHILE =
  "A person of the staff has just spoken with the caller in your place. You did not hear that person; what the " +
  "caller said meanwhile is in this conversation.";
const GO_ON =
  "You are back on the line with the caller, after a colleague spoke with them. Go on in one short sentence; do not " +
  "greet again.";

export function takeOver(
  talk: Talk,
  { commandId, by, owner }: GivenCommand,
  around: Circumstances,
): Step {
  const { air, says } = talk.commands;
  if (air) return refused(talk, commandId, `Already taken over (${air.by}).`);
  const { leaving } = talk;
  if (leaving && (leaving.commandId || leaving.stage === "running")) {
    return refused(talk, commandId, "The caller is being put through.");
  }
  const taken: Air = {
    commandId,
    by,
    owner,
    sinceMs: around.nowMs,
    goneSinceMs: null,
    doomed: null,
  };
  const over: Step = {
    talk: withCommands(
      { ...talk, owed: null, active: talk.active && { ...talk.active, interrupted: true } },
      { air: taken, resume: null, says: [] },
    ),
    effects: [
      cutOff(around),
      changed(commandId, "done"),
      emit({ type: "supervisor.took_over", by }),
      ...says.map((unsaid) => changed(unsaid.commandId, "refused", UNSAID)),
    ],
  };
  return leaving ? and(over, (talk) => notLeaving(talk, leaving)) : over;
}

export function handBack(talk: Talk, commandId: string, around: Circumstances): Step {
  if (!talk.commands.air) return refused(talk, commandId, "Nobody has taken over.");
  return and({ talk, effects: [changed(commandId, "done")] }, (talk) => goBack(talk, around));
}

/** Nobody may be left with nobody: a supervisor whose connection is gone hands back by that. */
export function airTick(talk: Talk, around: Circumstances): Step {
  const { air } = talk.commands;
  if (!air || talk.phase !== "live") return stay(talk);
  const { nowMs, supervisor } = around;
  const goneSinceMs = supervisor.present ? null : air.goneSinceMs ?? nowMs;
  const on = withCommands(talk, { air: { ...air, goneSinceMs } });
  if (goneSinceMs !== null && nowMs - goneSinceMs >= GONE_MS) {
    return goBack(on, around, "The connection of whoever had taken over was gone for 5 s");
  }
  if (!supervisor.sounded && nowMs - air.sinceMs >= SOUND_WITHIN_MS) {
    return goBack(on, around, "No sound came from whoever had taken over");
  }
  return stay(on);
}

/** The call comes to its end: nobody speaks in the agent's place any more. */
export function offAir(talk: Talk): Step {
  const { air } = talk.commands;
  if (!air || talk.phase === "live") return stay(talk);
  return {
    talk: withCommands(talk, { air: null }),
    effects: [emit({ type: "supervisor.handed_back", by: air.by })],
  };
}

/** The model is gone for good while a person speaks: that goes on. */
export function doom(talk: Talk, doomed: NonNullable<Air["doomed"]>): Talk {
  const { air } = talk.commands;
  return air ? withCommands(talk, { air: { ...air, doomed } }) : talk;
}

function goBack(talk: Talk, around: Circumstances, note?: string): Step {
  const { by, doomed } = talk.commands.air!;
  const back: Step = {
    talk: withCommands(talk, { air: null }),
    effects: [
      ...(note ? [emit({ type: "call.note", code: "supervisor_lost", detail: note })] : []),
      emit({ type: "supervisor.handed_back", by }),
    ],
  };
  if (doomed) return and(back, (talk) => fail(talk, doomed.reason, doomed.code));
  if (!around.connected) {
    return and(back, (talk) =>
      stay({
        ...withNews(talk, MEANWHILE),
        owed: { sinceMs: around.nowMs, patienceMs: PATIENCE_MS.lost, holds: 0 },
      }));
  }
  const told: Step = {
    talk: back.talk,
    effects: [...back.effects, { do: "tell", text: MEANWHILE }],
  };
  // Whoever is speaking is answered in their own time.
  if (talk.callerItemId !== null) return told;
  const { nowMs, remainingMs } = around;
  return {
    talk: {
      ...told.talk,
      owed: { sinceMs: nowMs + remainingMs, patienceMs: PATIENCE_MS.answer, holds: 0 },
    },
    effects: [...told.effects, { do: "respond", cause: "supervisor", must: true, words: GO_ON }],
  };
}

function refused(talk: Talk, commandId: string, detail: string): Step {
  return { talk, effects: [changed(commandId, "refused", detail)] };
}
