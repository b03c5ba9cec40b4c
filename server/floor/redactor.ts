// Takes card numbers out of a call's events before anybody is shown them or they are kept. One for each call: a number
// may go over several lines. What the model, its tools and the phone system get is not its business.
import type { CallEventBody } from "../contract/event.ts";
import { scanCards, withoutCards } from "./card_numbers.ts";

/** Of a number that is typed key by key so many keys are shown; the whole input comes in an event of its own. */
const KEYS_SHOWN = 6;

type Speaker = "caller" | "agent";

export class Redactor {
  readonly #isOn: () => boolean;
  readonly #tails: Record<Speaker, readonly number[]> = { caller: [], agent: [] };
  #keys = 0;

  /** `isOn`: as it is set now. */
  constructor(isOn: () => boolean) {
    this.#isOn = isOn;
  }

  /** The same event where there is nothing to take out. */
  redacted(body: CallEventBody): CallEventBody {
    if (!this.#isOn()) return body;
    switch (body.type) {
      case "caller.partial":
        return withText(body, this.#partial("caller", body.text));
      case "agent.partial":
        return withText(body, this.#partial("agent", body.text));
      case "speech.partial":
        return withText(body, this.#partial(body.speaker, body.text));
      case "caller.line":
        return withText(body, this.#line("caller", body.text));
      case "agent.line":
        return withText(body, this.#line("agent", body.text));
      case "speech.line":
        return withText(body, this.#line(body.speaker, body.text));
      case "caller.digit":
        return /\d/.test(body.digit) && ++this.#keys > KEYS_SHOWN ? { ...body, digit: "•" } : body;
      case "caller.digits":
        this.#keys = 0;
        return { ...body, digits: withoutCards(body.digits) };
      default:
        return plain(body);
    }
  }

  #partial(speaker: Speaker, text: string): string {
    return scanCards(text, { before: this.#tails[speaker], growing: true }).text;
  }

  #line(speaker: Speaker, words: string): string {
    const { text, tail } = scanCards(words, { before: this.#tails[speaker] });
    this.#tails[speaker] = tail;
    return text;
  }
}

/** Events whose words stand for themselves. */
function plain(body: CallEventBody): CallEventBody {
  switch (body.type) {
    case "speech.translated":
    case "call.summary":
    case "notice.told":
      return withText(body, withoutCards(body.text));
    case "command.given":
      return body.text === undefined ? body : { ...body, text: withoutCards(body.text) };
    case "tool.called":
      return body.args === undefined ? body : { ...body, args: withoutCardsInJson(body.args) };
    case "tool.finished":
      return body.result === undefined
        ? body
        : { ...body, result: withoutCardsInJson(body.result) };
    case "agent.changed":
      return {
        ...body,
        intent: withoutCards(body.intent),
        summary: withoutCards(body.summary),
        urgency: withoutCards(body.urgency),
        sentiment: withoutCards(body.sentiment),
      };
    case "hand.raised":
      return {
        ...body,
        question: withoutCards(body.question),
        answers: body.answers.map(withoutCards),
        otherwise: withoutCards(body.otherwise),
      };
    case "hand.lowered":
      return { ...body, answer: withoutCards(body.answer) };
    case "call.note":
    case "command.changed":
      return { ...body, detail: withoutCards(body.detail) };
    case "call.started":
      return body.variables ? { ...body, variables: valuesOf(body.variables) } : body;
    case "call.ended":
      return body.outputs ? { ...body, outputs: valuesOf(body.outputs) } : body;
    default:
      return body;
  }
}

/** It stays JSON: a number becomes a string. */
export function withoutCardsInJson(text: string): string {
  const redacted = withoutCards(text);
  // What stands between figures may be written as an escape.
  if (redacted === text && !text.includes("\\")) return text;
  let taken = false;
  const taking = (words: string) => {
    const kept = withoutCards(words);
    taken ||= kept !== words;
    return kept;
  };
  try {
    const json = JSON.stringify(JSON.parse(text, (_name, value) => {
      if (typeof value === "string") return taking(value);
      const figures = typeof value === "number" ? String(value) : "";
      return taking(figures) === figures ? value : withoutCards(figures);
    }));
    // What is a number only across several values, or too long to be read as one, goes by the text.
    return taken && withoutCards(json) === json ? json : redacted;
  } catch {
    return redacted;
  }
}

function valuesOf(record: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, withoutCards(value)]),
  );
}

function withText<B extends CallEventBody & { text?: string }>(body: B, text: string): B {
  return text === body.text ? body : { ...body, text };
}
