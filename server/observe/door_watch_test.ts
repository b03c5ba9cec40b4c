import { assertEquals } from "@std/assert";
import { ManualClock } from "../clock.ts";
import { DoorWatch } from "./door_watch.ts";

Deno.test("who was let in and who was not are counted apart, each with its last time", () => {
  const clock = new ManualClock();
  const watch = new DoorWatch(clock);
  assertEquals(watch.facts.lastHandshakeAtMs, null);
  watch.letIn();
  const firstAtMs = clock.wall();
  clock.advance(1000);
  watch.refused("auth_token");
  watch.refused("draining");
  assertEquals(watch.facts, {
    handshakes: 1,
    lastHandshakeAtMs: firstAtMs,
    refusals: 2,
    lastRefusal: { code: "draining", atMs: clock.wall() },
  });
});

Deno.test("facts that were handed out stay as they were", () => {
  const watch = new DoorWatch(new ManualClock());
  const before = watch.facts;
  watch.letIn();
  assertEquals([before.handshakes, watch.facts.handshakes], [0, 1]);
});
