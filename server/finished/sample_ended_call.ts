// An ended call for tests: the caller asks, the agent is interrupted, and something cannot be understood.
import type { CallEventBody } from "../contract/event.ts";
import { CALL_STARTED, sampleCall } from "../store/sample_rows.ts";
import { NO_USAGE } from "../contract/call.ts";

const heard = (itemId: string, startMs: number, heardMs: number, interrupted: boolean) => ({
  type: "agent.heard" as const,
  itemId,
  responseId: "r",
  startMs,
  endMs: startMs + heardMs,
  heardMs,
  generatedMs: 4000,
  interrupted,
  measure: "estimated" as const,
});

export const SPOKEN: CallEventBody[] = [
  { type: "agent.speaking", itemId: "a1", responseId: "r", startMs: 100 },
  { type: "agent.line", itemId: "a1", responseId: "r", text: "Parcels,\nhow can I help?" },
  heard("a1", 100, 4000, false),
  { type: "caller.speaking", itemId: "c1", startMs: 5000 },
  { type: "agent.speaking", itemId: "a2", responseId: "r", startMs: 7000 },
  { type: "agent.line", itemId: "a2", responseId: "r", text: "one two three four" },
  { type: "caller.line", itemId: "c1", text: "Where is it?", startMs: 5000, endMs: 6000 },
  heard("a2", 7000, 2000, true),
  { type: "caller.not_transcribed", itemId: "c2", code: "x", startMs: 9000, endMs: 9500 },
  { type: "agent.line", itemId: "a3", responseId: "r", text: "Never heard." },
];

export const ENDED: CallEventBody = {
  type: "call.ended",
  reason: "agent_completed",
  code: "",
  durationMs: 12_345,
  usage: { ...NO_USAGE, outputAudioTokens: 1000 },
  outputs: { END_REASON: "agent_completed" },
};

/** `more`: what happens after the end. */
export function endedCall(callId: string, ...more: CallEventBody[]) {
  const started = { ...CALL_STARTED, route: "Night", variables: { LANGUAGE: "de" } };
  return sampleCall(callId, [started as CallEventBody, ...SPOKEN, ENDED, ...more]);
}

const BETWEEN_PEOPLE: CallEventBody[] = [
  {
    ...CALL_STARTED,
    kind: "transcription",
    agent: { id: "", name: "", version: 0 },
    model: "gpt-transcribe",
    voice: "",
  } as CallEventBody,
  {
    type: "speech.line",
    itemId: "b",
    speaker: "caller",
    text: "Wo ist es?",
    startMs: 1500,
    endMs: 2500,
    language: "de-DE",
    confidence: 0.9,
  },
  {
    type: "speech.line",
    itemId: "a",
    speaker: "agent",
    text: "Good morning.",
    startMs: 200,
    endMs: 1200,
    language: "en-US",
    confidence: 1,
  },
  {
    type: "speech.translated",
    itemId: "b",
    language: "en-US",
    text: "Where is it?",
    failed: false,
  },
  {
    type: "speech.line",
    itemId: "c",
    speaker: "caller",
    text: "Hallo?",
    startMs: 4000,
    endMs: 4500,
    language: "de-DE",
    confidence: 1,
  },
  { type: "speech.translated", itemId: "c", language: "en-US", text: "Hallo?", failed: true },
  {
    type: "call.ended",
    reason: "conversation_over",
    code: "",
    durationMs: 6000,
    usage: NO_USAGE,
    costUsd: 0.25,
  },
];

/** An ended call between people, one of whom is translated. */
export function peoplesCall(callId: string) {
  return sampleCall(callId, BETWEEN_PEOPLE);
}
