import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { MESSAGE_BYTES } from "../bus/bus.ts";
import type { CallEvent, CallEventBody } from "../contract/event.ts";
import { batches, worthTelling } from "./batches.ts";
import { CALL_ENDED, CALL_STARTED, callerLine, sampleCall } from "../store/sample_rows.ts";

Deno.test("every batch is a message that the bus takes, and nothing is lost or out of order", () => {
  const text = fc.record({ letter: fc.constantFrom("x", "\0", "€", "💥"), count: fc.nat(60_000) })
    .map(({ letter, count }) => letter.repeat(count));
  fc.assert(
    fc.property(fc.array(fc.record({ text, more: fc.array(text, { maxLength: 3 }) })), (things) => {
      const all = batches(things);
      assertEquals(all.flat(), things);
      for (const batch of all) {
        if (batch.length === 1) continue;
        assert(new TextEncoder().encode(JSON.stringify(batch)).length < MESSAGE_BYTES);
      }
    }),
    { numRuns: 20 },
  );
  assertEquals(batches([]), []);
  assertEquals(batches(Array(2000).fill({ text: "x".repeat(100) })).length, 4);
});

Deno.test("words in the making whose line is there already are not worth telling", () => {
  const events = (callId: string, ...bodies: CallEventBody[]): CallEvent[] =>
    sampleCall(callId, [CALL_STARTED, ...bodies]).events.slice(1);
  const partial = (itemId: string, text: string): CallEventBody => (
    { type: "caller.partial", itemId, text }
  );
  const told = worthTelling([
    ...events("a", partial("1", "He"), partial("1", "Hell"), partial("2", "o"), callerLine("1")),
    ...events("b", partial("1", "so"), partial("1", "so far")),
    ...events("c", partial("1", "cut"), CALL_ENDED),
  ]);
  assertEquals(
    told.map((event) => [event.callId, "text" in event ? event.text : event.type]),
    [["a", "o"], ["a", "words of 1"], ["b", "so far"], ["c", "call.ended"]],
  );
  const finals = events("a", callerLine("1"), CALL_ENDED);
  assert(worthTelling(finals) === finals);
});
