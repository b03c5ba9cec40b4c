// Every word of the palette.
import { texted } from "./language.ts";

export const PALETTE_TEXTS = texted("palette", {
  name: "Find an act, a place or a call",
  placeholder: "Act, place, call or agent…",
  close: "Close",
  button: "Find",
  list: "What fits",
  none: "Nothing is called that.",
  unfetched:
    "The palette could not be fetched. Reload the page; the server may have been replaced.",
  found: (count: number) => count === 1 ? "1 fits" : `${count} fit`,
  hints: { choose: "choose", do: "do", leave: "leave" },
  groups: {
    here: "On this page",
    calls: "Live calls",
    places: "Places",
    agents: "Agents",
    settings: "This console",
    past: "Past calls",
    elsewhere: "Keys of other pages",
  },
  tab: "Tab",
  unfold: "Open or close",
  searchPast: (words: string) => `Search past calls for “${words}”`,
  callFrom: (number: string) => `Call from ${number}`,
  agent: "Prompt, voice, tools",
  help: "Help and settings",
  appearance: (name: string) => `Appearance: ${name}`,
  language: (name: string) => `Language: ${name}`,
  asBrowser: "Language: as the browser asks",
  shortcuts: (on: boolean) => on ? "Switch single-letter keys off" : "Switch single-letter keys on",
  announce: (on: boolean) =>
    on ? "Stop telling screen readers finished lines" : "Tell screen readers finished lines",
  firstSteps: (shown: boolean) =>
    shown ? "Put the first steps away" : "Show the first steps on the floor",
  signOut: "Sign out",
});
