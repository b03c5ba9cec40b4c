// What supervisors ask of a call, and what becomes of it.
import { texted } from "./language.ts";

export const COMMAND_TEXTS = texted("command_words", {
  kinds: {
    whisper: "Whisper",
    say: "Say",
    end: "End",
    transfer: "Transfer",
    take_over: "Take over",
    hand_back: "Hand back",
  },
  moments: {
    now: "Now",
    after_caller: "After the caller",
    next_turn: "With the next answer",
  },
  waits: {
    now: "On its way to the agent",
    after_caller: "Waits until the caller has finished",
    next_turn: "Waits for the agent's next answer",
  },
  sayWaits: "Waits for its turn",
  asked: "Asked",
  told: "The agent was told; no answer since",
  underWay: "Under way",
  usedAt: (place: string) => `Used in the reply at ${place}`,
  used: "Used in a reply",
  notUsed: "Not used: the call ended before",
  refused: "Refused",
  refusedWhy: (why: string) => `Refused: ${why}`,
  retracted: "Taken back",
  done: {
    whisper: "Done",
    say: "The caller heard it",
    end: "Goodbye was said",
    transfer: "Put through",
    take_over: "Taken over",
    hand_back: "Handed back",
  },
  whyNot: {
    people: "People speak here",
    over: "The call is over",
    away: "Nothing is heard of it",
    transfer: (protocol: string) => `${protocol} cannot`,
    notWithThis: "Not with this call",
    ending: "Goodbye is being said",
    notConnected: "Not connected yet",
    personSpeaks: "A person speaks",
  },
  targets: {
    audiocodes: { label: "Number or address", hint: "tel:+15550123 or sip:desk@example.com" },
    avr: { label: "Extension", hint: "As the phone system dials it" },
  },
  transferHints: {
    genesys: "The flow in Architect decides where to. It is given the reason.",
    asterisk: "The dialplan goes on after the agent and decides where to.",
    others: "The agent tells the caller and puts them through.",
  },
});
