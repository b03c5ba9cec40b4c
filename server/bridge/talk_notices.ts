// What the phone system is told of the talk, out of the events of a call. Pure.
import type { CallEventBody } from "../contract/event.ts";
import type { TalkNotice } from "../telephony/channel.ts";

export function noticesOf(event: CallEventBody): readonly TalkNotice[] {
  switch (event.type) {
    case "caller.speaking":
      return [{ type: "caller_started" }];
    case "caller.silent":
      return [{ type: "caller_stopped" }, { type: "caller_committed" }];
    case "caller.partial":
      return [{ type: "caller_words", text: event.text, final: false }];
    case "caller.line":
      return [{ type: "caller_words", text: event.text, final: true }];
    case "agent.line":
      return [{ type: "agent_words", text: event.text }];
    case "upstream.lost":
      return [{ type: "trouble", code: event.code }];
    default:
      return NONE;
  }
}

const NONE: readonly TalkNotice[] = [];
