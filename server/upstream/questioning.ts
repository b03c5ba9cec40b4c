// Runs the questions beside the conversation: which of the server's events belong to one, and what is sent for it.
// Knows no socket, and nothing of responses that are heard.
import type { Clock } from "../clock.ts";
import { askEvent, cancelEvent } from "./client_events.ts";
import { errorWords } from "./failure.ts";
import {
  isAnswer,
  NO_QUESTIONS,
  questionDueMs,
  type QuestionInput,
  stepQuestions,
} from "./questions.ts";
import type { Skips } from "./skips.ts";
import type { UpstreamEvent } from "./upstream.ts";
import { usageOf } from "./usage.ts";
import type { ServerEvent, WireError } from "./wire.ts";

type Event<T extends ServerEvent["type"]> = Extract<ServerEvent, { type: T }>;

const PREFIX = "ask-";

export interface QuestioningPorts {
  send: (text: string) => void;
  tell: (event: UpstreamEvent) => void;
  skips: Skips;
  clock: Clock;
}

export class Questioning {
  #ports: QuestioningPorts;
  #questions = NO_QUESTIONS;

  constructor(ports: QuestioningPorts) {
    this.#ports = ports;
  }

  get dueMs(): number | null {
    return questionDueMs(this.#questions);
  }

  step(input: QuestionInput): void {
    const { send, tell, clock } = this.#ports;
    const { state, effects } = stepQuestions(this.#questions, input, clock.now());
    this.#questions = state;
    for (const effect of effects) {
      if (effect.type === "send") send(askEvent(`${PREFIX}${effect.number}`, effect));
      else if (effect.type === "cancel") {
        send(cancelEvent(`asc-${effect.responseId}`, effect.responseId));
      } else tell(effect.event);
    }
  }

  /** Whether the response belongs to a question. */
  created({ response }: Event<"response.created">): boolean {
    const { id: responseId, metadata, output_modalities: modalities } = response;
    // Text alone is asked for only here, so this is right also where metadata is not given back.
    const written = modalities?.length === 1 && modalities[0] === "text";
    if (metadata?.ask == null && !written) return false;
    this.step({ type: "created", responseId, number: numberIn(metadata?.ask) });
    return true;
  }

  /** Whether the response belonged to a question. */
  done({ response }: Event<"response.done">): boolean {
    const { id: responseId, metadata, status, usage, output } = response;
    if (metadata?.ask == null && !isAnswer(this.#questions, responseId)) return false;
    const parts = (output ?? []).flatMap(({ content }) => content ?? []);
    this.step({
      type: "done",
      responseId,
      number: numberIn(metadata?.ask),
      ended: status === "completed" || status === "incomplete",
      whole: parts.map(({ text, transcript }) => text ?? transcript ?? "").join(""),
      usage: usageOf(usage),
    });
    return true;
  }

  /** Whether the error was the answer to a question, or to its cancelling. */
  refused(error: WireError): boolean {
    const eventId = error.event_id ?? "";
    if (eventId.startsWith("asc-")) return true;
    if (!eventId.startsWith(PREFIX)) return false;
    this.#ports.skips.note("question_refused", errorWords(error));
    this.step({ type: "refused", number: Number(eventId.slice(PREFIX.length)) });
    return true;
  }
}

function numberIn(given: string | null | undefined): number | null {
  return given != null && /^\d{1,9}$/.test(given) ? Number(given) : null;
}
