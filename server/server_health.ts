// Puts the facts of the parts together for GET /api/health and /healthz?detail. Pure but for the clock; asks nobody
// outside.
import type { Clock } from "./clock.ts";
import type { FleetStatus } from "./contract/fleet.ts";
import type {
  DoorHealth,
  DoorSetup,
  FleetHealth,
  ModelHealth,
  SelfCallHealth,
  ServerHealth,
} from "./contract/health.ts";
import type { AnswerTimes } from "./observe/answer_times.ts";
import type { Floor } from "./floor/floor.ts";
import type { HealthDetail } from "./http/admin_deps.ts";
import { VERSION } from "./version.ts";

export interface HealthParts {
  answeredBy: "openai" | "stand-in";
  clock: Clock;
  startedAtMs: number;
  answerTimes: AnswerTimes;
  floor: Pick<Floor, "liveCount" | "liveByProtocol" | "status">;
  doors: () => DoorHealth[];
  model: () => ModelHealth;
  process: () => ServerHealth["process"];
  setup: () => DoorSetup[];
  selfCall: () => SelfCallHealth;
  storage: () => Promise<StorageSizes>;
}

/** On disk; null: there is no such file, or nobody knows. */
export type StorageSizes = Pick<ServerHealth["store"], "bytes" | "recordingsBytes">;

/** For machines: figures of this moment. */
export function healthDetail(parts: HealthParts): HealthDetail {
  const { floor, clock } = parts;
  return {
    status: floor.status().draining ? "draining" : "alive",
    version: VERSION,
    answeredBy: parts.answeredBy,
    upSeconds: Math.round((clock.now() - parts.startedAtMs) / 1000),
    calls: { live: floor.liveCount, byProtocol: floor.liveByProtocol() },
    answerTimes: parts.answerTimes.figures(),
  };
}

/** For people: the same, and how each part is doing. */
export async function serverHealth(parts: HealthParts): Promise<ServerHealth> {
  const sizes = await parts.storage();
  const { storeTrouble, deliveriesWaiting, fleet } = parts.floor.status();
  const { calls, ...detail } = healthDetail(parts);
  return {
    ...detail,
    answeredBy: parts.answeredBy,
    calls: { live: calls.live, byProtocol: { ...calls.byProtocol } },
    atMs: parts.clock.wall(),
    doors: parts.doors(),
    setup: parts.setup(),
    selfCall: parts.selfCall(),
    model: parts.model(),
    process: parts.process(),
    store: { trouble: storeTrouble, deliveriesWaiting, ...sizes },
    ...(fleet && { fleet: fleetHealth(fleet) }),
  };
}

/** Figures only: what instances raise alerts about is in the status. */
function fleetHealth({ bus, busConnected, instances }: FleetStatus): FleetHealth {
  return {
    bus,
    busConnected,
    instances: instances.map((instance) => ({
      id: instance.id,
      name: instance.name,
      version: instance.version,
      startedAtMs: instance.startedAtMs,
      calls: instance.calls,
      maxCalls: instance.maxCalls,
      lagMs: instance.lagMs,
      residentBytes: instance.residentBytes,
      readers: instance.readers,
      draining: instance.draining,
      me: instance.me,
      heard: instance.heard,
    })),
  };
}
