import { assert, assertEquals } from "@std/assert";
import { NO_USAGE } from "../../server/contract/call.ts";
import type { CallEvent, CallEventBody } from "../../server/contract/event.ts";
import { test } from "../testing.ts";
import { eventWords } from "./event_words.ts";
import { sampleEvents } from "./sample_calls.ts";
import { PEOPLE_EVENTS } from "./sample_people.ts";

const words = (body: CallEventBody) => eventWords(sampleEvents([{ ...body, offsetMs: 0 }])[0]!);

test("what was heard of an answer is told apart from what was generated", () => {
  const heard = words({
    type: "agent.heard",
    itemId: "a",
    responseId: "r",
    startMs: 0,
    endMs: 1000,
    heardMs: 1000,
    generatedMs: 4200,
    interrupted: true,
    measure: "reported",
  });
  assertEquals([heard.title, heard.detail], ["Heard in part", "1.00 s of 4.20 s"]);
});

test("an end that wants something done is trouble, a hang-up is not", () => {
  const end = { type: "call.ended", code: "", durationMs: 1, usage: NO_USAGE } as const;
  assertEquals(words({ ...end, reason: "caller_hung_up" }).trouble, false);
  const lost = words({ ...end, reason: "upstream_lost", code: "E_UP_LOST" });
  assertEquals([lost.trouble, lost.detail], [true, "The model could not be reached · E_UP_LOST"]);
});

test("failures of tools, responses and transcription are trouble", () => {
  assert(
    words({ type: "tool.finished", toolCallId: "t", name: "book", ok: false, tookMs: 9 }).trouble,
  );
  const done = { type: "agent.done", responseId: "r", detail: "", usage: NO_USAGE } as const;
  assert(words({ ...done, status: "failed" }).trouble);
  assert(!words({ ...done, status: "cancelled" }).trouble);
  const lost = {
    type: "caller.not_transcribed",
    itemId: "c",
    code: "x",
    startMs: 0,
    endMs: 1,
  } as const;
  assert(words(lost).trouble);
});

test("an event that a newer server made up is shown by its name", () => {
  const strange = { type: "call.blessed", seq: 1, callId: "c", atMs: 0, offsetMs: 0 };
  assertEquals(eventWords(strange as unknown as CallEvent).title, "call.blessed");
});

test("every kind of trouble stands out, and what is ordinary does not", () => {
  assert(words({ type: "upstream.fallback", code: "E_UP_LOST" }).trouble);
  assert(words({ type: "caller.flagged", itemId: "c", categories: ["hate"] }).trouble);
  assert(words({ type: "agent.flagged", itemId: "a", categories: [] }).trouble);
  assert(!words({ type: "caller.ignored", itemId: "c", speechMs: 120 }).trouble);
  assert(!words({ type: "tool.awaits_yes", toolCallId: "t", name: "book" }).trouble);
});

test("secret digits are told by how they ended, never as digits", () => {
  const secret = {
    type: "caller.digits",
    digits: "••••",
    secret: true,
    endedBy: "length",
  } as const;
  const { title, detail } = words(secret);
  assertEquals([title, detail], ["Secret digits entered", "•••• · ended by its length"]);
});

test("where the instructions came from, and the time left, are words", () => {
  const briefed = words({ type: "call.briefed", instructionsFrom: "file", tools: ["a"] });
  assertEquals(briefed.detail, "OPENAI_FILE_INSTRUCTIONS · 1 tool");
  assertEquals(words({ type: "call.warned", leftMs: 30_000 }).detail, "30 s left");
  assertEquals(words({ type: "caller.no_input", count: 2 }).detail, "asked 2 times in a row");
});

test("every event of a call between people has words, and only what is missing is trouble", () => {
  // Words that form pass by and are never in the timeline.
  const told = PEOPLE_EVENTS.filter(({ type }) => type !== "speech.partial").map(eventWords);
  assert(told.every(({ title }) => !title.includes(".")));
  assertEquals(told.filter(({ trouble }) => trouble).map(({ title }) => title), [
    "Not translated",
    "Lost the agent",
  ]);
  assertEquals([told[0]?.detail, told[1]?.title, told[1]?.detail], [
    "Between people · gpt-live-transcribe",
    "Hears the agent",
    "word by word · gpt-live-transcribe",
  ]);
});

test("what a supervisor asked has its words, its moment and who asked; only a refusal is trouble", () => {
  const given = words({
    type: "command.given",
    commandId: "c",
    kind: "whisper",
    by: "Ana",
    text: "Offer a refund",
    when: "next_turn",
  });
  assertEquals([given.group, given.title, given.detail], [
    "supervisor",
    "Whisper",
    "Ana · with the next answer · Offer a refund",
  ]);
  const changed = { type: "command.changed", commandId: "c", detail: "why" } as const;
  assertEquals(words({ ...changed, state: "refused" }).trouble, true);
  assertEquals(words({ ...changed, state: "used" }).trouble, false);
});
