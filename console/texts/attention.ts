// Why a call wants somebody's eye.
import { texted } from "./language.ts";
import { plural } from "./numbers.ts";

export const ATTENTION_TEXTS = texted("attention", {
  states: {
    connecting: "The model is slow to connect",
    thinking: "The caller waits for an answer",
    listening: "Nobody has spoken for a while",
    held: "On hold for over a minute",
    ending: "The farewell takes long",
  },
  agentAsks: (question: string) => `The agent asks: ${question}`,
  secondUpstream: "The second upstream carries the call",
  takenOver: "A supervisor has taken over",
  toolFailed: (tool: string, times: number) =>
    `The tool ${tool} failed ${times === 2 ? "twice" : `${times} times`}`,
  asksForPerson: (times: number) =>
    times < 2
      ? "Seems to ask for a person"
      : `Seems to ask for a person (${times === 2 ? "twice" : `${times} times`})`,
  cutsIn: (times: number) => `The caller keeps cutting in (${times}× in a minute)`,
  whisperUnused: "A whisper has not been used yet",
  whisperWaits: "A whisper still waits for its moment",
  lastsOver: (minutes: number) => `Lasts over ${plural(minutes, "minute")}`,
  costsOver: (sum: string) => `Costs over ${sum}`,
  troubles: {
    E_UP_DNS: "The model's address cannot be found",
    E_UP_CONNECT: "The model cannot be reached",
    E_UP_TLS: "No secure connection to the model",
    E_UP_TIMEOUT: "The model does not answer in time",
    E_UP_AUTH: "The model refuses the API key",
    E_UP_MODEL: "The model's name is refused",
    E_UP_LIMIT: "The model's rate limit is reached",
    E_UP_QUOTA: "The account has no credit left",
    E_UP_5XX: "The model's provider has a fault",
    E_UP_CONFIG: "The model refuses the settings",
    E_UP_FORMAT: "The model answers in another audio format",
    E_UP_EXPIRED: "The model's session ran out",
    E_UP_LOST: "The connection to the model broke",
    E_UP_ERROR: "The model reported an error",
  },
  /** How the model is doing, in the counters above the cards. */
  model: {
    troubled: (calls: number) => `Trouble in ${plural(calls, "call")}`,
    failed: (calls: number) => `Failed ${plural(calls, "call")}`,
    second: "Second upstream",
    standIn: "Stand-in",
    good: "Good",
    notAsked: "Not asked lately",
  },
  unknownTrouble: (code: string) => `Trouble: ${code}`,
});
