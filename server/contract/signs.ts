// Signs that a live call may want a supervisor's eye, folded from its events into its summary, so that a console
// opened in the middle of a call knows them too. Pure; judges nothing: that is the console's.
import type { CallEvent } from "./event.ts";
import { asksForPerson } from "./person_words.ts";

export interface CallSigns {
  /** When (UTC) the caller cut in, the last few times. */
  cutInsAtMs: readonly number[];
  /** Tools that failed in a row; the last of them by name, "" while none did. */
  toolFailures: number;
  failedTool: string;
  /** How often the caller seems to have asked for a person since the last time one spoke: a guess by words. */
  personAsks: number;
  /** Whispers that no answer has used yet; since when (UTC) they wait like that. */
  whispers: readonly { commandId: string; told: boolean; sinceMs: number }[];
  /** The last silences (ms) between the end of a caller's speech and the first sound of the answer. */
  answersMs: readonly number[];
  /** Place in the call where the caller fell silent and waits; null: nobody waits. */
  silentSinceMs: number | null;
}

export const NO_SIGNS: CallSigns = {
  cutInsAtMs: [],
  toolFailures: 0,
  failedTool: "",
  personAsks: 0,
  whispers: [],
  answersMs: [],
  silentSinceMs: null,
};

const CUT_INS_KEPT = 5;
const WHISPERS_KEPT = 20;
const ANSWERS_KEPT = 20;
/** Whoever waited longer did not wait for an answer to these words. */
const LONGEST_ANSWER_MS = 30_000;

/** Returns the same object where the event changes nothing. */
export function foldSigns(signs: CallSigns, event: CallEvent): CallSigns {
  switch (event.type) {
    case "caller.interrupted":
      return { ...signs, cutInsAtMs: [...signs.cutInsAtMs, event.atMs].slice(-CUT_INS_KEPT) };
    case "caller.speaking":
      return signs.silentSinceMs === null ? signs : { ...signs, silentSinceMs: null };
    case "caller.silent":
      return { ...signs, silentSinceMs: speechEndMs(event) };
    case "caller.line":
      return asksForPerson(event.text) ? { ...signs, personAsks: signs.personAsks + 1 } : signs;
    case "agent.speaking":
      return signs.silentSinceMs === null
        ? signs
        : { ...signs, silentSinceMs: null, answersMs: withAnswer(signs, event.startMs) };
    case "tool.finished":
      return event.ok
        ? { ...signs, toolFailures: 0, failedTool: "" }
        : { ...signs, toolFailures: signs.toolFailures + 1, failedTool: event.name };
    case "command.given": {
      if (event.kind !== "whisper") return signs;
      const whisper = { commandId: event.commandId, told: false, sinceMs: event.atMs };
      return { ...signs, whispers: [...signs.whispers, whisper].slice(-WHISPERS_KEPT) };
    }
    case "command.changed":
      return { ...signs, whispers: whispersAfter(signs, event) };
    case "supervisor.took_over":
      return { ...signs, personAsks: 0, silentSinceMs: null };
    case "call.ended":
      return { ...signs, whispers: [], silentSinceMs: null };
    default:
      return signs;
  }
}

/** When the caller really fell silent: a detection that waits out a silence tells of the end after it. */
export function speechEndMs(
  { endMs, quietMs = 0 }: { endMs: number; quietMs?: number | undefined },
): number {
  return Math.max(0, endMs - quietMs);
}

function withAnswer({ silentSinceMs, answersMs }: CallSigns, startMs: number): readonly number[] {
  const waitedMs = Math.round(startMs - (silentSinceMs ?? startMs));
  const counts = waitedMs >= 0 && waitedMs <= LONGEST_ANSWER_MS;
  return counts ? [...answersMs, waitedMs].slice(-ANSWERS_KEPT) : answersMs;
}

function whispersAfter(
  { whispers }: CallSigns,
  { commandId, state, atMs }: Extract<CallEvent, { type: "command.changed" }>,
): CallSigns["whispers"] {
  if (state === "sent") return whispers;
  if (state !== "delivered") return whispers.filter((one) => one.commandId !== commandId);
  return whispers.map((one) =>
    one.commandId === commandId ? { ...one, told: true, sinceMs: atMs } : one
  );
}
