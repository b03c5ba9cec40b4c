// The state of one call as everybody sees it, and the pure fold that makes it from events.
// Imports types only: the console runs the same code as the server.
import type { CallAbility } from "./command_kinds.ts";
import type { CallEvent } from "./event.ts";
import type { RaisedHand } from "./hand_limits.ts";
import { costOf, transcriptionPriceOf } from "./prices.ts";
import { type CallSigns, foldSigns, NO_SIGNS } from "./signs.ts";

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

/** Folds one event into a call. `call.started` makes the call; other events of an unknown call are ignored. */
export function foldCall(call: CallSummary | null, event: CallEvent): CallSummary | null {
  if (event.type === "call.started") return started(event);
  if (!call || (call.endedAtMs !== null && !AFTERWORDS.has(event.type))) return call;
  const next = { ...call, ...change(call, event), signs: foldSigns(call.signs, event) };
  const stateSinceMs = next.state === call.state ? call.stateSinceMs : event.atMs;
  return { ...next, stateSinceMs, seq: event.seq };
}

/** The second upstream's tokens have no price here: the cost stays what the realtime model's came to. */
function costWith(call: CallSummary, usage: Usage): number | null {
  return call.fallback ? call.costUsd : costOf(call.model, usage);
}

function started(event: Extract<CallEvent, { type: "call.started" }>): CallSummary {
  const { seq, callId, atMs, protocol, caller, called, conversationId, agent, model, voice } =
    event;
  return {
    callId,
    kind: event.kind ?? "agent",
    protocol,
    caller,
    called,
    conversationId,
    agent,
    model,
    voice,
    origin: event.origin,
    answeredBy: event.answeredBy,
    startedAtMs: atMs,
    endedAtMs: null,
    state: "connecting",
    stateSinceMs: atMs,
    degraded: null,
    endReason: null,
    endCode: null,
    interruptions: 0,
    usage: NO_USAGE,
    costUsd: event.kind === "transcription"
      ? (transcriptionPriceOf(model) === null ? null : 0)
      : costOf(model, NO_USAGE),
    route: event.route ?? "",
    fallback: false,
    summary: "",
    language: event.language,
    lastCallerLine: "",
    lastAgentLine: "",
    can: event.can ?? [],
    instance: event.instance ?? "",
    takenOver: false,
    recording: "none",
    listeners: 0,
    hand: null,
    notices: [],
    signs: NO_SIGNS,
    seq,
  };
}

function change(call: CallSummary, event: CallEvent): Partial<CallSummary> {
  switch (event.type) {
    case "upstream.ready":
      return { state: "listening", degraded: null, model: event.model, voice: event.voice };
    case "upstream.lost":
      return { state: "degraded", degraded: event.code };
    case "call.degraded":
      return { degraded: event.code };
    case "call.recovered":
      return { degraded: null };
    case "call.held":
      return { state: "held" };
    case "call.resumed":
      return { state: "listening" };
    case "call.ending":
      return { state: "ending" };
    case "caller.speaking":
      return call.state === "ending" ? {} : { state: "caller_speaking" };
    case "caller.silent":
      return call.state === "caller_speaking" ? { state: "listening" } : {};
    case "caller.line":
      return { lastCallerLine: event.text };
    case "agent.changed":
      return { agent: event.agent };
    case "upstream.fallback":
      return { fallback: true };
    case "speech.partial":
      return call.state === "ending" || call.state === "held"
        ? {}
        : { state: event.speaker === "caller" ? "caller_speaking" : "agent_speaking" };
    case "speech.line":
      return {
        state: call.state === "held" || call.state === "ending" ? call.state : "listening",
        ...(event.language !== "" && { language: event.language }),
        ...(event.speaker === "caller"
          ? { lastCallerLine: event.text }
          : { lastAgentLine: event.text }),
      };
    case "speech.dropped":
      // Only words that were shown made a speaker of somebody.
      return event.itemId !== undefined && call.state === `${event.speaker}_speaking`
        ? { state: "listening" }
        : {};
    case "ear.ready":
      return {
        model: event.model,
        degraded: null,
        fallback: call.fallback || event.mode === "rest",
        ...(call.state === "connecting" || call.state === "degraded" ? { state: "listening" } : {}),
      };
    case "ear.lost":
      return { degraded: event.code };
    case "call.language":
      return { language: event.language };
    case "supervisor.took_over":
      return { takenOver: true };
    case "supervisor.handed_back":
      return { takenOver: false };
    case "recording.started":
      return { recording: "on" };
    case "recording.ended":
      return { recording: event.audioBytes > 0 ? "kept" : "none" };
    case "recording.deleted":
      return { recording: "gone" };
    case "listener.joined":
      return { listeners: call.listeners + 1 };
    case "listener.left":
      return { listeners: Math.max(0, call.listeners - 1) };
    case "hand.raised": {
      const { handId, question, answers, untilMs, otherwise } = event;
      return { hand: { handId, question, answers, untilMs, otherwise } };
    }
    case "hand.lowered":
      return call.hand?.handId === event.handId ? { hand: null } : {};
    case "notice.told":
      return { notices: [...call.notices.filter((id) => id !== event.noticeId), event.noticeId] };
    case "notice.over":
      return { notices: call.notices.filter((id) => id !== event.noticeId) };
    case "call.summary":
      return { summary: event.text };
    case "caller.interrupted":
      return { interruptions: call.interruptions + 1 };
    case "agent.thinking":
      return call.state === "ending" || call.state === "agent_speaking"
        ? {}
        : { state: "thinking" };
    case "agent.speaking":
      return call.state === "ending" ? {} : { state: "agent_speaking" };
    case "agent.line":
      return { lastAgentLine: event.text };
    case "agent.heard":
      return call.state === "agent_speaking" ? { state: "listening" } : {};
    case "agent.done": {
      const usage = addUsage(call.usage, event.usage);
      const costUsd = costWith(call, usage);
      return call.state === "thinking"
        ? { usage, costUsd, state: "listening" }
        : { usage, costUsd };
    }
    case "call.ended":
      return {
        state: "ended",
        takenOver: false,
        listeners: 0,
        hand: null,
        degraded: null,
        // Where a dead process left one behind it can be heard as far as it goes.
        recording: call.recording === "on" ? "kept" : call.recording,
        endedAtMs: event.atMs,
        endReason: event.reason,
        endCode: event.code,
        usage: event.usage,
        costUsd: call.kind === "transcription"
          ? event.costUsd ?? null
          : costWith(call, event.usage),
      };
    default:
      return {};
  }
}
