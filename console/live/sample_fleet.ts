// Made-up instances for tests and the gallery. Never imported by the console itself.
import type { FleetInstance, FleetStatus } from "../../server/contract/fleet.ts";
import { ANSWERED_MS } from "./sample_calls.ts";

export function sampleInstance(id: string, change: Partial<FleetInstance> = {}): FleetInstance {
  return {
    id,
    name: `host-${id}`,
    version: "1.2.3",
    startedAtMs: ANSWERED_MS - 7_260_000,
    calls: 12,
    maxCalls: 100,
    lagMs: 3,
    residentBytes: 140_000_000,
    readers: 2,
    draining: false,
    alerts: [],
    me: false,
    heard: true,
    ...change,
  };
}

export function sampleFleet(
  others: readonly FleetInstance[],
  change: Partial<FleetStatus> = {},
): FleetStatus {
  const instances = [sampleInstance("a", { me: true }), ...others];
  return { bus: "nats", busConnected: true, instances, ...change };
}
