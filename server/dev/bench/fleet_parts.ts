// What the instances of a fleet share, with the counts that each keeps of its own work.
import postgres from "postgres";
import { type RealPostgres, startRealPostgres } from "../../store/testing/real_postgres.ts";
import { freePort } from "./target.ts";

export interface FleetParts {
  env: Readonly<Record<string, string>>;
  counts(): Promise<Counts>;
  stop(): Promise<void>;
}

export interface Counts {
  commits: number;
  rows: number;
  busIn: number;
  busOut: number;
  busBytes: number;
}

export async function startFleetParts(): Promise<FleetParts> {
  const database: RealPostgres = await startRealPostgres();
  const port = freePort();
  const monitor = freePort();
  const nats = new Deno.Command("/usr/sbin/nats-server", {
    args: ["-a", "127.0.0.1", "-p", String(port), "-m", String(monitor)],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  const varz = async () => {
    for (let tries = 0;; tries++) {
      const answer = await fetch(`http://127.0.0.1:${monitor}/varz`).catch(() => null);
      if (answer?.ok) return await answer.json();
      if (tries > 100) throw new Error("Cannot measure: NATS did not start");
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  await varz();
  return {
    env: { DATABASE_URL: database.url, NATS_URL: `nats://127.0.0.1:${port}` },
    async counts() {
      // Servers report what they did at most once a second, and at the latest when asked.
      const [row] = await sql`
        SELECT xact_commit AS commits, tup_inserted + tup_updated + tup_deleted AS rows
        FROM pg_stat_database WHERE datname = current_database()`;
      const { in_msgs: busIn, out_msgs: busOut, in_bytes: busBytes } = await varz();
      return {
        commits: Number(row?.["commits"]),
        rows: Number(row?.["rows"]),
        busIn,
        busOut,
        busBytes,
      };
    },
    async stop() {
      await sql.end();
      nats.kill("SIGTERM");
      await nats.status;
      await database.stop();
    },
  };
}
