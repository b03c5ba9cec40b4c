// Every word of the page of a call around what is in its views.
import { texted } from "./language.ts";

export const CALL_PAGE_TEXTS = texted("call_page", {
  title: "Call",
  fetching: "Fetching the call…",
  unknown: "No such call",
  unknownWords: "It may have been deleted, or the address is not whole.",
  failed: "The call could not be fetched",
  /** Of the browser's tab. */
  tabs: { past: "Past call", onAir: "On air", live: "Live call" },
  back: "Floor",
  maskNumber: "Mask number",
  showNumber: "Show number",
  away: "This call may be out of date",
  /** `instance`: its name, where it is known. */
  awayWords: (instance: string, isThere: boolean) =>
    !isThere
      ? `The instance${instance && ` ${instance}`} that carried it is gone. ` +
        "If it does not come back, the call is shown as ended within ten seconds."
      : `Nothing is heard of ${instance}, which carries it. The call may go on as usual, but nobody can step into it ` +
        `until ${instance} is heard again.`,
  views: "Views of this call",
  transcript: "Transcript",
  events: "Events",
  gaps: "Answer times",
  facts: "Facts",
});
