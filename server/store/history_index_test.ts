// Taking calls into the index that are older than it.
import { assert, assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import type { CallEventBody } from "../contract/event.ts";
import { migrate, MIGRATIONS } from "./migrations.ts";
import { CALL_ENDED, CALL_STARTED, callerLine, sampleCall } from "./sample_rows.ts";
import { openDatabase } from "./sqlite_database.ts";

const FAILED: CallEventBody = {
  type: "tool.finished",
  toolCallId: "t",
  name: "crm",
  ok: false,
  tookMs: 1,
};

/** A database as the version before the index left it: two calls that ended and one that did not. */
function oldDatabase(test: (path: string) => void): void {
  const directory = Deno.makeTempDirSync({ prefix: "hookline_store_" });
  try {
    const path = `${directory}/hookline.db`;
    const db = new DatabaseSync(path);
    migrate(db, MIGRATIONS.slice(0, 2));
    const lines = Array.from({ length: 30 }, (_, i) => callerLine(`${i}`, `word ${i}`));
    const calls = [
      sampleCall("early", [CALL_STARTED, ...lines, FAILED, CALL_ENDED], { atMs: 1000 }),
      sampleCall("late", [CALL_STARTED, ...lines, CALL_ENDED], { firstSeq: 100, atMs: 2000 }),
      sampleCall("open", [CALL_STARTED, ...lines], { firstSeq: 200, atMs: 500 }),
    ];
    for (const { events, call } of calls) {
      for (const event of events) {
        db.prepare("INSERT INTO events VALUES (?, ?, ?)").run(
          event.callId,
          event.seq,
          JSON.stringify(event),
        );
      }
      db.prepare("INSERT INTO calls VALUES (?, ?, ?, ?, ?)").run(
        ...[call.callId, call.startedAtMs, call.endedAtMs, call.seq, JSON.stringify(call)],
      );
    }
    db.close();
    test(path);
  } finally {
    Deno.removeSync(directory, { recursive: true });
  }
}

const search = (database: ReturnType<typeof openDatabase>, filters = {}) => {
  const { calls, unindexed } = database.operations.searchCalls({ filters, limit: 9 });
  return { ids: calls.map(({ callId }) => callId), unindexed, calls };
};

Deno.test("calls from before the index are listed at once, and told to be missing from searches", () => {
  oldDatabase((path) => {
    const database = openDatabase(path);
    assertEquals(search(database).ids, ["late", "early", "open"]);
    assertEquals(search(database).calls.map(({ marks }) => marks), [null, null, null]);
    const { ids, unindexed } = search(database, { text: "word" });
    assertEquals([ids, unindexed], [[], 3]);
    database.close();
  });
});

Deno.test("they are taken in newest first, in pieces, over a stop, and each line once", () => {
  oldDatabase((path) => {
    let database = openDatabase(path);
    const seen: number[] = [];
    for (let pieces = 0; database.operations.indexCalls(7); pieces++) {
      assert(pieces < 40);
      seen.push(search(database, { text: "word" }).unindexed);
      if (pieces % 3 > 0) continue;
      database.close();
      database = openDatabase(path);
    }
    assert(seen.includes(2) && seen.includes(1), String(seen));
    const { ids, unindexed, calls } = search(database, { text: "word" });
    assertEquals([ids, unindexed], [["late", "early", "open"], 0]);
    assertEquals(calls.map(({ marks }) => marks?.toolFailures), [0, 1, 0]);
    assertEquals(database.sql("SELECT count(*) AS n FROM lines")[0]?.["n"], 90);
    assertEquals(database.operations.indexCalls(7), false);
    database.close();
  });
});

Deno.test("what is said meanwhile in a call that waits is found afterwards, once", () => {
  oldDatabase((path) => {
    const database = openDatabase(path);
    const { events, call } = sampleCall("open", [
      CALL_STARTED,
      callerLine("x", "zeppelin"),
      CALL_ENDED,
    ], { firstSeq: 300, atMs: 500 });
    database.operations.append(events.slice(1), [call]);
    while (database.operations.indexCalls(7)) assert(true);
    assertEquals(search(database, { text: "zeppelin" }).calls[0]?.snippets.length, 1);
    assertEquals(search(database, { text: "zeppelin", ended: true }).ids, ["open"]);
    database.close();
  });
});

Deno.test("a call that waits and is deleted is never taken in", () => {
  oldDatabase((path) => {
    const database = openDatabase(path);
    assertEquals(database.operations.deleteCall("late", 5000), "deleted");
    while (database.operations.indexCalls(7)) assert(true);
    assertEquals(search(database, { text: "word" }).ids, ["early", "open"]);
    while (database.operations.sweep({ rows: 9, atMs: 5000 })) assert(true);
    assertEquals(
      database.sql("SELECT count(*) AS n FROM events WHERE call_id = 'late'")[0]?.["n"],
      0,
    );
    database.close();
  });
});

Deno.test("a call that cannot be read holds up no other", () => {
  oldDatabase((path) => {
    const database = openDatabase(path);
    database.sql("UPDATE calls SET json = '{' WHERE call_id = 'late'");
    database.sql(
      "UPDATE events SET json = json_set(json, '$.startMs', 'x') WHERE call_id = 'early' AND seq < 25",
    );
    while (database.operations.indexCalls(7)) assert(true);
    assertEquals(search(database, { text: "word" }).ids, ["early", "open"]);
    assertEquals(search(database).unindexed, 0);
    database.close();
  });
});
