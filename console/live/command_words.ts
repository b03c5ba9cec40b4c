// Commands of supervisors in words: what was asked, what became of it, and why it cannot be asked. Pure.
import type { CallSummary } from "../../server/contract/call.ts";
import type { CallAbility, CommandKind } from "../../server/contract/command_kinds.ts";
import { CALL_TEXTS } from "../texts/call_words.ts";
import { COMMAND_TEXTS as TEXTS } from "../texts/command_words.ts";
import { offsetWords } from "../ui/time_words.ts";
import type { AskedCommand } from "./commands.ts";
import { protocolWords } from "./protocol_words.ts";
import { betweenPeople } from "./speakers.ts";

export const COMMAND_WORDS: Readonly<Record<CommandKind, string>> = TEXTS.kinds;

/** When a whisper reaches the agent, as one chooses it. */
export const MOMENT_WORDS = TEXTS.moments;

/** Whoever runs the server, as in calls from before there were people; nobody goes by these names. */
export function isNobody(by: string): boolean {
  return by === "" || by === "console" || by === "operator";
}

/** `by` of an event: a name, or the way in. */
export function byWords(by: string): string {
  if (isNobody(by)) return CALL_TEXTS.supervisor;
  return by === "api" ? CALL_TEXTS.program : by;
}

/** What became of it, as it stands beside it. */
export function commandState(command: AskedCommand): string {
  const { kind, state, when, detail, used } = command;
  switch (state) {
    case "sent":
      if (kind === "whisper") return TEXTS.waits[when ?? "now"];
      return kind === "say" ? TEXTS.sayWaits : TEXTS.asked;
    case "delivered":
      return kind === "whisper" ? TEXTS.told : TEXTS.underWay;
    case "used":
      return used ? TEXTS.usedAt(offsetWords(used.atMs)) : TEXTS.used;
    case "not_used":
      return TEXTS.notUsed;
    case "done":
      return TEXTS.done[kind];
    case "refused":
      return detail === "" ? TEXTS.refused : TEXTS.refusedWhy(detail);
    case "retracted":
      return TEXTS.retracted;
    default:
      // A newer server may know more.
      return state;
  }
}

/** The same as one sentence, for who cannot see it. */
export function outcomeSentence(command: AskedCommand): string {
  return `${COMMAND_WORDS[command.kind]}: ${commandState(command)}`;
}

/**
 * Why it cannot be asked of this call, shortly enough for a button; "": it can. `away`: nothing is heard of the instance
 * that carries it.
 */
export function whyNot(
  call: CallSummary,
  ability: CallAbility,
  { away = false }: { away?: boolean } = {},
): string {
  if (betweenPeople(call)) return TEXTS.whyNot.people;
  if (call.endedAtMs !== null) return TEXTS.whyNot.over;
  if (away) return TEXTS.whyNot.away;
  if (!call.can.includes(ability)) {
    return ability === "transfer"
      ? TEXTS.whyNot.transfer(protocolWords(call.protocol))
      : TEXTS.whyNot.notWithThis;
  }
  if (call.state === "ending" && ability !== "end" && ability !== "listen") {
    return TEXTS.whyNot.ending;
  }
  if (call.state === "connecting" && ability === "say") return TEXTS.whyNot.notConnected;
  if (call.takenOver && ability === "say") return TEXTS.whyNot.personSpeaks;
  return "";
}

/** What the target of a transfer is called by each phone system; null: it takes none. */
export function targetWords(protocol: string): { label: string; hint: string } | null {
  switch (protocol) {
    case "audiocodes":
      return TEXTS.targets.audiocodes;
    case "avr":
    case "avr-http":
      return TEXTS.targets.avr;
    default:
      return null;
  }
}

/** Where a call without a target is put through to. */
export function transferHint(protocol: string): string {
  switch (protocol) {
    case "audiohook":
      return TEXTS.transferHints.genesys;
    case "audiosocket":
    case "asterisk-ws":
      return TEXTS.transferHints.asterisk;
    default:
      return TEXTS.transferHints.others;
  }
}
