// The state of one call as everybody sees it; fold_call.ts makes it from events.
import type { CallAbility } from "./command_kinds.ts";
import type { RaisedHand } from "./hand_limits.ts";
import type { CallSigns } from "./signs.ts";

/** What a call is doing. Closed set; the console has a word, a shape and a colour for each. */
export const CALL_STATES = [
  "connecting", // answered, the model is being dialled
  "listening", // the agent waits for the caller
  "caller_speaking",
  "thinking", // a response was asked for, nothing is heard yet
  "agent_speaking",
  "held", // the phone system has paused the audio
  "degraded", // something is wrong and is being mended; see `degraded`
  "ending", // the farewell is being heard
  "ended",
] as const;
export type CallState = (typeof CALL_STATES)[number];

/** "agent": our agent speaks with the caller; "transcription": people do, and we write it down. */
export const CALL_KINDS = ["agent", "transcription"] as const;
export type CallKind = (typeof CALL_KINDS)[number];

/**
 * How one side of a call between people is written down: "segmented": the model's server finds the turns;
 * "continuous": we do, words come while somebody speaks; "rest": each utterance is sent as a file.
 */
export const EAR_MODES = ["segmented", "continuous", "rest"] as const;
export type EarMode = (typeof EAR_MODES)[number];

/** Why a call ended: exactly one of these, with whose doing it was and what to do about it. */
export const END_REASONS = {
  caller_hung_up: { who: "caller", words: "The caller hung up", advice: "" },
  agent_completed: { who: "agent", words: "The agent completed the call", advice: "" },
  agent_escalated: { who: "agent", words: "The agent handed the call on", advice: "" },
  no_input: { who: "agent", words: "The caller said nothing any more", advice: "" },
  too_long: { who: "agent", words: "The call reached its greatest length", advice: "" },
  caller_is_machine: {
    who: "agent",
    words: "The caller seems to be a machine",
    advice: "The other side said the same over and over; switch the guard off if that was wrong",
  },
  supervisor_ended: { who: "supervisor", words: "A supervisor ended the call", advice: "" },
  conversation_over: { who: "telephony", words: "The conversation is over", advice: "" },
  phone_error: {
    who: "telephony",
    words: "The phone system reported an error",
    advice: "Look at what the phone system logged of this call (Genesys: Operational Console)",
  },
  phone_lost: {
    who: "telephony",
    words: "The connection to the phone system broke",
    advice: "Check the network between the phone system and this server",
  },
  phone_protocol: {
    who: "telephony",
    words: "The phone system broke the protocol",
    advice: "Note the code and the correlation id, and look at the server's log",
  },
  upstream_refused: {
    who: "upstream",
    words: "The model refused the call",
    advice: "Check the API key, the model's name and the account's permissions",
  },
  upstream_no_credit: {
    who: "upstream",
    words: "The account has no credit left",
    advice: "Add credit at the provider; calls fail until then",
  },
  upstream_lost: {
    who: "upstream",
    words: "The model could not be reached",
    advice: "Check the network and the provider's status page",
  },
  drained: { who: "server", words: "The server was stopped", advice: "" },
  crashed: {
    who: "server",
    words: "The server that carried the call died",
    advice: "Look at what that machine logged last, and whether it ran out of memory",
  },
  internal: {
    who: "server",
    words: "An error in the server",
    advice: "Look at the server's log for this call; please report it",
  },
} as const satisfies Record<string, { who: EndedBy; words: string; advice: string }>;
export type EndReason = keyof typeof END_REASONS;
export type EndedBy = "supervisor" | "caller" | "agent" | "telephony" | "upstream" | "server";

/** Where the instructions of a call came from, first that has any (see agents/instructions.ts). */
export const INSTRUCTION_SOURCES = [
  "variable",
  "agent",
  "setting",
  "url",
  "file",
  "built_in",
] as const;
export type InstructionSource = (typeof INSTRUCTION_SOURCES)[number];

/** What made the agent speak. */
export const RESPONSE_CAUSES = [
  "greeting",
  "turn",
  "digits",
  "tool",
  "farewell",
  "recovery",
  "no_input",
  "warning",
  "refusal",
  "handover",
  "supervisor",
] as const;
export type ResponseCause = (typeof RESPONSE_CAUSES)[number];

/** Tokens of a call, summed over its responses (openai-realtime § 13). */
export interface Usage {
  inputTextTokens: number;
  inputAudioTokens: number;
  cachedTextTokens: number;
  cachedAudioTokens: number;
  outputTextTokens: number;
  outputAudioTokens: number;
}

export const NO_USAGE: Usage = {
  inputTextTokens: 0,
  inputAudioTokens: 0,
  cachedTextTokens: 0,
  cachedAudioTokens: 0,
  outputTextTokens: 0,
  outputAudioTokens: 0,
};

export function addUsage(a: Usage, b: Usage): Usage {
  return {
    inputTextTokens: a.inputTextTokens + b.inputTextTokens,
    inputAudioTokens: a.inputAudioTokens + b.inputAudioTokens,
    cachedTextTokens: a.cachedTextTokens + b.cachedTextTokens,
    cachedAudioTokens: a.cachedAudioTokens + b.cachedAudioTokens,
    outputTextTokens: a.outputTextTokens + b.outputTextTokens,
    outputAudioTokens: a.outputAudioTokens + b.outputAudioTokens,
  };
}

/** Events that may come after the end. */
export const AFTERWORDS: ReadonlySet<string> = new Set(["call.summary", "recording.deleted"]);

export const RECORDING_STATES = ["none", "on", "kept", "gone"] as const;

/** One call in five facts and a little more; what lists show. */
export interface CallSummary {
  callId: string;
  kind: CallKind;
  protocol: string;
  /** As the phone system gave it, for instance "tel:+15550100"; the console masks it. */
  caller: string;
  called: string;
  conversationId: string;
  agent: { id: string; name: string; version: number };
  model: string;
  voice: string;
  /** "test": placed from the console or the command line. */
  origin: "phone" | "test";
  answeredBy: "openai" | "stand-in";
  startedAtMs: number;
  endedAtMs: number | null;
  state: CallState;
  /** When (UTC) it came into its state. */
  stateSinceMs: number;
  degraded: string | null;
  endReason: EndReason | null;
  endCode: string | null;
  interruptions: number;
  usage: Usage;
  /**
   * By the price table of the day, tokens of the realtime model only, or minutes of transcription, which are
   * told when the call has ended; null: the price is not known.
   */
  costUsd: number | null;
  /** Name of the route that chose the agent; "": the default agent. */
  route: string;
  /** The realtime model could not be had: part of the call was carried by the second upstream. */
  fallback: boolean;
  summary: string;
  /** As the phone system named it, or as it was heard last; "": not known. */
  language: string;
  lastCallerLine: string;
  lastAgentLine: string;
  /** What a supervisor can do with it. */
  can: readonly CallAbility[];
  /** A person speaks in the agent's place. */
  takenOver: boolean;
  /** "on": being kept as sound; "kept": it can be played; "gone": it was deleted; "none": it never was kept. */
  recording: (typeof RECORDING_STATES)[number];
  /** People who hear it live. */
  listeners: number;
  /** What the agent asks the supervisors and waits for; null: nothing. */
  hand: RaisedHand | null;
  /** Ids of the notes of the board that its model goes by. */
  notices: readonly string[];
  /** What may want a supervisor's eye. */
  signs: CallSigns;
  /** Id of the instance that carries it; "": the server is alone. */
  instance: string;
  /** Number of the last event folded in. */
  seq: number;
}
