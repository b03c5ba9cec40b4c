// The pure fold that makes a call's state from its events: the console runs the same code as the server.
import { addUsage, AFTERWORDS, type CallSummary, NO_USAGE, type Usage } from "./call.ts";
import type { CallEvent } from "./event.ts";
import { costOf, transcriptionPriceOf } from "./prices.ts";
import { foldSigns, NO_SIGNS } from "./signs.ts";

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
