// Guidance that a supervisor whispers to the agent: when the model is told of it, and whether an answer that was
// heard came after it. Pure.
import { changed, type Respond, type Whisper, withCommands } from "./command_state.ts";
import {
  type Circumstances,
  type Effect,
  PATIENCE_MS,
  stay,
  type Step,
  type Talk,
  type TalkInput,
} from "./talk.ts";
import { isQuiet } from "./talk_patience.ts";
import { guardsCoughs } from "./talk_turns.ts";

/** Answers that may not be heard are remembered for a while. */
const KEPT_RESPONSES = 8;
/** Words of somebody else: guidance changes nothing of them. */
const NOT_ITS_OWN = new Set(["greeting", "refusal", "farewell"]);

const ACT_ON_IT =
  "The supervisor's guidance has just come. Act on it now in what you say to the caller, in one or two short " +
  "sentences. Do not mention the supervisor.";

function guidance(text: string): string {
  return `A supervisor who listens says to you, not to the caller: ${text.trim()}\n` +
    "Follow this in what you say next, as far as your instructions allow. Do not read it out, and do not mention " +
    "the supervisor.";
}

export function newWhisper(
  { commandId, text, when }: Pick<Whisper, "commandId" | "text" | "when">,
): Whisper {
  return { commandId, text, when, delivered: false, blind: false, responses: [] };
}

/** Tells the model what is due, at the end of a step. */
export function tellDue(talk: Talk, around: Circumstances): Step {
  const due = talk.commands.whispers.filter((whisper) => isDue(whisper, talk, around));
  if (due.length === 0) return stay(talk);
  const told = tell(talk, due);
  const { commands, leaving } = talk;
  const speaks = due.some(({ when }) => when === "now") && isQuiet(talk, around) &&
    commands.asked === null && leaving === null;
  if (!speaks) return told;
  const respond: Respond = { do: "respond", cause: "supervisor", words: ACT_ON_IT };
  const owed = { sinceMs: around.nowMs, patienceMs: PATIENCE_MS.answer, holds: 0 };
  return {
    talk: withCommands({ ...told.talk, owed }, { asked: "supervisor" }),
    effects: [...told.effects, respond],
  };
}

/** An answer is about to be asked for: it is to know what waits for it. */
export function tellBeforeAnswer(talk: Talk, { cause }: Respond, around: Circumstances): Step {
  if (talk.phase !== "live" || !around.connected || NOT_ITS_OWN.has(cause)) return stay(talk);
  return tell(
    talk,
    talk.commands.whispers.filter(({ when, delivered }) => when === "next_turn" && !delivered),
  );
}

/** An answer begins; `own`: it is the agent's and not a supervisor's words. */
export function answerBegins(
  talk: Talk,
  { responseId, cause }: { responseId: string; cause: Respond["cause"] },
  own: boolean,
): Talk {
  const counts = own && !NOT_ITS_OWN.has(cause);
  return withWhispers(talk, (whisper) => {
    if (!whisper.delivered) return whisper;
    if (whisper.blind) return { ...whisper, blind: false };
    if (!counts) return whisper;
    return { ...whisper, responses: [...whisper.responses, responseId].slice(-KEPT_RESPONSES) };
  });
}

/** What was on its way will not be heard: the next answer knows of everything. */
export function answerTakenBack(talk: Talk): Talk {
  return withWhispers(talk, (whisper) => whisper.blind ? { ...whisper, blind: false } : whisper);
}

export function answerHeard(
  talk: Talk,
  { responseId, heardMs }: Extract<TalkInput, { type: "heard" }>,
): Step {
  if (heardMs <= 0) return stay(talk);
  const { whispers } = talk.commands;
  const used = whispers.filter(({ responses }) => responses.includes(responseId));
  if (used.length === 0) return stay(talk);
  return {
    talk: withCommands(talk, { whispers: whispers.filter((whisper) => !used.includes(whisper)) }),
    effects: used.map(({ commandId }) => changed(commandId, "used", "", responseId)),
  };
}

function isDue({ delivered, when }: Whisper, talk: Talk, around: Circumstances): boolean {
  if (delivered || talk.phase !== "live" || !around.connected) return false;
  const speaks = talk.callerItemId !== null || talk.doubt !== null;
  switch (when) {
    case "now":
      return true;
    case "after_caller":
      return !speaks;
    case "next_turn":
      // A model that answers by itself must know before the turn ends.
      return talk.callerItemId !== null && !guardsCoughs(around.agent.turnTaking);
  }
}

function tell(talk: Talk, due: readonly Whisper[]): Step {
  const ids = new Set(due.map(({ commandId }) => commandId));
  const blind = talk.commands.asked !== null;
  const effects = due.flatMap(({ commandId, text }): Effect[] => [
    { do: "tell", text: guidance(text) },
    changed(commandId, "delivered"),
  ]);
  const told = withWhispers(
    talk,
    (whisper) => ids.has(whisper.commandId) ? { ...whisper, delivered: true, blind } : whisper,
  );
  return { talk: told, effects };
}

function withWhispers(talk: Talk, change: (whisper: Whisper) => Whisper): Talk {
  const { whispers } = talk.commands;
  return whispers.length === 0 ? talk : withCommands(talk, { whispers: whispers.map(change) });
}
