// What a supervisor asks of a live call: taken, refused with words, carried out at its moment. Pure; it looks at every
// step that the other rules take, since a command may wait for what they do.
import {
  changed,
  given,
  type GivenCommand,
  isSilenced,
  openCommands,
  withCommands,
} from "./command_state.ts";
import { COMMAND_LIMITS } from "../contract/command_kinds.ts";
import {
  and,
  type Circumstances,
  type Effect,
  stay,
  type Step,
  type Talk,
  type TalkInput,
} from "./talk.ts";
import { exactly } from "./talk_farewell.ts";
import {
  ENDING,
  isSaying,
  keptForLater,
  newSaying,
  sayDue,
  sayingGoesOn,
  takenBack,
} from "./talk_say.ts";
import {
  atTheEnd,
  endCall,
  notPutThrough,
  phoneTold,
  transferCall,
} from "./talk_supervised_end.ts";
import { handBack, offAir, takeOver } from "./talk_take_over.ts";
import { guardsCoughs } from "./talk_turns.ts";
import {
  answerBegins,
  answerHeard,
  answerTakenBack,
  newWhisper,
  tellBeforeAnswer,
  tellDue,
} from "./talk_whisper.ts";

const TOO_MANY = `${COMMAND_LIMITS.waiting} commands wait in this call already.`;
const CONNECTING = "The call is still being connected. Try again in a moment.";

export function onCommand(talk: Talk, command: GivenCommand, around: Circumstances): Step {
  const { commandId, request } = command;
  const taken: Step = { talk, effects: [given(command), changed(commandId, "sent")] };
  const refuse = (detail: string): Step => (
    { talk, effects: [...taken.effects, changed(commandId, "refused", detail)] }
  );
  if (request.kind === "end") return and(taken, (talk) => endCall(talk, commandId, around));
  if (talk.phase === "connecting" && request.kind !== "whisper") return refuse(CONNECTING);
  if (talk.phase !== "live" && talk.phase !== "connecting") return refuse(ENDING);
  // Who speaks with the caller waits for nothing, and must not be kept from it by what waits.
  const isAtOnce = request.kind === "take_over" || request.kind === "hand_back";
  if (!isAtOnce && openCommands(talk) >= COMMAND_LIMITS.waiting) return refuse(TOO_MANY);
  return and(taken, (talk) => live(talk, command, around));
}

/** Whether it can still be taken back: nobody was told of it. */
export function isRetractable({ commands }: Talk, commandId: string): boolean {
  return commands.whispers.some((one) => one.commandId === commandId && !one.delivered) ||
    commands.says.some((one) => one.commandId === commandId && one.stage === "waiting");
}

export function onRetract(talk: Talk, commandId: string): Step {
  if (!isRetractable(talk, commandId)) return stay(talk);
  const { whispers, says } = talk.commands;
  const others = (one: { commandId: string }) => one.commandId !== commandId;
  return {
    talk: withCommands(talk, { whispers: whispers.filter(others), says: says.filter(others) }),
    effects: [changed(commandId, "retracted")],
  };
}

/** What a step of the other rules means for commands. `before`: the talk before it. */
export function followThrough(
  before: Talk,
  taken: Step,
  input: TalkInput,
  around: Circumstances,
): Step {
  const seen = { talk: withAnswerBegun(taken.talk, input, around), effects: taken.effects };
  const noted = withTurnBegun(seen);
  const free = noted.effects.some(takesBack)
    ? { talk: takenBack(noted.talk), effects: noted.effects }
    : noted;
  const silent = withoutAnswers(free);
  const kept = keptForLater(silent.talk, silent.effects, around);
  const said = and(
    and(kept, (talk) => sayingGoesOn(before, talk, input, around)),
    (talk) => sayDue(talk, around),
  );
  const heard = input.type === "heard" ? and(said, (talk) => answerHeard(talk, input)) : said;
  const told = and(withGuidance(heard, around), (talk) => tellDue(talk, around));
  return closed(told);
}

function live(talk: Talk, command: GivenCommand, around: Circumstances): Step {
  const { commandId, request } = command;
  switch (request.kind) {
    case "whisper": {
      const whisper = newWhisper({ commandId, ...request });
      return stay(withCommands(talk, { whispers: [...talk.commands.whispers, whisper] }));
    }
    case "say": {
      if (talk.commands.air || talk.leaving?.commandId) {
        const detail = talk.commands.air
          ? "A person speaks with the caller: hand back first."
          : "The caller is being put through.";
        return { talk, effects: [changed(commandId, "refused", detail)] };
      }
      const words = exactly(request.text);
      const saying = newSaying({ commandId, words, transfer: null });
      return stay(withCommands(talk, { says: [...talk.commands.says, saying] }));
    }
    case "transfer":
      return transferCall(talk, command, around);
    case "take_over":
      return takeOver(talk, command, around);
    case "hand_back":
      return handBack(talk, commandId, around);
    case "end":
      return stay(talk);
  }
}

/** An answer begins: whoever whispers wants to know whether it came after. */
function withAnswerBegun(talk: Talk, input: TalkInput, around: Circumstances): Talk {
  if (input.type === "lost") {
    return withCommands(talk, { asked: null, dropped: false, resume: null });
  }
  if (input.type !== "upstream") return talk;
  const { event } = input;
  if (event.type === "response_done" && event.status === "cancelled") {
    return withCommands(talk, { dropped: false });
  }
  if (event.type !== "response_started") return noteTurn(talk, event, around);
  const own = !(talk.commands.says[0]?.stage === "asked" && event.cause === "supervisor") &&
    !isSaying(talk, event.responseId);
  return withCommands(answerBegins(talk, event, own), { asked: null });
}

/** A model without the guard against coughs answers a turn by itself. */
function noteTurn(talk: Talk, event: { type: string }, { agent }: Circumstances): Talk {
  if (event.type !== "speech_stopped" || talk.phase !== "live") return talk;
  if (talk.callerItemId !== null || guardsCoughs(agent.turnTaking)) return talk;
  return withCommands(talk, { asked: talk.commands.asked ?? "turn" });
}

/** The caller speaks: what was on its way is answered with what is being said. */
function withTurnBegun(step: Step): Step {
  const begins = step.effects.some((effect) =>
    effect.do === "emit" && effect.event.type === "caller.speaking"
  );
  return begins
    ? { talk: withCommands(answerTakenBack(step.talk), { asked: null }), effects: step.effects }
    : step;
}

function takesBack(effect: Effect): boolean {
  return effect.do === "cancel" || (effect.do === "interrupt" && effect.cancel === true);
}

/** While a person speaks the agent is asked for nothing; nobody waits for it either. */
function withoutAnswers({ talk, effects }: Step): Step {
  if (!isSilenced(talk)) return { talk, effects };
  return {
    talk: talk.owed === null ? talk : { ...talk, owed: null },
    effects: effects.filter(({ do: what }) => what !== "respond"),
  };
}

/** Goes through what is asked and taken back, in order; whispers for the next answer go right before it. */
function withGuidance(step: Step, around: Circumstances): Step {
  let talk = step.talk;
  const effects: Effect[] = [];
  for (const effect of step.effects) {
    if (takesBack(effect)) {
      const dropped = talk.commands.dropped || talk.commands.asked !== null;
      talk = withCommands(answerTakenBack(talk), { asked: null, dropped });
    }
    if (effect.do === "respond") {
      const own = effect.cause !== "supervisor" || effect.tools !== "none";
      const told = own ? tellBeforeAnswer(talk, effect, around) : stay(talk);
      effects.push(...told.effects);
      talk = withCommands(told.talk, { asked: effect.cause });
    }
    effects.push(effect);
  }
  return { talk, effects };
}

/** The phone system was told, or the call is over: every command has its last word before that. */
function closed(step: Step): Step {
  const off = and(and(step, offAir), notPutThrough);
  const told = off.effects.some((effect) => effect.do === "end") ? and(off, phoneTold) : off;
  const end = told.effects.findIndex((effect) =>
    effect.do === "emit" && effect.event.type === "call.ended"
  );
  if (end < 0) return told;
  const last = atTheEnd(told.talk);
  // Whatever the rules above told after the end belongs before it, too.
  const isLate = (effect: Effect, at: number) => at > end && effect.do === "emit";
  const [late, inOrder] = [
    told.effects.filter(isLate),
    told.effects.filter((effect, at) => !isLate(effect, at)),
  ];
  return {
    talk: last.talk,
    effects: [...inOrder.slice(0, end), ...late, ...last.effects, ...inOrder.slice(end)],
  };
}
