import { assertEquals } from "@std/assert";
import type { Gap } from "../../server/contract/gaps.ts";
import { test } from "../testing.ts";
import { answerFigures, kindWords, partsIn, partSums, partsWords, scaleMs } from "./gaps.ts";

const gap = (change: Partial<Gap> = {}): Gap => ({
  itemId: "a",
  responseId: "r",
  kind: "answer",
  startMs: 0,
  endMs: 900,
  gapMs: 900,
  parts: [
    { name: "detection", ms: 300 },
    { name: "model", ms: 200 },
    { name: "tool", ms: 100 },
    { name: "model", ms: 300 },
  ],
  tools: [],
  answers: true,
  fromSpeechEnd: true,
  ...change,
});

test("a bar says in words what the caller waited after and for whom", () => {
  assertEquals(kindWords(gap({ kind: "tool", tools: ["look_up"] })), "With a tool: look_up");
  assertEquals(kindWords(gap()), "Answer");
  assertEquals(
    partsWords(gap()),
    "Noticing the end 300 ms, Model 200 ms, Tool 100 ms, Model 300 ms",
  );
});

test("the table has each part once, and they still add up", () => {
  const sums = partSums(gap());
  assertEquals(sums, { detection: 300, model: 500, tool: 100 });
  assertEquals(Object.values(sums).reduce((a, b) => a + b), gap().gapMs);
  assertEquals(partsIn([gap({ parts: [{ name: "unexplained", ms: 1 }] }), gap()]), [
    "detection",
    "model",
    "tool",
    "unexplained",
  ]);
});

test("a fast call does not fill the width, a slow one sets it", () => {
  assertEquals([scaleMs([gap()]), scaleMs([gap(), gap({ gapMs: 7000 })])], [2000, 7000]);
});

test("figures count answers only", () => {
  const greeting = gap({ kind: "greeting", gapMs: 9000, answers: false });
  assertEquals(answerFigures([greeting, gap()])?.slowestMs, 900);
  assertEquals(answerFigures([greeting]), null);
});
