// Several servers on one database: who lives, who leads, who ends the calls of a dead one, and what becomes of an end that
// was given in error. A lease of less than nothing has run out at once.
import { assertEquals, assertRejects } from "@std/assert";
import { NO_USAGE } from "../../contract/call.ts";
import type { CallEventBody } from "../../contract/event.ts";
import { silentLog } from "../../observe/log.ts";
import { CALL_ENDED, CALL_STARTED, callerLine, sampleCall } from "../sample_rows.ts";
import { openSqliteStore } from "../sqlite_store.ts";
import { StoreError } from "../store_error.ts";
import { freshSchema, realPostgres, withStores } from "../testing/each_store.ts";
import { copyToPostgres } from "./copy_store.ts";
import { openPostgres, type PostgresDatabase } from "./postgres_database.ts";
import { PostgresLink } from "./postgres_link.ts";

withStores();

type Server = PostgresDatabase["operations"];
const LEASE_MS = 600_000;
const OVER_MS = -1;

async function servers(
  count: number,
  test: (servers: Server[], schema: string) => Promise<void>,
): Promise<void> {
  const schema = await freshSchema();
  const opened: PostgresDatabase[] = [];
  try {
    while (opened.length < count) {
      opened.push(await openPostgres(realPostgres().url, { schema }));
    }
    await test(opened.map(({ operations }) => operations), schema);
  } finally {
    for (const { close } of opened) await close();
  }
}

const beat = (server: Server, instance: string, leaseMs = LEASE_MS) =>
  server.beat({ instance, facts: `{"of":"${instance}"}`, leaseMs });

const crash = (): CallEventBody => ({
  type: "call.ended",
  reason: "internal",
  code: "E_CRASHED",
  durationMs: 100,
  usage: NO_USAGE,
});

function startedOn(instance: string): CallEventBody {
  if (CALL_STARTED.type !== "call.started") throw new Error("not a start");
  return { ...CALL_STARTED, instance };
}

/** The call of a server "a" that says no more, with an end that "b" gave it. */
async function endedByB(a: Server, b: Server, after: CallEventBody[] = []) {
  const said = [startedOn("a"), callerLine("1", "before the silence")];
  const begun = sampleCall("call", said);
  await a.append(begun.events, [begun.call]);
  await beat(a, "a", OVER_MS);
  await beat(b, "b");
  const adopted = await b.unfinished({ instance: "b", spare: [] });
  assertEquals(adopted, [begun.call]);
  const ended = sampleCall("call", [...said, crash(), ...after]);
  await b.append(ended.events.slice(2), [ended.call]);
  assertEquals((await a.call("call"))?.call.endCode, "E_CRASHED");
  return { said, ended };
}

Deno.test("each beat tells who is alive, and who stops is gone at once", () =>
  servers(2, async ([a, b]) => {
    const alone = await beat(a!, "a");
    assertEquals(alone.alive, [{ instance: "a", facts: '{"of":"a"}' }]);
    const { alive } = await beat(b!, "b");
    assertEquals(alive.map(({ instance, facts }) => `${instance} ${facts}`), [
      'b {"of":"b"}',
      'a {"of":"a"}',
    ]);
    await a!.leave("a");
    assertEquals((await beat(b!, "b")).alive.map(({ instance }) => instance), ["b"]);
  }));

Deno.test("one leads, and another does once its lease has run out or it has left", () =>
  servers(3, async ([a, b, c]) => {
    assertEquals([(await beat(a!, "a")).leads, (await beat(b!, "b")).leads], [true, false]);
    assertEquals((await beat(a!, "a", OVER_MS)).leads, true);
    assertEquals((await beat(b!, "b")).leads, true);
    assertEquals([(await beat(a!, "a")).leads, (await beat(c!, "c")).leads], [false, false]);
    await b!.leave("b");
    const next = await Promise.all([beat(a!, "a"), beat(c!, "c")]);
    assertEquals(next.filter(({ leads }) => leads).length, 1);
  }));

Deno.test("a server is told that its lease had run out, but not at its first beat", () =>
  servers(1, async ([a]) => {
    assertEquals((await beat(a!, "a", OVER_MS)).kept, true);
    assertEquals((await beat(a!, "a")).kept, false);
    assertEquals((await beat(a!, "a")).kept, true);
  }));

Deno.test("one that has been dead for long is forgotten, and told so if it comes back all the same", () =>
  servers(2, async ([a, b], schema) => {
    await beat(a!, "a");
    const link = new PostgresLink(realPostgres().url, { schema });
    await link.run((sql) =>
      sql`UPDATE instances SET until_at = now() - interval '2 days'`.then(() => {})
    );
    await link.run((sql) => sql`DELETE FROM lead`.then(() => {}));
    await beat(b!, "b");
    const rows = await link.run((sql) => sql`SELECT id FROM instances`);
    assertEquals(rows.map(({ id }) => id), ["b"]);
    assertEquals((await beat(a!, "a")).kept, false);
    await link.close();
  }));

Deno.test("P-03 calls of a dead server go to one of those that look at the same time", () =>
  servers(3, async ([a, b, c]) => {
    const calls = Array.from({ length: 400 }, (_, i) => sampleCall(`call ${i}`, [startedOn("a")]));
    await a!.append(calls.flatMap(({ events }) => events), calls.map(({ call }) => call));
    await beat(b!, "b");
    await beat(c!, "c");
    const found = await Promise.all(
      [[b!, "b"], [c!, "c"], [b!, "b"], [c!, "c"]].map(([server, instance]) =>
        (server as Server).unfinished({ instance: String(instance), spare: [] })
      ),
    );
    const ids = (of: number[]) => new Set(of.flatMap((i) => found[i]!.map(({ callId }) => callId)));
    const [ofB, ofC] = [ids([0, 2]), ids([1, 3])];
    assertEquals([ofB.intersection(ofC).size, ofB.union(ofC).size], [0, 400]);
  }));

Deno.test("calls of who lives or is heard are nobody's else, and without a lease there are none to have", () =>
  servers(2, async ([a, b]) => {
    const live = ["a", "heard", "", "dead"].map((of) => sampleCall(`of ${of}`, [startedOn(of)]));
    await a!.append(live.flatMap(({ events }) => events), live.map(({ call }) => call));
    const look = async (spare: string[]) =>
      (await b!.unfinished({ instance: "b", spare })).map(({ callId }) => callId).sort();
    await beat(a!, "a");
    assertEquals(await look([]), []);
    await beat(b!, "b");
    assertEquals(await look(["heard"]), ["of ", "of dead"]);
    assertEquals((await a!.unfinished({ instance: "a", spare: ["heard"] })).length, 0);
  }));

Deno.test("what an adopter has not ended is given to it again, and once it is dead to the next", () =>
  servers(3, async ([a, b, c]) => {
    const { events, call } = sampleCall("call", [startedOn("a")]);
    await a!.append(events, [call]);
    await beat(b!, "b");
    await beat(c!, "c");
    const look = async (server: Server, instance: string) =>
      (await server.unfinished({ instance, spare: [] })).length;
    assertEquals([await look(b!, "b"), await look(b!, "b"), await look(c!, "c")], [1, 1, 0]);
    await beat(b!, "b", OVER_MS);
    assertEquals(await look(c!, "c"), 1);
    const ended = sampleCall("call", [startedOn("a"), crash()]);
    await c!.append(ended.events, [ended.call]);
    assertEquals(await look(c!, "c"), 0);
  }));

Deno.test("D-12 a server that was wrongly taken for dead gets its call back, and the false end is gone", () =>
  servers(2, async ([a, b]) => {
    const summary: CallEventBody = {
      type: "call.summary",
      text: "Ended by a zeppelin.",
      source: "after_call",
    };
    const { said } = await endedByB(a!, b!, [summary]);
    const truth = sampleCall("call", [...said, callerLine("2", "still here")]);
    await a!.append(truth.events.slice(2), [truth.call]);
    assertEquals(await b!.call("call"), truth);
    const found = async (text: string) =>
      (await b!.searchCalls({ filters: { text }, limit: 5 })).calls.length;
    assertEquals([await found("zeppelin"), await found("still")], [0, 1]);
    assertEquals(await b!.unfinished({ instance: "b", spare: ["a"] }), []);

    const over = sampleCall("call", [...said, callerLine("2", "still here"), CALL_ENDED]);
    await a!.append(over.events.slice(3), [over.call]);
    assertEquals(await b!.call("call"), over);
    const byReason = await b!.searchCalls({
      filters: { endReason: "caller_hung_up" },
      limit: 5,
    });
    assertEquals(byReason.calls.length, 1);
  }));

Deno.test("D-12 a false end gives way to a true one that was waiting meanwhile", () =>
  servers(2, async ([a, b]) => {
    const { said } = await endedByB(a!, b!);
    const over = sampleCall("call", [...said, CALL_ENDED]);
    await a!.append(over.events.slice(2), [over.call]);
    assertEquals(await b!.call("call"), over);
  }));

Deno.test("D-12 an end that an adopter knew of is no word of the owner's, whose own words replace it", () =>
  servers(2, async ([a, b]) => {
    const said = [startedOn("a"), callerLine("1")];
    const begun = sampleCall("call", said);
    await a!.append(begun.events, [begun.call]);
    await beat(a!, "a", OVER_MS);
    await beat(b!, "b");
    await b!.unfinished({ instance: "b", spare: [] });
    const known = sampleCall("call", [...said, CALL_ENDED]);
    await b!.append(known.events.slice(2), [known.call]);
    assertEquals(await a!.call("call"), known);
    const truth = sampleCall("call", [...said, callerLine("2"), CALL_ENDED]);
    await a!.append(truth.events.slice(2), [truth.call]);
    await b!.append(known.events.slice(2), [known.call]);
    assertEquals(await b!.call("call"), truth);
  }));

Deno.test("D-12 a false end that comes after the truth changes nothing, and a true one does", () =>
  servers(2, async ([a, b]) => {
    const said = [startedOn("a"), callerLine("1")];
    const begun = sampleCall("call", said);
    await a!.append(begun.events, [begun.call]);
    await beat(b!, "b");
    assertEquals((await b!.unfinished({ instance: "b", spare: [] })).length, 1);
    const truth = sampleCall("call", [...said, callerLine("2")]);
    const summary: CallEventBody = { type: "call.summary", text: "No.", source: "after_call" };
    await a!.append(truth.events, [truth.call]);
    const late = sampleCall("call", [...said, crash(), summary]);
    await b!.append(late.events.slice(2, 3), [late.call]);
    await b!.append(late.events.slice(3), [late.call]);
    assertEquals(await b!.call("call"), truth);
    // It dies in earnest.
    assertEquals((await b!.unfinished({ instance: "b", spare: [] })).length, 1);
    const end = sampleCall("call", [...said, callerLine("2"), crash()]);
    await b!.append(end.events.slice(3), [end.call]);
    assertEquals(await a!.call("call"), end);
  }));

Deno.test("D-12 servers that write to the same calls in any order wait for each other without end", () =>
  servers(2, async ([a, b]) => {
    const lines = (from: number) => Array.from({ length: 20 }, (_, i) => callerLine(`${from + i}`));
    const calls = Array.from(
      { length: 30 },
      (_, i) => sampleCall(`call ${i}`, [startedOn("a"), ...lines(0)]),
    );
    const write = (server: Server, given: typeof calls) =>
      server.append(given.flatMap(({ events }) => events), given.map(({ call }) => call));
    // Once as new ones, and then as ones that are there.
    for (let round = 0; round < 4; round++) {
      await Promise.all([
        write(a!, calls),
        write(b!, calls.toReversed()),
        write(a!, calls.slice(10)),
        write(b!, calls.slice(5).toReversed()),
      ]);
    }
    assertEquals((await a!.call("call 29"))?.events, calls[29]!.events);
    assertEquals((await a!.searchCalls({ filters: {}, limit: 50 })).calls.length, 30);
  }));

Deno.test("of several servers that replace a setting one does, and all that add to a number count", () =>
  servers(2, async ([a, b]) => {
    const made = await Promise.all(
      [a!, b!, a!, b!].map((server, i) => server.replaceSetting("salt", undefined, `${i}`)),
    );
    assertEquals(made.filter(Boolean).length, 1);
    assertEquals(await a!.setting("salt"), `${made.indexOf(true)}`);
    const sums = await Promise.all(
      [a!, b!, a!, b!].map((server) => server.addToCounter("spent", 0.5)),
    );
    assertEquals(sums.sort(), [0.5, 1, 1.5, 2]);
  }));

Deno.test("a copy is refused while a server uses the database", () =>
  servers(1, async ([a], schema) => {
    const directory = await Deno.makeTempDir({ prefix: "hookline_store_" });
    const path = `${directory}/hookline.db`;
    try {
      await (await openSqliteStore({ path, log: silentLog })).close();
      const copy = () => copyToPostgres(path, realPostgres().url, { schema });
      await beat(a!, "a");
      const refused = await assertRejects(copy, StoreError);
      assertEquals([refused.code, refused.message.includes("a server uses")], ["busy", true]);
      await a!.leave("a");
      assertEquals((await copy()).calls, 0);
    } finally {
      await Deno.remove(directory, { recursive: true });
    }
  }));

Deno.test("a beat waits for nothing else that the database is asked", () =>
  servers(1, async ([a], schema) => {
    const blocker = new PostgresLink(realPostgres().url, { schema });
    const held = Promise.withResolvers<void>();
    const locked = Promise.withResolvers<void>();
    const blocking = blocker.transaction(async (sql) => {
      await sql`LOCK TABLE calls, audit IN ACCESS EXCLUSIVE MODE`;
      locked.resolve();
      await held.promise;
    });
    await locked.promise;
    const waiting = Promise.all([
      ...Array.from({ length: 8 }, () => a!.calls({ limit: 5 })),
      ...Array.from({ length: 8 }, () => a!.searchCalls({ filters: {}, limit: 5 })),
      ...Array.from({ length: 8 }, () => a!.audit({ limit: 5 })),
    ]);
    assertEquals((await beat(a!, "a")).kept, true);
    held.resolve();
    await Promise.all([blocking, waiting]);
    await blocker.close();
  }));
