// Made-up calls and events for tests. Never imported by the console itself.
import { type CallSummary, NO_USAGE } from "../../server/contract/call.ts";
import type { CallEvent, CallEventBody } from "../../server/contract/event.ts";
import { NO_SIGNS } from "../../server/contract/signs.ts";

export const ANSWERED_MS = 1_700_000_000_000;

export function sampleCall(change: Partial<CallSummary> = {}): CallSummary {
  return {
    callId: "call-1",
    protocol: "audiohook",
    caller: "tel:+15550100",
    called: "tel:+15550199",
    conversationId: "conversation-1",
    agent: { id: "default", name: "Front desk", version: 3 },
    model: "gpt-realtime-2.1",
    voice: "marin",
    origin: "phone",
    answeredBy: "openai",
    startedAtMs: ANSWERED_MS,
    endedAtMs: null,
    state: "listening",
    degraded: null,
    endReason: null,
    endCode: null,
    interruptions: 0,
    usage: NO_USAGE,
    costUsd: null,
    route: "",
    fallback: false,
    kind: "agent",
    language: "",
    summary: "",
    lastCallerLine: "",
    lastAgentLine: "",
    can: [],
    takenOver: false,
    instance: "",
    recording: "none",
    listeners: 0,
    hand: null,
    notices: [],
    stateSinceMs: ANSWERED_MS,
    signs: NO_SIGNS,
    seq: 1,
    ...change,
  };
}

/** Events of one call, numbered from 1, each `offsetMs` after the answer. */
export function sampleEvents(
  bodies: readonly (CallEventBody & { offsetMs: number })[],
  options: { callId?: string; firstSeq?: number } = {},
): CallEvent[] {
  const { callId = "call-1", firstSeq = 1 } = options;
  return bodies.map((body, index) => ({
    ...body,
    callId,
    seq: firstSeq + index,
    atMs: ANSWERED_MS + body.offsetMs,
  }));
}

export const STARTED: CallEventBody & { offsetMs: number } = {
  type: "call.started",
  offsetMs: 0,
  protocol: "audiohook",
  caller: "tel:+15550100",
  called: "tel:+15550199",
  conversationId: "conversation-1",
  agent: { id: "default", name: "Front desk", version: 3 },
  model: "gpt-realtime-2.1",
  voice: "marin",
  language: "en",
  origin: "phone",
  answeredBy: "openai",
};
