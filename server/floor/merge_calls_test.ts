import { assertEquals } from "@std/assert";
import { CALL_STARTED, callerLine, sampleCall } from "../store/sample_rows.ts";
import { mergeEvents, mergePage } from "./merge_calls.ts";

Deno.test("events of store and memory are each there once, in order, up to the last shown", () => {
  const lines = ["1", "2", "3", "4"].map((itemId) => callerLine(itemId));
  const { events } = sampleCall("a", [CALL_STARTED, ...lines]);
  const [one, two, three, four] = events;
  if (!one || !two || !three || !four) throw new Error("five events");
  assertEquals(mergeEvents(4, [one, two, four], [four, three, ...events]), [one, two, three, four]);
  assertEquals(mergeEvents(0, events), []);
});

Deno.test("a page shows a call as it is now, adds what is not stored, and keeps its limit but for ties", () => {
  const call = (callId: string, atMs: number, seq = 1) =>
    sampleCall(callId, [CALL_STARTED], { atMs, firstSeq: seq }).call;
  const stored = [call("c", 30), call("b", 20), call("a", 20), call("z", 5)];
  const shown = [call("c", 30, 9), call("new", 40)];
  const ids = (limit: number, before?: number) =>
    mergePage({ limit, ...(before === undefined ? {} : { before }) }, stored, shown)
      .map(({ callId, seq }) => `${callId}${seq}`);
  assertEquals(ids(9), ["new1", "c9", "a1", "b1", "z1"]);
  assertEquals(ids(2), ["new1", "c9"]);
  assertEquals(ids(3), ["new1", "c9", "a1", "b1"]);
  assertEquals(ids(2, 30), ["a1", "b1"]);
});
