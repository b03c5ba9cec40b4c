// The longer texts inside an event, one by one and easy to read: arguments, results, outputs. Pure.
import type { CallEvent } from "../../server/contract/event.ts";
import { EVENT_TEXTS } from "../texts/event_words.ts";

const TEXTS = EVENT_TEXTS.texts;

export interface EventText {
  title: string;
  text: string;
}

export function eventTexts(event: CallEvent): EventText[] {
  switch (event.type) {
    case "speech.line":
    case "speech.translated":
      return event.text === "" ? [] : [{ title: TEXTS.words, text: event.text }];
    case "command.given":
      return event.text ? [{ title: TEXTS.words, text: event.text }] : [];
    case "tool.called":
      return event.args === undefined ? [] : [{ title: TEXTS.args, text: laidOut(event.args) }];
    case "tool.finished":
      return event.result === undefined
        ? []
        : [{ title: TEXTS.result, text: laidOut(event.result) }];
    case "agent.changed":
      return [
        { title: TEXTS.summary, text: event.summary },
        { title: TEXTS.urgency, text: event.urgency },
        { title: TEXTS.sentiment, text: event.sentiment },
      ].filter(({ text }) => text !== "");
    case "call.briefed":
      return event.tools.length === 0 ? [] : [{ title: TEXTS.tools, text: event.tools.join("\n") }];
    case "call.summary":
      return [{ title: TEXTS.summary, text: laidOut(event.text) }];
    default:
      return [];
  }
}

/** JSON with its lines broken; any other text as it is. */
export function laidOut(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" ? JSON.stringify(value, null, 2) : text;
  } catch {
    return text;
  }
}
