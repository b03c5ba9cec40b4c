// Agents, calls and events for tests of what outlives the process.
import { type CallSummary, NO_USAGE } from "../contract/call.ts";
import { foldCall } from "../contract/fold_call.ts";
import type { Agent, AgentConfig, AgentVersion } from "../contract/agent.ts";
import { SAMPLE_CONFIG as RECEPTION } from "../contract/sample_config.ts";
import type { CallEvent, CallEventBody } from "../contract/event.ts";

const SAMPLE_CONFIG: AgentConfig = {
  ...RECEPTION,
  name: "Parcels",
  prompt: "You answer the phone of a parcel service. Grüße auf Wunsch: €",
};

export function sampleVersion(version: number, prompt = SAMPLE_CONFIG.prompt): AgentVersion {
  return { version, config: { ...SAMPLE_CONFIG, prompt }, note: "", publishedAtMs: 1000 };
}

export function sampleAgent(revision: number, prompt = SAMPLE_CONFIG.prompt): Agent {
  return {
    id: "default",
    revision,
    draft: { ...SAMPLE_CONFIG, prompt },
    draftSavedAtMs: 1000,
    published: sampleVersion(1, prompt),
  };
}

export const CALL_STARTED: CallEventBody = {
  type: "call.started",
  protocol: "audiohook",
  caller: "tel:+15550100",
  called: "tel:+15550199",
  conversationId: "conversation",
  agent: { id: "default", name: "Parcels", version: 1 },
  model: "gpt-realtime-2.1",
  voice: "marin",
  language: "en-US",
  origin: "phone",
  answeredBy: "stand-in",
};

export const CALL_ENDED: CallEventBody = {
  type: "call.ended",
  reason: "caller_hung_up",
  code: "",
  durationMs: 5000,
  usage: NO_USAGE,
};

export function callerLine(itemId: string, text = `words of ${itemId}`): CallEventBody {
  return { type: "caller.line", itemId, text, startMs: 100, endMs: 900 };
}

/** Numbers `bodies` from `firstSeq` on and folds them. */
export function sampleCall(
  callId: string,
  bodies: readonly CallEventBody[],
  options: { firstSeq?: number; atMs?: number } = {},
): { events: CallEvent[]; call: CallSummary } {
  const { firstSeq = 1, atMs = 1_700_000_000_000 } = options;
  const events = bodies.map((body, i): CallEvent => ({
    ...body,
    seq: firstSeq + i,
    callId,
    atMs: atMs + i * 100,
    offsetMs: i * 100,
  }));
  const call = events.reduce<CallSummary | null>(foldCall, null);
  if (!call) throw new Error("A sample call must begin with call.started");
  return { events, call };
}
