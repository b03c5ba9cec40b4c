// A test call from this page in words: what it does, why there is none. Pure.
import { DRAFT_VERSION } from "../../server/contract/agent_limits.ts";
import type { SaveState } from "./draft.ts";
import type { TalkState } from "./test_talk.ts";

export const TALK_WORDS: Readonly<Record<TalkState, string>> = {
  off: "No call",
  saving: "Saving the draft…",
  asking: "Waiting for the microphone: answer the browser's question.",
  calling: "Calling…",
  live: "On the line",
  ended: "The call is over",
};

/** "v3", or "draft". */
export function versionWords(version: number): string {
  return version === DRAFT_VERSION ? "draft" : `v${version}`;
}

/** Why a draft that is not saved cannot be called; "": it is saved. */
export function unsavedWords(save: SaveState): string {
  switch (save.kind) {
    case "saved":
      return "";
    case "invalid":
      return "The draft is not saved: a field needs a look. The call would be with an older one.";
    case "conflict":
      return "The draft is not saved: somebody else has edited too. Settle that first.";
    default:
      return "The draft could not be saved. The call would be with an older one.";
  }
}

/** Why the server did not answer a call, or ended it, by its code. */
export function refusalWords(code: string): string {
  switch (code) {
    case "E_BUDGET":
      return "The budget of the day is used up: no call is answered until midnight UTC.";
    case "E_NO_AGENT":
      return "The agent was deleted meanwhile.";
    case "E_SIGNED_OUT":
      return "You are signed out.";
    case "E_DRAIN":
      return "The server is being stopped.";
    default:
      return `The call failed (${code}). Its page says more.`;
  }
}
