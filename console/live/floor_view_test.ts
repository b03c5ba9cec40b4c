import { assertEquals } from "@std/assert";
import { signal } from "@preact/signals";
import type { CallSummary } from "../../server/contract/call.ts";
import { test } from "../testing.ts";
import { DEFAULT_MARKS } from "./marks.ts";
import type { FloorCall } from "./floor.ts";
import { createFloorView } from "./floor_view.ts";
import { ANSWERED_MS, sampleCall } from "./sample_calls.ts";

const floorCall = (callId: string, change: Partial<CallSummary> = {}): FloorCall => ({
  call: sampleCall({ callId, ...change }),
  forming: {},
});

function setUp() {
  const live = signal<readonly FloorCall[]>([floorCall("a"), floorCall("b")]);
  const ended = signal<readonly CallSummary[]>([]);
  const nowMs = signal(ANSWERED_MS);
  const paused = signal(false);
  const marks = signal(DEFAULT_MARKS);
  const view = createFloorView({
    floor: { live, ended, status: signal(null) },
    nowMs,
    paused,
    marks,
  });
  const worry = () => live.value = [floorCall("a"), floorCall("b", { degraded: "E_UP_LOST" })];
  return { live, nowMs, paused, view, worry, ids: () => view.order.value.ids };
}

test("a call in trouble moves up once nobody's hand is on the cards", () => {
  const { view, worry, nowMs, ids } = setUp();
  view.held.value = true;
  worry();
  nowMs.value += 6000;
  assertEquals([ids(), view.order.value.moved], [["a", "b"], 1]);
  view.held.value = false;
  assertEquals(ids(), ["b", "a"]);
  view.stop();
});

test("reorder does at once what was offered", () => {
  const { view, worry, ids } = setUp();
  view.held.value = true;
  worry();
  view.reorder();
  assertEquals(ids(), ["b", "a"]);
  view.stop();
});

test("a paused floor shows what it showed", () => {
  const { view, live, paused, ids } = setUp();
  paused.value = true;
  live.value = [];
  assertEquals([view.live.value.length, ids()], [2, ["a", "b"]]);
  paused.value = false;
  assertEquals([view.live.value.length, ids()], [0, []]);
  view.stop();
});
