import { assert, assertEquals } from "@std/assert";
import type { CallEventBody } from "../contract/event.ts";
import { CALL_STARTED, callerLine, sampleCall } from "../store/sample_rows.ts";
import { finishedCall, finishedCallSchema } from "./finished_call.ts";
import { ENDED, endedCall, peoplesCall } from "./sample_ended_call.ts";

Deno.test("a finished call tells who called, what was said and heard, how it ended and what it cost", () => {
  const summary: CallEventBody = { type: "call.summary", text: "A parcel.", source: "after_call" };
  const finished = finishedCall("id", endedCall("a", summary));
  assert(finished);
  assertEquals(finishedCallSchema.strict().parse(structuredClone(finished)), finished);
  const { transcript, call, ...rest } = finished;
  assertEquals(rest, {
    type: "call.finished",
    id: "id",
    endReason: "agent_completed",
    endedBy: "agent",
    endCode: "",
    outputs: { END_REASON: "agent_completed" },
    summary: "A parcel.",
    transcriptCut: false,
    usage: {
      inputTextTokens: 0,
      inputAudioTokens: 0,
      cachedTextTokens: 0,
      cachedAudioTokens: 0,
      outputTextTokens: 0,
      outputAudioTokens: 1000,
    },
    costUsd: 0.064,
  });
  assertEquals(call, {
    callId: "a",
    kind: "agent",
    conversationId: "conversation",
    protocol: "audiohook",
    caller: "tel:+15550100",
    called: "tel:+15550199",
    origin: "phone",
    agent: { id: "default", name: "Parcels", version: 1 },
    route: "Night",
    model: "gpt-realtime-2.1",
    voice: "marin",
    language: "en-US",
    answeredBy: "stand-in",
    fallback: false,
    interruptions: 0,
    variables: { LANGUAGE: "de" },
    startedAtMs: 1_700_000_000_000,
    endedAtMs: 1_700_000_001_100,
    durationMs: 12_345,
  });
  assertEquals(
    transcript.map(({ speaker, text, heard, startMs, interrupted }) => [
      ...[speaker, text, heard],
      ...[startMs, interrupted],
    ]),
    [
      ["agent", "Parcels,\nhow can I help?", "Parcels,\nhow can I help?", 100, false],
      ["caller", "Where is it?", "Where is it?", 5000, false],
      ["agent", "one two three four", "one two", 7000, true],
      ["caller", "", "", 9000, false],
      ["agent", "Never heard.", "", null, false],
    ],
  );
});

Deno.test("a call without an end is not finished; one without words or extras is", () => {
  assertEquals(finishedCall("id", sampleCall("a", [CALL_STARTED])), null);
  const bare = finishedCall("id", sampleCall("a", [CALL_STARTED, ENDED]));
  assertEquals([bare?.transcript, bare?.summary, bare?.call.variables], [[], "", {}]);
  const { call } = sampleCall("a", [CALL_STARTED, ENDED]);
  const lost = finishedCall("id", { call, events: [] }); // events of a store in trouble
  assertEquals([lost?.outputs, lost?.call.language, lost?.call.durationMs], [{}, "en-US", 100]);
});

Deno.test("of a call between people both are heard, in their languages and in the other one", () => {
  const finished = finishedCall("id", peoplesCall("a"));
  assert(finished);
  assertEquals(finishedCallSchema.strict().parse(structuredClone(finished)), finished);
  assertEquals([finished.call.kind, finished.call.language, finished.costUsd], [
    "transcription",
    "de-DE",
    0.25,
  ]);
  assertEquals([finished.endReason, finished.endedBy], ["conversation_over", "telephony"]);
  assertEquals(
    finished.transcript.map(({ speaker, text, heard, startMs, language, translation }) => [
      ...[speaker, text, heard === text, startMs],
      ...[language, translation],
    ]),
    [
      ["agent", "Good morning.", true, 200, "en-US", ""],
      ["caller", "Wo ist es?", true, 1500, "de-DE", "Where is it?"],
      ["caller", "Hallo?", true, 4000, "de-DE", ""],
    ],
  );
});

Deno.test("of an endless transcript the newest half megabyte is told, and that it was cut", () => {
  const words = "x".repeat(1000);
  const lines = Array.from({ length: 2000 }, (_, i) => callerLine(`${i}`, `${i} ${words}`));
  const finished = finishedCall("id", sampleCall("a", [CALL_STARTED, ...lines, ENDED]));
  assert(finished?.transcriptCut);
  assertEquals(finished.transcript.at(-1)?.text, `1999 ${words}`);
  const size = JSON.stringify(finished).length;
  assert(size > 500_000 && size < 1_000_000, `${size}`);
});
