// Opens the way to the other instances, as the settings say: none, the database's LISTEN and NOTIFY, or NATS. What speaks
// with either is loaded only where it is used.
import type { Bus } from "../bus/bus.ts";
import type { Clock } from "../clock.ts";
import type { Config } from "../config/config.ts";
import type { FleetStatus } from "../contract/fleet.ts";
import { createBusFleet, type FleetFacts } from "../fleet/bus_fleet.ts";
import type { Fleet } from "../fleet/fleet.ts";
import { createLoneFleet } from "../fleet/lone_fleet.ts";
import { keptOnce } from "../kept_once.ts";
import type { Log } from "../observe/log.ts";
import type { Store } from "../store/store.ts";
import { VERSION } from "../version.ts";

const SLUG_CHARS = 24;

export interface OpenFleet {
  fleet: Fleet;
  /** Once it answers calls: the others see it from here on. */
  start(facts: () => FleetFacts): void;
}

export interface OpenFleetOptions {
  config: Pick<Config, "DATABASE_URL" | "NATS_URL" | "INSTANCE_NAME">;
  store: Pick<Store, "shared" | "setting" | "replaceSetting">;
  clock: Clock;
  log: Log;
  /** Of the machine; may throw where it cannot be known. */
  hostname(): string;
}

/** A bus that is away keeps it from opening as little as having none. @throws what the store throws */
export async function openFleet(
  { config, store, clock, log, hostname }: OpenFleetOptions,
): Promise<OpenFleet> {
  const { DATABASE_URL, NATS_URL, INSTANCE_NAME } = config;
  if (DATABASE_URL === "" || !store.shared) {
    return { fleet: createLoneFleet(), start() {} };
  }
  const kind: FleetStatus["bus"] = NATS_URL === "" ? "postgres" : "nats";
  const called = INSTANCE_NAME || nameOf(hostname);
  const id = instanceId(called);
  const name = called || id;
  log.info("fleet", { instance: id, name, bus: kind });
  const bus = kind === "nats"
    ? await openNats({ url: NATS_URL, fleet: await fleetId(store), log })
    : await openPostgres({ url: DATABASE_URL, log });
  const { shared } = store;
  const fleet = createBusFleet({ bus, kind, shared, clock, log, id, name, version: VERSION });
  return { fleet, start: (facts) => fleet.start(facts) };
}

async function openNats(options: { url: string; fleet: string; log: Log }): Promise<Bus> {
  const { openNatsBus } = await import("../bus/nats_bus.ts");
  return await openNatsBus(options);
}

async function openPostgres(options: { url: string; log: Log }): Promise<Bus> {
  const { openPostgresBus } = await import("../bus/postgres_bus.ts");
  return await openPostgresBus(options);
}

/** Instances are those of one store, whoever else uses the same NATS. */
function fleetId(store: OpenFleetOptions["store"]): Promise<string> {
  return keptOnce(store, "fleet_id", () => crypto.randomUUID().slice(0, 8));
}

/** Fit to be a part of a subject of NATS. `name`: may be empty. */
export function instanceId(name: string): string {
  const plain = name.normalize("NFKD").toLowerCase().replaceAll(/\p{Mark}/gu, "");
  const slug = plain.replaceAll(/[^a-z0-9]+/g, "-").slice(0, SLUG_CHARS).replaceAll(/^-|-$/g, "");
  return `${slug || "instance"}-${crypto.randomUUID().slice(0, 4)}`;
}

/** "": it cannot be known. */
function nameOf(hostname: () => string): string {
  try {
    return hostname();
  } catch {
    return "";
  }
}
