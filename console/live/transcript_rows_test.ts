import { assertEquals } from "@std/assert";
import { EMPTY_TRANSCRIPT, foldTranscript } from "../../server/contract/transcript.ts";
import { test } from "../testing.ts";
import { sampleEvents, STARTED } from "./sample_calls.ts";
import { PEOPLE_EVENTS } from "./sample_people.ts";
import { transcriptRows } from "./transcript_rows.ts";

const heard = { responseId: "r", measure: "estimated" } as const;
const EVENTS = sampleEvents([
  STARTED,
  { type: "caller.speaking", offsetMs: 1000, itemId: "c1", startMs: 1000 },
  { type: "caller.silent", offsetMs: 2500, itemId: "c1", endMs: 2400 },
  { type: "agent.speaking", offsetMs: 3200, itemId: "a1", responseId: "r", startMs: 3200 },
  { type: "agent.line", offsetMs: 3300, itemId: "a1", responseId: "r", text: "We are open today" },
  // Transcribed late: its line still belongs before the answer.
  { type: "caller.line", offsetMs: 3400, itemId: "c1", text: "Open?", startMs: 1000, endMs: 2400 },
  { type: "caller.digit", offsetMs: 3500, digit: "4" },
  {
    type: "agent.heard",
    offsetMs: 4200,
    itemId: "a1",
    startMs: 3200,
    endMs: 4200,
    heardMs: 1000,
    generatedMs: 4000,
    interrupted: true,
    ...heard,
  },
  { type: "call.degraded", offsetMs: 5000, code: "E_UP_LOST", detail: "" },
]);
const LINES = EVENTS.reduce(foldTranscript, EMPTY_TRANSCRIPT).lines;

test("rows stand in order of when they were heard, not of when they were learned", () => {
  const rows = transcriptRows(LINES, EVENTS);
  const names = rows.map((row) => row.kind === "line" ? row.line.text : row.words);
  assertEquals(names, [
    "Open?",
    "We are open today",
    "The caller pressed 4",
    "The connection to the model broke",
  ]);
});

test("an answer carries the silence before it and what was heard of it", () => {
  const row = transcriptRows(LINES, EVENTS)[1]!;
  assertEquals(row.kind === "line" && row.gapMs, 800);
  assertEquals(row.kind === "line" && row.cut, {
    heardMs: 1000,
    generatedMs: 4000,
    endMs: 4200,
    measure: "estimated",
  });
});

test("a greeting and a second line in a row answer nothing", () => {
  const events = sampleEvents([
    STARTED,
    { type: "agent.speaking", offsetMs: 900, itemId: "g", responseId: "g", startMs: 900 },
    { type: "agent.line", offsetMs: 901, itemId: "g", responseId: "g", text: "Hello" },
    { type: "caller.silent", offsetMs: 2500, itemId: "c1", endMs: 2400, quietMs: 400 },
    { type: "agent.speaking", offsetMs: 3200, itemId: "a1", responseId: "r", startMs: 3200 },
    { type: "agent.speaking", offsetMs: 9000, itemId: "a2", responseId: "r", startMs: 9000 },
  ]);
  const { lines } = events.reduce(foldTranscript, EMPTY_TRANSCRIPT);
  const gaps = transcriptRows(lines, events).map((row) => row.kind === "line" && row.gapMs);
  assertEquals(gaps, [null, 1200, null]);
});

test("words of a supervisor, words after a whisper and a person's voice are marked as such", () => {
  const given = (kind: "say" | "whisper") =>
    ({ type: "command.given", offsetMs: 1, commandId: kind, kind, by: "Ada" }) as const;
  const spoken = (itemId: string, responseId: string, offsetMs: number) => [
    { type: "agent.thinking", offsetMs, responseId, cause: "supervisor" } as const,
    { type: "agent.speaking", offsetMs, itemId, responseId, startMs: offsetMs } as const,
  ];
  const events = sampleEvents([
    STARTED,
    given("say"),
    given("whisper"),
    ...spoken("a1", "r1", 1000),
    ...spoken("a2", "r2", 2000),
    {
      type: "command.changed",
      offsetMs: 2500,
      commandId: "whisper",
      state: "used",
      detail: "",
      responseId: "r2",
    },
    {
      type: "agent.speaking",
      offsetMs: 3000,
      itemId: "supervisor-1",
      responseId: "supervisor-1",
      startMs: 3000,
    },
    { type: "agent.speaking", offsetMs: 4000, itemId: "a3", responseId: "r3", startMs: 4000 },
  ]);
  const { lines } = events.reduce(foldTranscript, EMPTY_TRANSCRIPT);
  const by = transcriptRows(lines, events).flatMap((row) => row.kind === "line" ? [row.by] : []);
  assertEquals(by, ["say", "whisper", "person", "agent"]);
});

test("the caller's line that cut in says so", () => {
  const events = sampleEvents([
    { type: "caller.interrupted", offsetMs: 1, itemId: "c1", heardMs: 1, droppedMs: 1 },
    { type: "caller.line", offsetMs: 2, itemId: "c1", text: "No", startMs: 0, endMs: 1 },
    { type: "caller.line", offsetMs: 3, itemId: "c2", text: "Yes", startMs: 2, endMs: 3 },
  ]);
  const { lines } = events.reduce(foldTranscript, EMPTY_TRANSCRIPT);
  const rows = transcriptRows(lines, events);
  assertEquals(rows.map((row) => row.kind === "line" && row.cutIn), [true, false]);
});

test("a line without words that nobody heard is not shown", () => {
  const empty = { ...LINES[1]!, itemId: "x", text: "", startMs: null };
  assertEquals(transcriptRows([empty], []).length, 0);
});

test("a line that was never heard stands last", () => {
  const unheard = { ...LINES[1]!, itemId: "x", startMs: null };
  const rows = transcriptRows([...LINES, unheard], EVENTS);
  assertEquals(rows.at(-1)?.key, "x");
});

test("single keys give way to the input they make, and a cough leaves no mark", () => {
  const events = sampleEvents([
    { type: "caller.digit", offsetMs: 1, digit: "4" },
    { type: "caller.digit", offsetMs: 2, digit: "2" },
    { type: "caller.digits", offsetMs: 3, digits: "42", secret: false, endedBy: "gap" },
    { type: "caller.ignored", offsetMs: 4, itemId: "x", speechMs: 90 },
    { type: "caller.digit", offsetMs: 5, digit: "7" },
    { type: "caller.digits", offsetMs: 4, digits: "•••", secret: true, endedBy: "gap" },
  ]);
  const wordsOf = (upTo: number) =>
    transcriptRows([], events.slice(0, upTo)).map((row) => row.kind === "moment" && row.words);
  assertEquals(wordsOf(2), ["The caller pressed 4", "The caller pressed 2"]);
  assertEquals(wordsOf(5), ["The caller entered 42", "The caller pressed 7"]);
  assertEquals(wordsOf(6), ["The caller entered 42", "The caller entered 3 digits in secret"]);
});

test("another agent is a turning point, a second upstream calls for an act", () => {
  const rows = transcriptRows(
    [],
    sampleEvents([
      {
        type: "agent.changed",
        offsetMs: 1,
        agent: { id: "b", name: "Billing", version: 1 },
        intent: "invoice",
        summary: "",
        urgency: "",
        sentiment: "",
      },
      { type: "upstream.fallback", offsetMs: 2, code: "E_UP_LOST" },
    ]),
  );
  assertEquals(rows.map((row) => row.kind === "moment" && row.tone), ["change", "act"]);
});

test("lines of people carry their language where it changes, their translation's, and no silence", () => {
  const { lines } = PEOPLE_EVENTS.reduce(foldTranscript, EMPTY_TRANSCRIPT);
  const rows = transcriptRows(lines, PEOPLE_EVENTS, "transcription");
  const told = rows.flatMap((row) =>
    row.kind === "line" ? [[row.key, row.tongue, row.into, row.gapMs]] : []
  );
  assertEquals(told, [
    ["p1", "German", "en-US", null],
    ["p2", "", "en-US", null],
    ["p4", "", "en-US", null],
    ["p5", "English", "", null],
    ["p6", "", "", null],
  ]);
});

test("a pause stands between the lines around it", () => {
  const { lines } = PEOPLE_EVENTS.reduce(foldTranscript, EMPTY_TRANSCRIPT);
  const rows = transcriptRows(lines, PEOPLE_EVENTS, "transcription");
  const at = rows.findIndex((row) => row.kind === "moment" && row.tone === "gap");
  assertEquals([rows[at - 1]?.key, rows[at + 2]?.key], ["p4", "p5"]);
});
