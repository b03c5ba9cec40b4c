// Every word of the floor around its cards: counters, what the server tells, calls that ended.
import { texted } from "./language.ts";
import { plural } from "./numbers.ts";

export const FLOOR_TEXTS = texted("floor", {
  title: "Floor",
  /** Of the browser's tab. */
  liveTab: (calls: number) => `${calls} live`,
  wall: "Wall",
  postNotice: "Post a notice",
  live: "Live calls",
  reorder: (calls: number) => `${plural(calls, "call")} moved up · reorder`,
  quiet: "All quiet",
  quietWords: "The last call ended {when}. The next one appears here by itself.",
  fresh: "No call has come in yet",
  freshWords:
    "Live calls appear here by themselves, word by word. You do not need a phone to see one.",
  connect: "Connect Genesys",
  fetching: "Fetching the calls",
  noAnswer: "The server does not answer yet",
  counters: {
    live: "Live now",
    wanting: "Want attention",
    waiting: "Wait for a person",
    today: "Calls today",
    answers: "Answer time, median · 95th",
    model: "Model",
  },
  ended: {
    title: "Recently ended",
    ended: "Ended",
    caller: "Caller",
    lasted: "Lasted",
    ending: "How it ended",
    lastWords: "Last words",
    agent: "Agent",
    all: "These are all calls.",
    earlier: "Show earlier calls",
    fetching: "Fetching…",
    find: "Find a past call by its words or facts",
  },
  banners: {
    standIn: "The built-in stand-in answers all calls",
    standInWords:
      "No OpenAI key is set: no model is asked and nothing leaves this machine. Set {key} and restart to answer for real.",
    draining: "The server is about to stop",
    drainingWords: "Calls in progress go on to their end; new ones are refused.",
    unsaved: "Calls are not being saved",
    unsavedWords: "They go on as usual, but their lines and events will be missing later.",
  },
});
