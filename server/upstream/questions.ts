// Questions to the model beside the conversation (openai-realtime § 12.3): each is answered exactly once, in
// writing or empty. Pure: step(state, input) → {state, effects}. Knows nothing of responses that are heard.
import { NO_USAGE, type Usage } from "../contract/call.ts";
import type { UpstreamEvent } from "./upstream.ts";

interface Open {
  readonly number: number;
  readonly purpose: string;
  readonly instructions: string;
  readonly dueMs: number;
  readonly sent: boolean;
  /** Of the response that answers it; null: none has begun. */
  readonly responseId: string | null;
  readonly text: string;
}

export interface Questions {
  /** The session takes questions; before, they wait. */
  readonly ready: boolean;
  readonly open: readonly Open[];
  readonly nextNumber: number;
}

export const NO_QUESTIONS: Questions = { ready: false, open: [], nextNumber: 1 };

export type QuestionInput =
  | { type: "ready" }
  | { type: "asked"; purpose: string; instructions: string; withinMs: number }
  /** `number`: ours, given back; null where there is none. */
  | { type: "created"; responseId: string; number: number | null }
  | { type: "text"; responseId: string; text: string }
  /** `whole`: the text of the response's items, in case its pieces went missing. */
  | {
    type: "done";
    responseId: string;
    number: number | null;
    ended: boolean;
    whole: string;
    usage: Usage;
  }
  | { type: "refused"; number: number }
  /** The session is over. */
  | { type: "over" }
  | { type: "tick" };

export type QuestionEffect =
  | { type: "send"; number: number; purpose: string; instructions: string }
  | { type: "cancel"; responseId: string }
  | { type: "tell"; event: Extract<UpstreamEvent, { type: "answer" }> };

interface Step {
  state: Questions;
  effects: QuestionEffect[];
}

export function stepQuestions(state: Questions, input: QuestionInput, nowMs: number): Step {
  switch (input.type) {
    case "ready":
      return sendAll({ ...state, ready: true });
    case "asked": {
      const { purpose, instructions, withinMs } = input;
      const asked: Open = {
        number: state.nextNumber,
        purpose,
        instructions,
        dueMs: nowMs + withinMs,
        sent: false,
        responseId: null,
        text: "",
      };
      return sendAll({
        ...state,
        open: [...state.open, asked],
        nextNumber: state.nextNumber + 1,
      });
    }
    case "created": {
      const { responseId, number } = input;
      const asked = state.open.find((one) =>
        one.sent && one.responseId === null && (number === null || one.number === number)
      );
      // Nobody waits for it any more.
      if (!asked) return { state, effects: [{ type: "cancel", responseId }] };
      return { state: changed(state, { ...asked, responseId }), effects: [] };
    }
    case "text": {
      const asked = state.open.find(({ responseId }) => responseId === input.responseId);
      if (!asked) return { state, effects: [] };
      return { state: changed(state, { ...asked, text: asked.text + input.text }), effects: [] };
    }
    case "done": {
      const asked = state.open.find(({ responseId, number }) =>
        responseId === input.responseId || number === input.number
      );
      if (!asked) return { state, effects: [] };
      const text = input.ended ? asked.text || input.whole : "";
      return answered(state, asked, { text, usage: input.usage });
    }
    case "refused": {
      const asked = state.open.find(({ number }) => number === input.number);
      return asked ? answered(state, asked) : { state, effects: [] };
    }
    case "over":
      return {
        state: { ...state, open: [] },
        effects: state.open.map((asked) => tell(asked)),
      };
    case "tick":
      return late(state, nowMs);
  }
}

export function questionDueMs(state: Questions): number | null {
  return state.open.length === 0 ? null : Math.min(...state.open.map(({ dueMs }) => dueMs));
}

/** Whether a response answers one of these questions. */
export function isAnswer(state: Questions, responseId: string): boolean {
  return state.open.some((asked) => asked.responseId === responseId);
}

function sendAll(state: Questions): Step {
  if (!state.ready) return { state, effects: [] };
  const effects = state.open.filter(({ sent }) => !sent).map((asked): QuestionEffect => {
    const { number, purpose, instructions } = asked;
    return { type: "send", number, purpose, instructions };
  });
  return { state: { ...state, open: state.open.map((one) => ({ ...one, sent: true })) }, effects };
}

function late(state: Questions, nowMs: number): Step {
  const due = state.open.filter(({ dueMs }) => dueMs <= nowMs);
  return {
    state: { ...state, open: state.open.filter((asked) => !due.includes(asked)) },
    effects: due.flatMap((asked) => {
      const { responseId } = asked;
      return responseId === null ? [tell(asked)] : [{ type: "cancel", responseId }, tell(asked)];
    }),
  };
}

function answered(
  state: Questions,
  asked: Open,
  answer: { text: string; usage: Usage } = { text: "", usage: NO_USAGE },
): Step {
  return {
    state: { ...state, open: state.open.filter((other) => other !== asked) },
    effects: [tell(asked, answer)],
  };
}

function changed(state: Questions, asked: Open): Questions {
  const open = state.open.map((other) => other.number === asked.number ? asked : other);
  return { ...state, open };
}

function tell(
  { purpose }: Open,
  { text, usage }: { text: string; usage: Usage } = { text: "", usage: NO_USAGE },
): QuestionEffect {
  const words = text.trim();
  return {
    type: "tell",
    event: { type: "answer", purpose, text: words, ok: words !== "", usage },
  };
}
