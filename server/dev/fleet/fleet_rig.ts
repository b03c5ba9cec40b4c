// Several instances of the real server as processes of their own, on a real PostgreSQL and a real NATS, behind a
// balancer: for tests of a fleet.
import { hasNats, type RealNats, startRealNats } from "../../bus/testing/real_nats.ts";
import {
  postgresBinaries,
  type RealPostgres,
  startRealPostgres,
} from "../../store/testing/real_postgres.ts";
import { type ChildServer, startServer } from "../child_server.ts";
import { type Balancer, startBalancer } from "./balancer.ts";

export const ADMIN_TOKEN = "fleet-test-admin-token";
export const API_KEY = "fleet-test-key";

export interface FleetRig {
  postgres: RealPostgres;
  /** Null: the instances hear each other by PostgreSQL. */
  nats: RealNats | null;
  balancer: Balancer;
  /** Starts one more; the balancer knows it from its banner on. */
  start(name: string, env?: Record<string, string>): Promise<ChildServer>;
  /** In the order in which they were started, those that have ended too. */
  servers(): readonly ChildServer[];
  stop(): Promise<void>;
}

/** Whether this machine has what a fleet needs. In CI a machine without is an error, elsewhere the test says so. */
export function hasFleetParts(): boolean {
  const missing = [
    ...(postgresBinaries() === null ? ["postgresql"] : []),
    ...(hasNats() ? [] : ["nats-server"]),
  ];
  if (missing.length === 0) return true;
  const words = `Fleets are not tested: install ${missing.join(" and ")} (apt-get install)`;
  if (Deno.env.get("CI") === "true") throw new Error(words);
  console.warn(words);
  return false;
}

export async function startFleetRig(
  { bus = "nats", env = {} }: { bus?: "nats" | "postgres"; env?: Record<string, string> } = {},
): Promise<FleetRig> {
  const [postgres, nats] = await Promise.all([
    startRealPostgres(),
    bus === "nats" ? startRealNats() : null,
  ]);
  const balancer = startBalancer();
  const servers = new Set<ChildServer>();
  return {
    postgres,
    nats,
    balancer,
    async start(name, more = {}) {
      const server = await startServer({
        ADMIN_TOKEN,
        GENESYS_API_KEY: API_KEY,
        INSTANCE_NAME: name,
        DATABASE_URL: postgres.url,
        ...(nats && { NATS_URL: nats.url }),
        ...env,
        ...more,
      });
      servers.add(server);
      const port = Number(new URL(server.origin).port);
      balancer.backends.push(port);
      void server.ended.then(() => {
        balancer.backends = balancer.backends.filter((each) => each !== port);
      });
      return server;
    },
    servers: () => [...servers],
    async stop() {
      await Promise.all([...servers].map((server) => server.stop()));
      await balancer.stop();
      await nats?.stop();
      await postgres.stop();
    },
  };
}

/** Asks one instance's admin API, signed in by the token. */
export function askInstance(
  server: ChildServer,
  path: string,
  init: RequestInit = {},
): Promise<Response> {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, ...init.headers };
  return fetch(new URL(path, server.origin), { ...init, headers });
}
