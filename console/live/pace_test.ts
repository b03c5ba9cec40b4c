import { assertEquals } from "@std/assert";
import { test } from "../testing.ts";
import { paceOf } from "./pace.ts";
import { sampleEvents, STARTED } from "./sample_calls.ts";

/** A greeting, then turns that are answered after these gaps. */
function talk(gapsMs: readonly number[]) {
  let atMs = 5000;
  const turns = gapsMs.flatMap((gapMs, n) => {
    const silentMs = atMs += 1000;
    const startMs = atMs += gapMs;
    return [
      {
        type: "caller.silent" as const,
        offsetMs: silentMs,
        itemId: `c${n}`,
        endMs: silentMs,
      },
      {
        type: "agent.speaking" as const,
        offsetMs: startMs,
        itemId: `a${n}`,
        responseId: `r${n}`,
        startMs,
      },
    ];
  });
  const greeting = {
    type: "agent.speaking" as const,
    offsetMs: 4000,
    itemId: "g",
    responseId: "g",
    startMs: 4000,
  };
  return sampleEvents([STARTED, greeting, ...turns]);
}

test("the pace is that of the answers; the greeting is none", () => {
  assertEquals(paceOf(talk([900, 300, 600])), { answers: 3, medianMs: 600, slowestMs: 900 });
});

test("a call without an answer has no pace", () => {
  assertEquals(paceOf([]), null);
  assertEquals(paceOf(talk([])), null);
});
