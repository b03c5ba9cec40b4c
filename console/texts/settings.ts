// Every word of the settings' frame, of keeping and of alerts.
import type { AlertKind } from "../../server/contract/alert_kinds.ts";
import { texted } from "./language.ts";
import { plural } from "./numbers.ts";

const kinds = {
  model_down: ["The model does not answer", "Calls cannot reach it, or it breaks off."],
  no_credit: ["No credit is left", "The account at OpenAI has run out: no call is answered."],
  calls_refused: ["Calls are turned away", "The server is full and refuses new ones."],
  budget_near: ["The budget is nearly spent", "Nine tenths of today's are gone."],
  budget_spent: ["The budget is spent", "New calls are refused until tomorrow."],
  failed_calls: ["Calls fail", "Too many of the last hundred ended by a fault."],
  held_up: ["The server is held up", "Sound may stutter when its timers are late."],
  store_trouble: ["Nothing can be saved", "Calls go on, but their words are not kept."],
  self_call_failed: ["The self-call failed", "The server could not call itself."],
  webhook_given_up: ["A webhook takes nothing", "It was tried for long, then given up."],
  call_waits: ["A call waits for an eye", "It wants attention and nobody looks."],
} as const satisfies Record<AlertKind, readonly [string, string]>;

const named = (at: 0 | 1) =>
  Object.fromEntries(Object.entries(kinds).map(([kind, words]) => [kind, words[at]])) as Record<
    AlertKind,
    string
  >;

export const SETTINGS_TEXTS = texted("settings", {
  title: "Settings",
  nav: "Sections of the settings",
  sections: {
    people: "People",
    tokens: "API tokens",
    webhooks: "Webhooks",
    alerts: "Alerts",
    keeping: "Keeping",
    audit: "Audit",
    you: "You",
  },
  edited: ", edited and not saved",
  fetching: "Fetching…",
  failed: (why: string) => `It could not be fetched. ${why}`,
  again: "Try again",
  save: "Save",
  saving: "Saving…",
  cancel: "Cancel",
  done: "Done",
  inForce: "This is in force",
  notYet: "Edited, not saved yet",
  notSaved: (why: string) => `Not saved. ${why}`,
  lookAtFields: (fields: number) =>
    fields === 1 ? "Not saved: a field needs a look" : `Not saved: ${fields} fields need a look`,
  saved: "Saved. It holds from now on.",
  range: (from: number, to: number) => `A whole number from ${from} to ${to}`,
  setBy: (variable: string) =>
    `Set by ${variable} in the server's environment; it is changed there.`,
  never: "Never",
  on: "On",
  off: "Off",
  conflict: {
    title: "Somebody else saved these settings while you were editing",
    words: "Nothing is lost: theirs are in force, yours are not saved until you choose.",
    theirs: "Theirs",
    yours: "Yours",
    setting: "Setting",
    keep: "Save mine over theirs",
    take: "Take theirs",
  },
  keeping: {
    about:
      "How long things are kept, and what is never kept. What is too old is deleted for good, a little every hour.",
    howLong: "How long",
    calls: "Calls and their transcripts",
    callsHint: "Counted from their end.",
    recordings: "Recordings",
    recordingsHint: "A recording never outlives its call.",
    audit: "The audit",
    auditHint: "Who did what in this console.",
    forEver: "For ever",
    unit: "days",
    days: (days: number) => plural(days, "day"),
    left: "What is left out",
    cards: "Numbers of payment cards are not kept",
    cardsHint:
      "They are found by their check digit and left out of transcripts before anybody sees or keeps them. The agent still hears them, so that its tools can use them.",
  },
  alerts: {
    about:
      "What the server tells by itself: in a band over the floor, in its log, and to webhooks that want alerts.",
    which: "Tell when…",
    names: named(0),
    hints: named(1),
    marks: "From when on",
    callWaits: "A call waits for",
    callWaitsHint: "So long may a live call want attention before it is told.",
    seconds: "seconds",
    failedCalls: "Calls that ended by a fault",
    failedCallsHint: "Of the last hundred.",
    calls: "calls",
    heldUp: "The server is late by",
    heldUpHint: "At its worst in a minute. Sound is sent every 20 ms.",
    ms: "ms",
    self: "Self-call",
    selfSwitch: "Call the default agent every minute",
    selfHint:
      "The server rings itself over a real socket, waits for the first sound of the answer and hangs up, at most 20 seconds. So you know before a caller does that calls are not answered.",
    selfCosts:
      "With a paid model each of them costs as much as a short call: about 1,440 a day. The built-in stand-in costs nothing.",
  },
  you: {
    about: "Who you are here, and how this console looks to you.",
    may: "You may",
    operator:
      "You came in by the server's own link or its admin token. People with a name of their own are told apart in the audit.",
    password: "Change the password",
    current: "Current password",
    needsCurrent: "Enter the password you use now",
    wrongCurrent: "This is not the password you use now",
    change: "Change it",
    changing: "Changing it…",
    changed: "The password is changed. Other browsers of yours are signed out.",
    console: "This browser",
    language: "Language",
    languageHint: "The page begins anew in it.",
    signOut: "Sign out",
  },
});
