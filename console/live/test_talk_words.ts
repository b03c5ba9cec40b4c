// A test call from this page in words: what it does, why there is none. Pure.
import { DRAFT_VERSION } from "../../server/contract/agent_limits.ts";
import { CALL_TEXTS } from "../texts/call_words.ts";
import { SOUND_TEXTS } from "../texts/sound.ts";
import type { SaveState } from "./draft.ts";
import type { TalkState } from "./test_talk.ts";

const TEXTS = SOUND_TEXTS.talk;
export const TALK_WORDS: Readonly<Record<TalkState, string>> = TEXTS.states;

/** "v3", or "draft". */
export function versionWords(version: number): string {
  return version === DRAFT_VERSION ? CALL_TEXTS.draft : `v${version}`;
}

/** Why a draft that is not saved cannot be called; "": it is saved. */
export function unsavedWords(save: SaveState): string {
  switch (save.kind) {
    case "saved":
      return "";
    case "invalid":
      return TEXTS.unsaved.invalid;
    case "conflict":
      return TEXTS.unsaved.conflict;
    default:
      return TEXTS.unsaved.failed;
  }
}

/** Why the server did not answer a call, or ended it, by its code. */
export function refusalWords(code: string): string {
  const refusals: Readonly<Record<string, string>> = TEXTS.refusals;
  return refusals[code] ?? TEXTS.failed(code);
}
