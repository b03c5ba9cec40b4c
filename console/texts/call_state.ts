// What a card or a row says of a call in a word each: what it does, who is in it, its number, its end.
import { texted } from "./language.ts";
import { plural } from "./numbers.ts";

export const CALL_STATE_TEXTS = texted("call_state", {
  states: {
    connecting: "Connecting",
    listening: "Listening",
    caller_speaking: "Caller speaking",
    thinking: "Thinking",
    agent_speaking: "Agent speaking",
    held: "On hold",
    degraded: "Trouble",
    ending: "Saying goodbye",
    ended: "Ended",
  },
  /** Of a call between people, where these differ. */
  peopleStates: {
    connecting: "No words yet",
    held: "Paused",
    ending: "Last words",
  },
  tags: {
    draft: "Draft",
    test: "Test",
    standIn: "Stand-in",
    fellBack: "Fell back to files",
    degraded: "Degraded",
    people: "People",
  },
  betweenPeople: "Between people",
  interrupted: (times: number) => `interrupted ${times}×`,
  supervisorSpeaks: "Supervisor speaks",
  listening: (people: number) => `${plural(people, "person", "people")} listening`,
  moreReasons: (reasons: number) => `and ${reasons} more`,
  phone: {
    withheld: "Number withheld",
    console: "Console",
    hiddenName: "Hidden name",
    /** Before the last digits. */
    endingIn: "Number ending in",
    spokenHidden: "a hidden name",
    spoken: (digits: string) => `the number ending in ${digits}`,
  },
  endedBy: {
    caller: "Caller",
    supervisor: "Supervisor",
    agent: "Agent",
    telephony: "Phone system",
    upstream: "Model",
    server: "Hookline",
  },
  noReason: "Ended without a reason",
});
