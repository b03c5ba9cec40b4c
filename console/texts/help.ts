// Every word of the help and of what this browser is told there. Fetched with it, not with the shell.
import { texted } from "./language.ts";

export const HELP_TEXTS = texted("help", {
  title: "Help and settings",
  announce: "Tell screen readers finished lines",
  announceHint: "On the page of a live call, one at a time, never half words.",
  shortcuts: "Single letters are shortcuts",
  keys: "Keys",
  signOut: "Sign out",
  marks: {
    title: "Calls want attention",
    minutes: "After so many minutes",
    dollars: "From so many dollars on",
    never: "0: never.",
  },
});
