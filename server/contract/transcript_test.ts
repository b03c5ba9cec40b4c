import { assertEquals, assertStrictEquals } from "@std/assert";
import fc from "fast-check";
import type { CallEvent, CallEventBody } from "./event.ts";
import {
  EMPTY_TRANSCRIPT,
  foldTranscript,
  heardCharacters,
  heardParts,
  transcriptOf,
} from "./transcript.ts";

let seq = 0;
const event = (body: CallEventBody): CallEvent => ({
  ...body,
  seq: seq++,
  callId: "c",
  atMs: 0,
  offsetMs: 0,
});
const fold = (...bodies: CallEventBody[]) =>
  bodies.map(event).reduce(foldTranscript, EMPTY_TRANSCRIPT);

const heard = (heardMs: number, interrupted = true): CallEventBody => ({
  type: "agent.heard",
  itemId: "a",
  responseId: "r",
  startMs: 1000,
  endMs: 1000 + heardMs,
  heardMs,
  generatedMs: 4000,
  interrupted,
  measure: "estimated",
});

Deno.test("O-22 a line is placed by when its speech began, not by when its words came", () => {
  const { lines } = fold(
    { type: "caller.speaking", itemId: "c1", startMs: 500 },
    { type: "agent.speaking", itemId: "a", responseId: "r", startMs: 2000 },
    { type: "agent.line", itemId: "a", responseId: "r", text: "It is on its way." },
    { type: "caller.line", itemId: "c1", text: "Where is it?", startMs: 500, endMs: 1400 },
  );
  assertEquals(lines.map((line) => line.itemId), ["c1", "a"]);
});

Deno.test("an answer that was generated but never heard stands last, and has no time", () => {
  const { lines } = fold(
    { type: "agent.partial", itemId: "a", responseId: "r", text: "Well" },
    { type: "caller.line", itemId: "c1", text: "Stop", startMs: 500, endMs: 900 },
  );
  assertEquals(lines.map((line) => [line.itemId, line.startMs]), [["c1", 500], ["a", null]]);
});

Deno.test("an interrupted line is cut where the caller stopped hearing it", () => {
  const { lines } = fold(
    {
      type: "agent.line",
      itemId: "a",
      responseId: "r",
      text: "one two three four five six seven eight",
    },
    heard(2000),
  );
  assertEquals(heardParts(lines[0]!), {
    heard: "one two three four",
    unheard: " five six seven eight",
  });
});

Deno.test("who cut a line off is told from what only the caller does, live as of a whole call at once", () => {
  const line = (itemId: string, offsetMs: number): CallEvent => ({
    ...event({ ...heard(2000), itemId } as CallEventBody),
    offsetMs,
  });
  const cutIn = event({ type: "caller.interrupted", itemId: "c", heardMs: 2000, droppedMs: 2000 });
  const before = [line("ended", 2000), { ...cutIn, offsetMs: 5000 }, line("cut in", 5001)];
  const events = [...before, line("taken over", 9000)];
  const whole = transcriptOf(events);
  assertEquals(whole, events.reduce(foldTranscript, EMPTY_TRANSCRIPT));
  assertEquals(whole.lines.map(({ itemId, byCaller }) => [itemId, byCaller]), [
    ["ended", false],
    ["cut in", true],
    ["taken over", false],
  ]);
});

Deno.test("the cut is the same when the words come after it", () => {
  const { lines } = fold(
    heard(2000),
    {
      type: "agent.line",
      itemId: "a",
      responseId: "r",
      text: "one two three four five six seven eight",
    },
  );
  assertEquals(heardParts(lines[0]!).heard, "one two three four");
});

Deno.test("a line that was heard to its end is heard whole, whatever the clocks say", () => {
  const { lines } = fold(
    { type: "agent.line", itemId: "a", responseId: "r", text: "one two" },
    heard(3990, false),
  );
  assertEquals(heardParts(lines[0]!).unheard, "");
});

Deno.test("a partial that comes after the final line changes nothing", () => {
  const before = fold({
    type: "caller.line",
    itemId: "c1",
    text: "Hello there",
    startMs: 0,
    endMs: 1,
  });
  assertStrictEquals(
    foldTranscript(before, event({ type: "caller.partial", itemId: "c1", text: "Hel" })),
    before,
  );
});

Deno.test("events that are no lines change nothing", () => {
  const before = fold({ type: "caller.line", itemId: "c1", text: "Hello", startMs: 0, endMs: 1 });
  assertStrictEquals(foldTranscript(before, event({ type: "caller.digit", digit: "1" })), before);
});

Deno.test("whatever share was heard, the cut lies inside the text and at a word's end", () => {
  fc.assert(fc.property(fc.string(), fc.double({ min: -1, max: 2, noNaN: true }), (text, share) => {
    const end = heardCharacters(text, share);
    if (end < 0 || end > text.length) return false;
    return end === 0 || end === text.length || text[end] === " ";
  }));
});

const anyBody = fc.oneof(
  fc.record({ itemId: fc.constantFrom("a", "b", "c", "d"), ms: fc.nat(5000), text: fc.string() })
    .chain(({ itemId, ms, text }) =>
      fc.constantFrom<CallEventBody>(
        { type: "caller.speaking", itemId: `c${itemId}`, startMs: ms },
        { type: "caller.line", itemId: `c${itemId}`, text, startMs: ms, endMs: ms + 9 },
        { type: "caller.partial", itemId: `c${itemId}`, text },
        { type: "agent.speaking", itemId, responseId: "r", startMs: ms },
        { type: "agent.line", itemId, responseId: "r", text },
        { ...heard(ms), itemId } as CallEventBody,
        { type: "caller.digit", digit: "1" },
      )
    ),
);

Deno.test("a whole call at once makes the same lines as event after event", () => {
  fc.assert(fc.property(fc.array(anyBody, { maxLength: 40 }), (bodies) => {
    const events = bodies.map(event);
    assertEquals(transcriptOf(events), events.reduce(foldTranscript, EMPTY_TRANSCRIPT));
  }));
});

Deno.test("words of people that were shown and are then left out are no line any more", () => {
  const partial: CallEventBody = {
    type: "speech.partial",
    itemId: "p",
    speaker: "agent",
    text: "Thank you for wat",
    startMs: 100,
  };
  const dropped: CallEventBody = {
    type: "speech.dropped",
    speaker: "agent",
    startMs: 100,
    endMs: 400,
    why: "invented",
  };
  assertEquals(fold(partial).lines.map(({ speaker }) => speaker), ["agent"]);
  assertEquals(fold(partial, { ...dropped, itemId: "p" }).lines, []);
  const before = fold(partial);
  assertStrictEquals(foldTranscript(before, event({ ...dropped, itemId: "other" })), before);
  assertStrictEquals(foldTranscript(before, event(dropped)), before);
  assertEquals(transcriptOf([event(dropped), event({ ...dropped, itemId: "p" })]).lines, []);
});
