// What a talk remembers of the wishes of supervisors, and the events that tell of them. The rules are in
// talk_commands.ts and its neighbours. All times: ms since the answer.
import type { CommandRequest } from "../contract/command.ts";
import type { CommandState, WhisperMoment } from "../contract/command_kinds.ts";
import type { EndReason, ResponseCause } from "../contract/call.ts";
import { type Effect, emit, type Talk } from "./talk.ts";

/** Guidance that waits for its moment, or of which it is not known yet whether it was used. */
export interface Whisper {
  commandId: string;
  text: string;
  when: WhisperMoment;
  delivered: boolean;
  /** An answer was under way when the model was told: that one cannot know of it. */
  blind: boolean;
  /** Answers that began after it; the first that is heard has used it. */
  responses: readonly string[];
}

export type Respond = Extract<Effect, { do: "respond" }>;

/** Where a transfer goes once its sentence was said. */
export interface TransferPlan {
  tool: string;
  /** JSON. */
  args: string;
  reason: string;
}

/** Words that a supervisor has the agent say. */
export interface Saying {
  commandId: string;
  /** For the model. */
  words: string;
  /** "waiting": for its turn; "asked": of the model; "begun": it is being made; "made": it is being heard. */
  stage: "waiting" | "asked" | "begun" | "made";
  responseId: string;
  /** An earlier request for it was taken back and may begin all the same. */
  stale: boolean;
  /** How often the model failed. */
  failures: number;
  /** Then the model has failed to begin. */
  untilMs: number;
  /** Its items, and those heard to their end. */
  items: readonly string[];
  heard: readonly string[];
  /** After it the caller is put through; null: these are the supervisor's words. */
  transfer: TransferPlan | null;
}

/** A person speaks in the agent's place. */
export interface Air {
  commandId: string;
  by: string;
  /** Whose sockets may speak. */
  owner: string;
  sinceMs: number;
  /** Since when none of them is there; null: one is. */
  goneSinceMs: number | null;
  /** The model is gone for good: the call fails once the person is done. */
  doomed: { reason: EndReason; code: string } | null;
}

export interface Commands {
  whispers: readonly Whisper[];
  says: readonly Saying[];
  /** Of `end` and of transfers by outputs: done once the phone system is told. */
  endings: readonly { commandId: string; kind: "end" | "transfer" }[];
  air: Air | null;
  /** What an answer is for that was asked for, or comes by itself, and has not begun; null: none is on its way. */
  asked: ResponseCause | null;
  /** A request for an answer was taken back and may begin all the same, to end unheard: that is no trouble. */
  dropped: boolean;
  /** Asked for once the supervisor's words are made. */
  resume: Respond | null;
}

export const NO_COMMANDS: Commands = {
  whispers: [],
  says: [],
  endings: [],
  air: null,
  asked: null,
  dropped: false,
  resume: null,
};

/** A wish of a supervisor. `owner`: whose sockets belong to them; never shown. */
export interface GivenCommand {
  commandId: string;
  by: string;
  owner: string;
  request: CommandRequest;
}

export function given({ commandId, by, request }: GivenCommand): Effect {
  const { kind } = request;
  const text = "text" in request ? request.text : "reason" in request ? request.reason : "";
  return emit({
    type: "command.given",
    commandId,
    kind,
    by,
    ...(text !== "" && { text }),
    ...("when" in request && { when: request.when }),
    ...("target" in request && request.target !== "" && { target: request.target }),
  });
}

export function changed(
  commandId: string,
  state: CommandState,
  detail = "",
  responseId?: string,
): Effect {
  return emit({
    type: "command.changed",
    commandId,
    state,
    detail,
    ...(responseId !== undefined && { responseId }),
  });
}

export function withCommands(talk: Talk, change: Partial<Commands>): Talk {
  return { ...talk, commands: { ...talk.commands, ...change } };
}

/** The agent begins no answer: a person speaks, or the caller is being put through by a person's wish. */
export function isSilenced({ phase, commands, leaving }: Talk): boolean {
  return phase === "live" && (commands.air !== null || leaving?.commandId !== undefined);
}

/** How many commands wait for their end. */
export function openCommands({ commands, leaving }: Talk): number {
  const { whispers, says, endings } = commands;
  return whispers.length + says.length + endings.length + (leaving?.commandId ? 1 : 0);
}
