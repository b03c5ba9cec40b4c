// Every word of the notice board.
import { texted } from "./language.ts";
import { plural } from "./numbers.ts";

export const BOARD_TEXTS = texted("board", {
  title: "Notice board",
  remove: "Remove",
  removeAgain: "Press again to remove",
  removeArmed: "Press again to remove the notice",
  /** After the button's words, for those who only hear it. */
  which: (beginning: string) => `the notice “${beginning}”`,
  form: {
    label: "Notice for all calls",
    hint: (liveCalls: number) =>
      liveCalls === 0
        ? "No call is live. Every call that comes until then knows it from its beginning."
        : `${plural(liveCalls, "live call")} ${liveCalls === 1 ? "is" : "are"} told at once, ` +
          "and every call that comes until then knows it from its beginning.",
    example: "The Porto store is closed until 15:00.",
    act: "Post the notice",
    posted: "The notice is posted",
    holds: "It holds",
    time: "Time of day until which it holds",
    noTime: "Choose a time of day until which it holds.",
    cancel: "Cancel",
  },
});
