import { assertEquals } from "@std/assert";
import { NO_USAGE } from "../../server/contract/call.ts";
import { test } from "../testing.ts";
import { callFacts } from "./call_facts.ts";
import { eventTexts } from "./event_texts.ts";
import { sampleEvents, STARTED } from "./sample_calls.ts";

const ENDED = {
  type: "call.ended",
  reason: "agent_completed",
  code: "",
  durationMs: 1,
  usage: NO_USAGE,
} as const;

test("what came with a call, what it was told and what it gave back are found", () => {
  const facts = callFacts(sampleEvents([
    { ...STARTED, offsetMs: 0, variables: { LANGUAGE: "de" } } as typeof STARTED,
    { type: "call.briefed", offsetMs: 1, instructionsFrom: "url", tools: ["a"] },
    { ...ENDED, offsetMs: 2, outputs: { Intent: "refund" } },
    { type: "call.summary", offsetMs: 3, text: "All well.", source: "after_call" },
  ]));
  assertEquals(facts, {
    variables: [["LANGUAGE", "de"]],
    instructionsFrom: "url",
    tools: ["a"],
    outputs: [["Intent", "refund"]],
    summaryFrom: "after_call",
    handovers: [],
  });
});

test("a live call has no outputs yet; one stored before there were any has none", () => {
  assertEquals(callFacts(sampleEvents([STARTED])).outputs, null);
  assertEquals(callFacts(sampleEvents([STARTED, { ...ENDED, offsetMs: 1 }])).outputs, []);
});

test("the briefing of the agent that speaks last counts", () => {
  const facts = callFacts(sampleEvents([
    { type: "call.briefed", offsetMs: 1, instructionsFrom: "agent", tools: ["a"] },
    { type: "call.briefed", offsetMs: 2, instructionsFrom: "built_in", tools: ["b"] },
  ]));
  assertEquals([facts.instructionsFrom, facts.tools], ["built_in", ["b"]]);
});

test("JSON of a tool is laid out in lines, other words stay as they are", () => {
  const called = { type: "tool.called", toolCallId: "t", name: "n" } as const;
  const finished = { ...called, type: "tool.finished", ok: true, tookMs: 1 } as const;
  const texts = sampleEvents([
    { ...called, offsetMs: 0, args: '{"a":1}' },
    { ...finished, offsetMs: 1, result: "no such order {" },
    { ...called, offsetMs: 2 },
  ]).map(eventTexts);
  assertEquals(texts, [
    [{ title: "Arguments", text: '{\n  "a": 1\n}' }],
    [{ title: "What the model was told", text: "no such order {" }],
    [],
  ]);
});
