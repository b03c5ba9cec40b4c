// Other instances may be a version older or newer: what they say is used as far as it can be.
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { CALL_STARTED, callerLine, sampleCall } from "../store/sample_rows.ts";
import { readCall, readEvent } from "./from_afar.ts";

const { call, events } = sampleCall("a", [CALL_STARTED, callerLine("1")]);

Deno.test("an event and a call are taken as they are, with what a newer version says beside", () => {
  for (const event of events) assertEquals(readEvent(event), event);
  const more = { ...events[1]!, mood: "good" };
  assertEquals(readEvent(more), more);
  assertEquals(readCall(call), call);
  assertEquals(readCall({ ...call, mood: "good" }) as unknown, { ...call, mood: "good" });
});

Deno.test("what an older version does not know is as usual", () => {
  const { hand: _hand, notices: _notices, signs, ...older } = call;
  assertEquals(readCall(older), { ...call, signs });
});

Deno.test("an end for which there are no words yet has the words of any error", () => {
  const ended = { ...call, endedAtMs: 1, state: "ended", endCode: "E_NEW" };
  assertEquals(readCall({ ...ended, endReason: "abducted" })?.endReason, "internal");
  assertEquals(readCall({ ...ended, endReason: "too_long" })?.endReason, "too_long");
});

Deno.test("what cannot be used is left out, and nothing throws", () => {
  for (
    const wrong of [
      { ...events[1]!, type: "call.invented" },
      { ...events[1]!, text: 7 },
      { ...events[1]!, seq: "1" },
      { ...events[1]!, callId: "" },
      { ...events[1]!, atMs: NaN },
    ]
  ) assertEquals(readEvent(wrong), undefined);
  for (
    const wrong of [
      { ...call, callId: 7 },
      { ...call, seq: null },
      { ...call, startedAtMs: "yesterday" },
      { ...call, usage: [] },
      { ...call, notices: {} },
      { ...call, agent: null },
      { ...call, state: "dreaming" },
    ]
  ) assertEquals(readCall(wrong), undefined);
  fc.assert(fc.property(fc.anything(), (value) => {
    assertEquals([readEvent(value), readCall(value)], [undefined, undefined]);
  }));
});
