// what Deno Deploy does to an instance. SIGINT, and SIGKILL five seconds later: every caller was told, and what is
// known of every call is in the database.
import { assertEquals } from "@std/assert";
import { placeCall } from "../../simulator/audiohook/call.ts";
import { Script } from "../../simulator/caller/caller_script.ts";
import { PostgresLink } from "../../store/postgres/postgres_link.ts";
import { postgresBinaries, startRealPostgres } from "../../store/testing/real_postgres.ts";
import { startServer } from "../child_server.ts";

const CALLS = 100;
const AT_ONCE = 20;
const PLATFORM_MS = 5000;
const WAIT = Script.parse({ name: "wait", steps: [{ do: "expect_end" }] });

Deno.test({
  name:
    "R-03 SIGINT with 100 live calls: each reaches its failure path and its record within five seconds",
  ignore: postgresBinaries() === null,
  async fn() {
    const postgres = await startRealPostgres();
    const server = await startServer({
      DATABASE_URL: postgres.url,
      GENESYS_API_KEY: "five-seconds-key",
    });
    const reports: ReturnType<typeof placeCall>[] = [];
    while (reports.length < CALLS) {
      const wave = Array.from({ length: AT_ONCE }, () => {
        const answered = Promise.withResolvers<void>();
        reports.push(placeCall({
          url: server.audiohookUrl,
          apiKey: server.apiKey,
          script: WAIT,
          onEvent: (line) => line.includes("answered") && answered.resolve(),
        }));
        return answered.promise;
      });
      await Promise.all(wave);
    }

    const startedMs = performance.now();
    server.kill("SIGINT");
    const killer = setTimeout(() => server.kill("SIGKILL"), PLATFORM_MS);
    let lastToldMs = 0;
    const told = await Promise.all(reports.map(async (report) => {
      const { disconnect, violations } = await report;
      lastToldMs = Math.max(lastToldMs, performance.now() - startedMs);
      return `${disconnect?.reason} ${disconnect?.info} ${violations.length}`;
    }));
    const exitCode = await server.ended;
    const endedMs = performance.now() - startedMs;
    clearTimeout(killer);

    const link = new PostgresLink(postgres.url);
    const ends = await link.run(async (sql) => {
      const rows = await sql`SELECT ended_at_ms, json FROM calls`;
      return rows.map((row) =>
        `${row["ended_at_ms"] !== null} ${JSON.parse(String(row["json"])).endReason}`
      );
    });
    await link.close();
    await server.stop();
    await postgres.stop();
    console.log(
      `R-03: ${CALLS} calls; the last caller was told after ${Math.round(lastToldMs)} ms, ` +
        `the process was gone after ${Math.round(endedMs)} ms (exit code ${exitCode})`,
    );
    assertEquals(told, Array(CALLS).fill("error E_DRAIN 0"));
    assertEquals(ends, Array(CALLS).fill("true drained"));
  },
});
