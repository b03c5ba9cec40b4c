// Every word of the page about how calls reach the server and how the console does; the ways in and the health have
// tables of their own.
import { texted } from "./language.ts";
import { plural } from "./numbers.ts";

export const CONNECTION_TEXTS = texted("connection", {
  title: "Connection",
  lead: "How calls reach Hookline, and who answers them.",
  asking: "Asking the server…",
  tryTitle: "Try it",
  tryWords:
    "No phone system at hand? A test call takes the same road, from the first byte to the last.",
  doorTitle: "Who gets in, who answers",
  signatures: "Signatures",
  required: "Required",
  notRequired: "Not required",
  requiredWords: "Only someone who knows the client secret can connect.",
  notRequiredWords: "Anyone who learns the API key can connect. Set a client secret on both sides.",
  answeredBy: "Answered by",
  openai: "OpenAI's Realtime API",
  standIn: "The built-in stand-in",
  openaiWords: "What callers say is sent to OpenAI.",
  standInWords: "No key is set; nothing leaves this machine.",
  newCalls: "New calls",
  draining: "Refused: the server is stopping",
  /** Where there are several. */
  drainingHere: "Refused by this instance: it is stopping",
  welcome: "Welcome",
  saving: "Saving",
  savesAll: "Every line and event",
  upkeepTitle: "Money and ways out",
  spent: "Spent today",
  ofBudget: (budget: string) => ` of ${budget}`,
  spentWords: (day: string) => `By the price table, since midnight UTC (${day}).`,
  noBudget: "No budget is set.",
  atBudget: "At the budget new calls are refused.",
  second: "Second upstream",
  ready: "Ready",
  notConfigured: "Not configured",
  secondWords: "Serves callers when the realtime model cannot be had.",
  noSecondWords: "Without the realtime model callers take the flow's failure path.",
  deliveries: "Deliveries",
  noneWaiting: "None waiting",
  waiting: (n: number) => `${plural(n, "finished call")} waiting`,
  noneWaitingWords: "Of finished calls, to the configured address.",
  waitingWords: "The configured address has not taken them yet; they are tried again.",
  consoleTitle: "This console",
  stream: "Stream",
  streamWords: "Calls are not affected when it breaks.",
  lastEvent: "Last event",
  clocks: "Clocks",
  clockRight: "This computer's clock is right",
  clockBehind: (by: string) =>
    `This computer's clock is ${by} behind; times here follow the server's`,
  clockAhead: (by: string) =>
    `This computer's clock is ${by} ahead; times here follow the server's`,
  address: "Address",
  version: "Version",
});
