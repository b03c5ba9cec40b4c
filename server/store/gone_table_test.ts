import { assert, assertEquals, assertGreater } from "@std/assert";
import { CALL_ENDED, CALL_STARTED, callerLine, sampleCall } from "./sample_rows.ts";
import { openDatabase } from "./sqlite_database.ts";

const T0 = 1_700_000_000_000;
const DAY_MS = 24 * 3_600_000;
const CANARY = "Kanarienvogel4711";

function filled(lines: number, path = ":memory:") {
  const database = openDatabase(path);
  const bodies = [
    CALL_STARTED,
    ...Array.from({ length: lines }, (_, i) => callerLine(`${i}`, `${CANARY} ${i}`)),
    CALL_ENDED,
  ];
  const { events, call } = sampleCall("a", bodies);
  database.operations.append(events, [call]);
  return database;
}

const count = (database: ReturnType<typeof filled>, table: string) =>
  Number(database.sql(`SELECT count(*) AS n FROM ${table}`)[0]?.["n"]);

Deno.test("sweeping takes a few rows at a time, and ends with nothing left", () => {
  const database = filled(50);
  database.operations.deleteCall("a", T0);
  let pieces = 0;
  for (let before = count(database, "lines") + count(database, "events");;) {
    const more = database.operations.sweep({ rows: 10, atMs: T0 });
    const now = count(database, "lines") + count(database, "events");
    assert(before - now <= 10, `${before - now} rows in one piece`);
    before = now;
    pieces++;
    if (!more) break;
  }
  assertGreater(pieces, 9);
  assertEquals([count(database, "lines"), count(database, "events")], [0, 0]);
  assertEquals(
    database.sql("SELECT * FROM line_words WHERE line_words MATCH 'kanarienvogel4711'"),
    [],
  );
  database.sql("INSERT INTO line_words (line_words) VALUES ('integrity-check')");
  database.close();
});

Deno.test("a call whose sweeping was cut short is swept on after opening again", () => {
  const directory = Deno.makeTempDirSync({ prefix: "hookline_store_" });
  try {
    const path = `${directory}/hookline.db`;
    const first = filled(50, path);
    first.operations.deleteCall("a", T0);
    assert(first.operations.sweep({ rows: 10, atMs: T0 }));
    first.close();
    const second = openDatabase(path);
    while (second.operations.sweep({ rows: 10, atMs: T0 })) assert(true);
    assertEquals([count(second, "lines"), count(second, "events")], [0, 0]);
    second.close();
  } finally {
    Deno.removeSync(directory, { recursive: true });
  }
});

Deno.test("what was said in a deleted call is not in the file any more", () => {
  const directory = Deno.makeTempDirSync({ prefix: "hookline_store_" });
  try {
    const path = `${directory}/hookline.db`;
    const database = filled(50, path);
    const holdsWords = () => {
      const bytes = new TextDecoder("latin1").decode(Deno.readFileSync(path));
      return bytes.toLowerCase().includes(CANARY.toLowerCase());
    };
    database.sql("PRAGMA wal_checkpoint(TRUNCATE)");
    assert(holdsWords(), "the canary must be there before");
    database.operations.deleteCall("a", T0);
    while (database.operations.sweep({ rows: 20, atMs: T0 })) assert(true);
    database.close();
    assert(!holdsWords(), "words of a deleted call are still in the file");
  } finally {
    Deno.removeSync(directory, { recursive: true });
  }
});

Deno.test("the name of a deleted call is forgotten after a day", () => {
  const database = filled(1);
  database.operations.deleteCall("a", T0);
  while (database.operations.sweep({ rows: 10, atMs: T0 })) assert(true);
  database.operations.sweep({ rows: 10, atMs: T0 + DAY_MS });
  assertEquals(count(database, "gone"), 1);
  database.operations.sweep({ rows: 10, atMs: T0 + DAY_MS + 1 });
  assertEquals(count(database, "gone"), 0);
  database.close();
});
