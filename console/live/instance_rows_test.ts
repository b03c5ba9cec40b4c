import { assertEquals, assertStringIncludes } from "@std/assert";
import type { ServerStatus } from "../../server/contract/feed.ts";
import { SAMPLE_HEALTH } from "../../server/contract/sample_health.ts";
import { test } from "../testing.ts";
import { diagnosticsText } from "./diagnostics.ts";
import { instanceRows, versionsWords } from "./instance_rows.ts";
import { sampleFleet, sampleInstance } from "./sample_fleet.ts";

const health = (...fleet: Parameters<typeof sampleFleet>) => {
  const { instances, ...rest } = sampleFleet(...fleet);
  return { ...rest, instances: instances.map(({ alerts: _alerts, ...figures }) => figures) };
};
const B = sampleInstance("b");

test("an instance is a row: how full it is, how it runs, whether it takes calls", () => {
  const rows = instanceRows(
    health([{ ...B, calls: 100, lagMs: 180 }, sampleInstance("c", { draining: true, calls: 1 })]),
    undefined,
  );
  assertEquals(rows.map(({ name, me, calls }) => [name, me, calls.words, calls.share]), [
    ["host-a", true, "12 of 100", 0.12],
    ["host-b", false, "100 of 100", 1],
    ["host-c", false, "1 of 100", 0.01],
  ]);
  assertEquals(rows.map(({ slow, state }) => [slow, state.words, state.more]), [
    [false, "Takes calls", ""],
    [true, "Full", ""],
    [false, "About to stop", "1 call left"],
  ]);
});

test("who is there is the stream's to say, how they do the last figures'", () => {
  const [, b, c] = instanceRows(
    health([{ ...B, calls: 40 }, sampleInstance("gone")]),
    sampleFleet([{ ...B, calls: 3, heard: false }, sampleInstance("new", { calls: 7 })]),
  );
  assertEquals([b?.calls.words, b?.state.words], ["40 of 100", "Not heard"]);
  assertEquals([c?.name, c?.calls.words], ["host-new", "7 of 100"]);
});

test("with the bus away only the one that answers is heard", () => {
  const rows = instanceRows(health([B]), sampleFleet([B], { busConnected: false }));
  assertEquals(rows.map(({ state }) => state.words), ["Takes calls", "Not heard"]);
});

test("different versions are pointed out", () => {
  assertEquals(versionsWords([B, B]), "");
  assertEquals(versionsWords([B, { ...B, version: "1.3.0" }, B]), "1.2.3 on 2, 1.3.0 on 1");
});

test("the diagnostics tell of each instance, and nothing of a server that is alone", () => {
  const text = (fleet?: ReturnType<typeof health>) =>
    diagnosticsText({
      health: { ...SAMPLE_HEALTH, fleet },
      status: { fallbackReady: false, signaturesRequired: true } as ServerStatus,
      console: { phase: "live", lastEvent: 1, clockOffsetMs: 0, userAgent: "test" },
    });
  assertEquals(text().includes("instance"), false);
  const told = text(health([{ ...B, heard: false }]));
  assertStringIncludes(told, "bus: nats, connected");
  assertStringIncludes(told, "instance b: 1.2.3, 12 of 100 calls, 3 ms late, 140 MB");
  assertStringIncludes(told, ", not heard");
});
