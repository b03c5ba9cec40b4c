// What the server raises an alert about: what is the matter, and what to do.
import { texted } from "./language.ts";

export const ALERT_TEXTS = texted("alerts", {
  title: "Alerts",
  putAway: (title: string) => `Put away: ${title}`,
  more: (count: number) => count === 1 ? "1 more alert" : `${count} more alerts`,
  fewer: "Only the first",
  ofInstance: (instance: string, title: string) => `${instance}: ${title}`,
  since: (time: string) => `since ${time}`,
  modelDown: "Calls cannot reach the model",
  modelDownWords: (trouble: string) => `${trouble}. New calls fail until it answers.`,
  noCredit: "The account has no credit left",
  noCreditWords: "No call is answered until there is credit at the provider.",
  callsRefused: "Calls are turned away",
  callsRefusedWords:
    "The server is full. Raise MAX_CALLS if the machine bears it, or add another server.",
  budgetNear: "The budget of the day is nearly spent",
  budgetWords: (usd: string, budget: string) =>
    `${usd} of ${budget}. Beyond it new calls are refused until midnight (UTC).`,
  budgetSpent: "The budget of the day is spent",
  failedCalls: (failed: string, calls: string) =>
    `${failed} of the last ${calls} calls ended by a fault`,
  failedCallsWords: (reason: string) => `Most of them: ${reason}.`,
  heldUp: "The server is held up",
  heldUpWords: (ms: string) =>
    `Sound may stutter: it was ${ms} ms late. Look at what else runs on the machine.`,
  storeTrouble: "Nothing can be saved",
  storeTroubleWords:
    "Calls go on; their words are kept in memory only. Look at the server's disk, or at the database.",
  selfCallFailed: "The server's call to itself is not answered",
  selfCallFailedWords: (code: string) => `Callers may not be answered either (${code}).`,
  webhook: (name: string) => `The webhook ${name} takes nothing`,
  webhooks: (count: number) => `${count} webhooks take nothing`,
  webhookWords: (outcome: string) =>
    `${outcome}. What waits is tried again; its log shows every try.`,
  callWaits: "A call waits for a supervisor",
  callsWait: (count: number) => `${count} calls wait for a supervisor`,
  reasons: {
    hand: "The agent has asked a question.",
    degraded: "Something is wrong with it.",
    silent: "The agent says nothing.",
    tool: "A tool keeps failing.",
    person: "The caller seems to ask for a person.",
  },
  agent: (name: string) => `Agent: ${name}.`,
  openCall: "Open the call",
  openFloor: "To the floor",
  openConnection: "Look at the connection",
  openHistory: "Look at these calls",
  openWebhooks: "Look at the webhooks",
});
