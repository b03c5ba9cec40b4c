// What a call's summary says of its recording, through its whole life.
import { assertEquals } from "@std/assert";
import { type CallSummary, NO_USAGE } from "./call.ts";
import { foldCall } from "./fold_call.ts";
import type { CallEvent, CallEventBody } from "./event.ts";

const STARTED: CallEventBody = {
  type: "call.started",
  protocol: "audiohook",
  caller: "",
  called: "",
  conversationId: "",
  agent: { id: "default", name: "A", version: 1 },
  model: "m",
  voice: "v",
  language: "",
  origin: "phone",
  answeredBy: "openai",
};
const ENDED: CallEventBody = {
  type: "call.ended",
  reason: "drained",
  code: "",
  durationMs: 9,
  usage: NO_USAGE,
};
const BEGINS: CallEventBody = { type: "recording.started" };
const STOPS = (audioBytes: number): CallEventBody => (
  {
    type: "recording.ended",
    durationMs: audioBytes / 16,
    audioBytes,
    ok: audioBytes > 0,
    detail: "",
  }
);
const GONE: CallEventBody = { type: "recording.deleted", why: "asked" };

function states(...bodies: CallEventBody[]): string[] {
  let call: CallSummary | null = null;
  return [STARTED, ...bodies].map((body, seq) => {
    call = foldCall(call, { ...body, seq, callId: "c", atMs: seq, offsetMs: seq } as CallEvent);
    return call!.recording;
  });
}

Deno.test("a recording is on, kept, and gone once it was deleted after the call", () => {
  assertEquals(states(BEGINS, STOPS(160), ENDED, GONE), ["none", "on", "kept", "kept", "gone"]);
});

Deno.test("one that never began leaves nothing, one that a dead process left behind is kept", () => {
  assertEquals(states(STOPS(0), ENDED), ["none", "none", "none"]);
  assertEquals(states(BEGINS, ENDED), ["none", "on", "kept"]);
});
