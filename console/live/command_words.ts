// Commands of supervisors in words: what was asked, what became of it, and why it cannot be asked. Pure.
import type { CallSummary } from "../../server/contract/call.ts";
import type { CallAbility, CommandKind } from "../../server/contract/command_kinds.ts";
import { offsetWords } from "../ui/time_words.ts";
import type { AskedCommand } from "./commands.ts";
import { protocolWords } from "./protocol_words.ts";
import { betweenPeople } from "./speakers.ts";

export const COMMAND_WORDS: Readonly<Record<CommandKind, string>> = {
  whisper: "Whisper",
  say: "Say",
  end: "End",
  transfer: "Transfer",
  take_over: "Take over",
  hand_back: "Hand back",
};

/** When a whisper reaches the agent, as one chooses it. */
export const MOMENT_WORDS = {
  now: "Now",
  after_caller: "After the caller",
  next_turn: "With the next answer",
} as const;

/** `by` of an event: a name, or the way in. */
export function byWords(by: string): string {
  if (by === "" || by === "console") return "A supervisor";
  return by === "api" ? "A program" : by;
}

/** What became of it, as it stands beside it. */
export function commandState(command: AskedCommand): string {
  const { kind, state, when, detail, used } = command;
  switch (state) {
    case "sent":
      if (kind === "whisper") return WAITS[when ?? "now"];
      return kind === "say" ? "Waits for its turn" : "Asked";
    case "delivered":
      return kind === "whisper" ? "The agent was told; no answer since" : "Under way";
    case "used":
      return used ? `Used in the reply at ${offsetWords(used.atMs)}` : "Used in a reply";
    case "not_used":
      return "Not used: the call ended before";
    case "done":
      return DONE[kind];
    case "refused":
      return detail === "" ? "Refused" : `Refused: ${detail}`;
    case "retracted":
      return "Taken back";
    default:
      // A newer server may know more.
      return state;
  }
}

const WAITS = {
  now: "On its way to the agent",
  after_caller: "Waits until the caller has finished",
  next_turn: "Waits for the agent's next answer",
} as const;

const DONE: Readonly<Record<CommandKind, string>> = {
  whisper: "Done",
  say: "The caller heard it",
  end: "Goodbye was said",
  transfer: "Put through",
  take_over: "Taken over",
  hand_back: "Handed back",
};

/** The same as one sentence, for who cannot see it. */
export function outcomeSentence(command: AskedCommand): string {
  return `${COMMAND_WORDS[command.kind]}: ${commandState(command)}`;
}

/** Why it cannot be asked of this call, shortly enough for a button; "": it can. */
export function whyNot(call: CallSummary, ability: CallAbility): string {
  if (betweenPeople(call)) return "People speak here";
  if (call.endedAtMs !== null) return "The call is over";
  if (!call.can.includes(ability)) {
    return ability === "transfer" ? `${protocolWords(call.protocol)} cannot` : "Not with this call";
  }
  if (call.state === "ending" && ability !== "end" && ability !== "listen") {
    return "Goodbye is being said";
  }
  if (call.state === "connecting" && ability === "say") return "Not connected yet";
  if (call.takenOver && ability === "say") return "A person speaks";
  return "";
}

/** What the target of a transfer is called by each phone system; null: it takes none. */
export function targetWords(protocol: string): { label: string; hint: string } | null {
  switch (protocol) {
    case "audiocodes":
      return { label: "Number or address", hint: "tel:+15550123 or sip:desk@example.com" };
    case "avr":
    case "avr-http":
      return { label: "Extension", hint: "As the phone system dials it" };
    default:
      return null;
  }
}

/** Where a call without a target is put through to. */
export function transferHint(protocol: string): string {
  switch (protocol) {
    case "audiohook":
      return "The flow in Architect decides where to. It is given the reason.";
    case "audiosocket":
    case "asterisk-ws":
      return "The dialplan goes on after the agent and decides where to.";
    default:
      return "The agent tells the caller and puts them through.";
  }
}
