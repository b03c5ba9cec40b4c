// What a call is doing, in a word, a shape and a colour: never in a colour alone.
import type { CallState, CallSummary } from "../../server/contract/call.ts";
import { betweenPeople } from "../live/speakers.ts";
import { CALL_STATE_TEXTS as TEXTS } from "../texts/call_state.ts";
import { Beat } from "../ui/beat.tsx";

type Tone = "plain" | "agent" | "watch" | "act" | "ended";

const STATES: Record<CallState, { words: string; tone: Tone }> = {
  connecting: { words: TEXTS.states.connecting, tone: "plain" },
  listening: { words: TEXTS.states.listening, tone: "plain" },
  caller_speaking: { words: TEXTS.states.caller_speaking, tone: "plain" },
  thinking: { words: TEXTS.states.thinking, tone: "agent" },
  agent_speaking: { words: TEXTS.states.agent_speaking, tone: "agent" },
  held: { words: TEXTS.states.held, tone: "watch" },
  degraded: { words: TEXTS.states.degraded, tone: "act" },
  ending: { words: TEXTS.states.ending, tone: "plain" },
  ended: { words: TEXTS.states.ended, tone: "ended" },
};

/** A side is opened when it first speaks: until then there is nobody to wait for. */
const BETWEEN_PEOPLE: Partial<Record<CallState, string>> = TEXTS.peopleStates;

/** A state that a newer server made up stays readable. */
export function StateChip({ call }: { call: Pick<CallSummary, "state" | "kind"> }) {
  const { state } = call;
  const { words, tone } = STATES[state] ?? { words: state, tone: "plain" };
  return (
    <span class={`chip tone-${tone}`}>
      <StateShape state={state} />
      {(betweenPeople(call) && BETWEEN_PEOPLE[state]) || words}
    </span>
  );
}

function StateShape({ state }: { state: CallState }) {
  switch (state) {
    case "caller_speaking":
    case "agent_speaking":
      return <Beat look="bars" />;
    case "thinking":
      return <Beat look="dots" />;
    default:
      return (
        <svg class="shape" viewBox="0 0 14 14" aria-hidden="true" focusable="false">
          <path class={state === "held" || state === "ended" ? "solid" : ""} d={SHAPES[state]} />
        </svg>
      );
  }
}

const SHAPES: Partial<Record<CallState, string>> = {
  connecting: "M7 2a5 5 0 0 1 5 5M7 12a5 5 0 0 1-5-5",
  listening: "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9",
  held: "M3 2.5h2.8v9H3zM8.2 2.5H11v9H8.2z",
  degraded: "M7 1.8 13 12.2H1zM7 5.5v3M7 10.3v.1",
  ending: "M7 2.5a4.5 4.5 0 1 0 4.5 4.5H7z",
  ended: "M3.5 3.5h7v7h-7z",
};
