import { assertEquals } from "@std/assert";
import type { TranscriptLine } from "../../server/contract/transcript.ts";
import { test } from "../testing.ts";
import { paceOf } from "./pace.ts";

/** Turns of one second each; every answer comes after its gap. */
function talk(gapsMs: readonly number[]): TranscriptLine[] {
  let atMs = 0;
  const line = (speaker: "caller" | "agent", index: number): TranscriptLine => {
    const startMs = atMs;
    atMs += 1000;
    return {
      itemId: `${speaker}-${index}`,
      speaker,
      startMs,
      endMs: atMs,
      text: "…",
      heardShare: 1,
      status: "final",
      interrupted: false,
      language: "",
      translation: "",
      untranslated: false,
      order: index,
    };
  };
  return gapsMs.flatMap((gapMs, index) => {
    const asked = line("caller", index);
    atMs += gapMs;
    return [asked, line("agent", index)];
  });
}

test("the median is the middle one, or between the two middle ones", () => {
  assertEquals(paceOf(talk([900, 300, 600])), { answers: 3, medianMs: 600, slowestMs: 900 });
  assertEquals(paceOf(talk([200, 400]))?.medianMs, 300);
});

test("a call without an answer has no pace", () => {
  assertEquals(paceOf([]), null);
  assertEquals(paceOf(talk([500]).slice(0, 1)), null);
});
