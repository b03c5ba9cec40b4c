// What health tells of the instances of a server.
import { assertEquals } from "@std/assert";
import { ManualClock } from "./clock.ts";
import type { FleetStatus } from "./contract/fleet.ts";
import { serverHealthSchema } from "./contract/health.ts";
import { SAMPLE_HEALTH } from "./contract/sample_health.ts";
import { type HealthParts, serverHealth } from "./server_health.ts";

const INSTANCE = {
  id: "abcd1234",
  name: "lisbon",
  version: "1.2.3",
  startedAtMs: 1,
  calls: 3,
  maxCalls: 100,
  lagMs: 4,
  residentBytes: 140_000_000,
  readers: 2,
  draining: false,
  me: true,
  heard: true,
};

function health(fleet?: FleetStatus) {
  const { answerTimes, doors, model, process, selfCall, setup } = SAMPLE_HEALTH;
  const status = { draining: false, storeTrouble: null, deliveriesWaiting: 0, fleet };
  return serverHealth({
    answeredBy: "openai",
    clock: new ManualClock(),
    startedAtMs: 0,
    answerTimes: { figures: () => answerTimes },
    floor: { liveCount: 3, liveByProtocol: () => ({ avr: 3 }), status: () => status },
    doors: () => doors,
    model: () => model,
    process: () => process,
    setup: () => setup,
    selfCall: () => selfCall,
    storage: () => Promise.resolve({ bytes: null, recordingsBytes: null }),
  } as unknown as HealthParts);
}

Deno.test("health lists the instances of a fleet with their figures, and leaves their alerts to the status", async () => {
  const alert = { id: "1", kind: "held_up", sinceMs: 1, facts: {} } as const;
  const { fleet } = serverHealthSchema.parse(
    await health({
      bus: "nats",
      busConnected: true,
      instances: [{ ...INSTANCE, alerts: [alert] }],
    }),
  );
  assertEquals(fleet, { bus: "nats", busConnected: true, instances: [INSTANCE] });
});

Deno.test("a server that is alone says nothing of a fleet", async () => {
  assertEquals("fleet" in await health(), false);
});
