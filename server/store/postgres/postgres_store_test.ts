// What only PostgreSQL can do to us: be away, come back, be somebody else's, be asked by two servers at once.
import { assert, assertEquals, assertRejects } from "@std/assert";
import { silentLog } from "../../observe/log.ts";
import { CALL_ENDED, CALL_STARTED, callerLine, sampleAgent, sampleCall } from "../sample_rows.ts";
import { StoreError } from "../store_error.ts";
import { freshPostgres, freshSchema, realPostgres, withStores } from "../testing/each_store.ts";
import { openPostgres } from "./postgres_database.ts";
import { PostgresLink } from "./postgres_link.ts";
import { migratePostgres, POSTGRES_MIGRATIONS } from "./postgres_migrations.ts";
import { startRealPostgres } from "../testing/real_postgres.ts";
import { openPostgresStore } from "./postgres_store.ts";

withStores();

async function code(asked: Promise<unknown>): Promise<string> {
  return (await assertRejects(() => asked, StoreError)).code;
}

Deno.test("servers that start at the same time make the tables once", async () => {
  const schema = await freshSchema();
  const all = await Promise.all(
    Array.from({ length: 5 }, () => openPostgres(realPostgres().url, { schema })),
  );
  await all[0]!.operations.putSetting("name", "value");
  assertEquals(await all[4]!.operations.setting("name"), "value");
  for (const { close } of all) await close();
});

Deno.test("D-12 of two servers that save the same agent one is told that it was changed", async () => {
  const schema = await freshSchema();
  const url = realPostgres().url;
  const [ours, theirs] = [
    await openPostgres(url, { schema }),
    await openPostgres(url, { schema }),
  ];
  await ours.operations.putAgent(sampleAgent(1), 0, null);
  const saved = await Promise.all([
    ours.operations.putAgent(sampleAgent(2, "ours"), 1, null),
    theirs.operations.putAgent(sampleAgent(2, "theirs"), 1, null),
  ]);
  assertEquals(saved.filter(Boolean).length, 1);
  await ours.close();
  await theirs.close();
});

Deno.test("D-09 a database of a newer version is refused and nothing is written to it", async () => {
  const schema = await freshSchema();
  const url = realPostgres().url;
  await (await openPostgres(url, { schema })).close();
  const link = new PostgresLink(url, { schema });
  await link.run((sql) => sql`UPDATE hookline_schema SET version = 99`.then(() => {}));
  assertEquals(await code(openPostgres(url, { schema })), "newer");
  const rows = await link.run((sql) => sql`SELECT version FROM hookline_schema`);
  assertEquals(rows[0]?.["version"], 99);
  await link.close();
});

Deno.test("beside a server that cannot share the database none starts, and that one keeps it", async () => {
  const schema = await freshSchema();
  const url = realPostgres().url;
  const link = new PostgresLink(url, { schema });
  await migratePostgres(link, POSTGRES_MIGRATIONS.slice(0, 1));
  const hold = (seconds: number) =>
    link.run((sql) =>
      sql`
        INSERT INTO lease VALUES (1, 'old', clock_timestamp() + ${seconds} * interval '1 second')
        ON CONFLICT (one) DO UPDATE SET until_at = excluded.until_at`.then(() => {})
    );
  await hold(60);
  assertEquals(await code(openPostgres(url, { schema })), "busy");
  await hold(-1);
  await (await openPostgres(url, { schema })).close();
  await link.close();
});

Deno.test("a step that fails half-way leaves nothing, and the next start makes it whole", async () => {
  const schema = await freshSchema();
  const url = realPostgres().url;
  const broken = [...POSTGRES_MIGRATIONS, "CREATE TABLE more (id integer); SELECT 1 / 0"];
  assertEquals(await code(openPostgres(url, { schema, steps: broken })), "failed");
  const whole = await openPostgres(url, { schema });
  assertEquals(await whole.operations.agents(), []);
  await whole.close();
});

Deno.test("what PostgreSQL cannot keep in a text does not keep a call from being saved", async () => {
  const { operations: store, close } = await freshPostgres();
  const { events, call } = sampleCall("a", [
    CALL_STARTED,
    callerLine("1", "NUL \0 and half a pair \ud800 here"),
    CALL_ENDED,
  ]);
  await store.append(events, [{ ...call, route: "sales\0\ud800" }]);
  assertEquals((await store.call("a"))?.events, events);
  const found = await store.searchCalls({ filters: { text: "half pair" }, limit: 5 });
  assertEquals(found.calls.map(({ route }) => route), ["sales\0\ud800"]);
  await close();
});

Deno.test("D-11 where no server answers, that is said with what to do and without the password", async () => {
  const error = await assertRejects(
    () => openPostgres("postgres://hookline:secret-word@127.0.0.1:1/none"),
    StoreError,
  );
  assertEquals(error.code, "unreachable");
  assert(error.message.includes("DATABASE_URL") && !error.message.includes("secret-word"));
});

Deno.test("D-11 a server that does not answer is given up, and asked again on new connections", async () => {
  const schema = await freshSchema();
  const { operations: store, close } = await openPostgres(realPostgres().url, {
    schema,
    answerMs: 300,
  });
  await store.putAgent(sampleAgent(1), 0, null);
  const blocker = new PostgresLink(realPostgres().url, { schema });
  const held = Promise.withResolvers<void>();
  const locked = Promise.withResolvers<void>();
  const blocking = blocker.transaction(async (sql) => {
    await sql`LOCK TABLE agents IN ACCESS EXCLUSIVE MODE`;
    locked.resolve();
    await held.promise;
  });
  await locked.promise;
  assertEquals(await code(store.agents()), "unreachable");
  held.resolve();
  await blocking;
  assertEquals((await store.agents()).length, 1);
  await blocker.close();
  await close();
});

Deno.test("D-11 a server that goes away and comes back has all that it acknowledged, and takes more", async () => {
  const server = await startRealPostgres();
  const store = await openPostgresStore({ url: server.url, log: silentLog });
  const { events, call } = sampleCall("a", [CALL_STARTED, callerLine("1", "hello")]);
  await store.append(events, [call]);
  await server.kill();
  assertEquals(await code(store.append(events, [call])), "unreachable");
  await server.start();
  const { events: more, call: ended } = sampleCall("a", [
    CALL_STARTED,
    callerLine("1", "hello"),
    CALL_ENDED,
  ]);
  await store.append(more, [ended]);
  await store.append(more, [ended]);
  const beat = await store.shared?.beat({ instance: "a", facts: "{}", leaseMs: 600_000 });
  assertEquals(beat, {
    alive: [{ instance: "a", facts: "{}" }],
    leads: true,
    kept: true,
    nowMs: beat?.nowMs,
  });
  // The same machine's clock: a minute is far more than asking takes.
  assert(Math.abs(Date.now() - (beat?.nowMs ?? NaN)) < 60_000);
  assertEquals(await store.call("a"), { call: ended, events: more });
  await store.close();
  await server.stop();
});
