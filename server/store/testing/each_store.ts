// Runs one test against every implementation of the port: SQLite in memory, SQLite on disk in its own thread, PostgreSQL.
// Where there is no PostgreSQL the test is counted as ignored; in CI it fails.
import { silentLog } from "../../observe/log.ts";
import { createMemoryStore } from "../memory_store.ts";
import { openPostgres } from "../postgres/postgres_database.ts";
import { PostgresLink } from "../postgres/postgres_link.ts";
import { openSqliteStore } from "../sqlite_store.ts";
import type { Store } from "../store.ts";
import { postgresBinaries, type RealPostgres, startRealPostgres } from "./real_postgres.ts";

let server: RealPostgres | null = null;
let schemas = 0;

/** Call once in each file that uses `onEachStore`. */
export function withStores(): void {
  const there = postgresBinaries() !== null;
  if (!there) {
    console.warn("PostgreSQL is not installed: tests of that store are left out");
    if (Deno.env.get("CI")) throw new Error("Cannot leave out PostgreSQL's tests in CI");
    return;
  }
  Deno.test.beforeAll(async () => {
    server = await startRealPostgres();
  });
  Deno.test.afterAll(async () => {
    await server?.stop();
    server = null;
  });
}

export function onEachStore(name: string, test: (store: Store) => Promise<void>): void {
  Deno.test(`${name} (in memory)`, async () => {
    const store = createMemoryStore();
    await test(store);
    await store.close();
  });
  Deno.test(`${name} (on disk)`, async () => {
    const directory = await Deno.makeTempDir({ prefix: "hookline_store_" });
    const store = await openSqliteStore({ path: `${directory}/hookline.db`, log: silentLog });
    try {
      await test(store);
    } finally {
      await store.close();
      await Deno.remove(directory, { recursive: true });
    }
  });
  Deno.test({
    name: `${name} (PostgreSQL)`,
    ignore: postgresBinaries() === null,
    fn: async () => {
      const { operations, close } = await freshPostgres();
      try {
        await test({ ...operations, shared: operations, close });
      } finally {
        await close();
      }
    },
  });
}

/** Tables of its own on the server of this file. */
export async function freshPostgres() {
  return await openPostgres(realPostgres().url, { schema: await freshSchema() });
}

export async function freshSchema(): Promise<string> {
  const schema = `test_${++schemas}`;
  const link = new PostgresLink(realPostgres().url);
  await link.run((sql) => sql`CREATE SCHEMA ${sql(schema)}`.then(() => {}));
  await link.close();
  return schema;
}

/** The server of this file; see `withStores`. */
export function realPostgres(): RealPostgres {
  if (!server) throw new Error("Call withStores() in this file");
  return server;
}
