// The longer texts inside an event, one by one and easy to read: arguments, results, outputs. Pure.
import type { CallEvent } from "../../server/contract/event.ts";

export interface EventText {
  title: string;
  text: string;
}

export function eventTexts(event: CallEvent): EventText[] {
  switch (event.type) {
    case "speech.line":
    case "speech.translated":
      return event.text === "" ? [] : [{ title: "Words", text: event.text }];
    case "command.given":
      return event.text ? [{ title: "Words", text: event.text }] : [];
    case "tool.called":
      return event.args === undefined ? [] : [{ title: "Arguments", text: laidOut(event.args) }];
    case "tool.finished":
      return event.result === undefined
        ? []
        : [{ title: "What the model was told", text: laidOut(event.result) }];
    case "agent.changed":
      return [
        { title: "Summary", text: event.summary },
        { title: "Urgency", text: event.urgency },
        { title: "Sentiment", text: event.sentiment },
      ].filter(({ text }) => text !== "");
    case "call.briefed":
      return event.tools.length === 0 ? [] : [{ title: "Tools", text: event.tools.join("\n") }];
    case "call.summary":
      return [{ title: "Summary", text: laidOut(event.text) }];
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
