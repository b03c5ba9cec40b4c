// Every word of the frame around all screens, and of what stands on several of them.
import { texted } from "./language.ts";

export const SHELL_TEXTS = texted("shell", {
  skip: "Skip to the content",
  main: "Main",
  home: "Hookline, to the floor",
  more: "More",
  dismiss: "Dismiss",
  key: (keys: string) => `Key: ${keys}`,
  pause: "Pause view",
  paused: "View paused",
  testCall: {
    act: "Place a test call",
    placing: "Placing…",
    placed: "A test call is on its way.",
    listen: "Listen along",
    failed: (why: string) => `No test call: ${why}`,
  },
  appearance: {
    title: "Appearance",
    system: "Auto",
    light: "Light",
    dark: "Dark",
    /** Before the word of it, for those who only hear it. */
    now: "Appearance:",
    next: (now: string, next: string) => `Appearance: ${now}. Press for ${next}.`,
  },
  freshness: {
    connecting: "Connecting",
    catching_up: "Catching up",
    live: "Live",
    reconnecting: "Reconnecting",
    offline: "Offline",
    asleep: "Asleep",
    signed_out: "Signed out",
    title: "Freshness",
    offlineTitle: "This computer is offline.",
    lostTitle: "The console lost its connection.",
    old: "What you see is {age} old. Calls are not affected: they go on without the console.",
  },
  missing: {
    title: "Nothing is here",
    words: "The line ends at this address. Calls are on the floor.",
    again: "Try again",
    toFloor: "Go to the floor",
    unfetched: "This part of the console could not be fetched",
    unfetchedWords:
      "The server cannot be reached, or it was replaced by another version meanwhile.",
  },
});
