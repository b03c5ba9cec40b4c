import { assert, assertEquals, assertThrows } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { markerPath } from "./database_file.ts";
import { migrate, MIGRATIONS, schemaVersion } from "./migrations.ts";
import { sampleAgent, sampleVersion } from "./sample_rows.ts";
import { openDatabase } from "./sqlite_database.ts";
import { StoreError, type StoreFault } from "./store_error.ts";

function inDirectory(test: (path: string, directory: string) => void): () => void {
  return () => {
    const directory = Deno.makeTempDirSync({ prefix: "hookline_store_" });
    try {
      test(`${directory}/data/hookline.db`, directory);
    } finally {
      Deno.removeSync(directory, { recursive: true });
    }
  };
}

function assertRefused(path: string, code: StoreFault, says: string): void {
  const error = assertThrows(() => openDatabase(path), StoreError, says);
  assertEquals(error.code, code);
}

function filled(path: string): void {
  const { operations, close } = openDatabase(path);
  operations.putAgent(sampleAgent(1), 0, sampleVersion(1));
  close();
}

Deno.test(
  "the data directory and the database are only for their owner",
  inDirectory((path, directory) => {
    filled(path);
    const mode = (of: string) => (Deno.statSync(of).mode ?? 0) & 0o777;
    assertEquals(mode(`${directory}/data`), 0o700);
    assertEquals(mode(path), 0o600);
    assertEquals(mode(markerPath(path)), 0o600);
  }),
);

Deno.test(
  "every commit is synced to a write-ahead log",
  inDirectory((path) => {
    filled(path);
    const db = openDatabase(path);
    assertEquals(db.sql("PRAGMA journal_mode")[0]?.["journal_mode"], "wal");
    assertEquals(db.sql("PRAGMA synchronous")[0]?.["synchronous"], 2);
    db.close();
  }),
);

Deno.test(
  "D-05 a database that vanished is noticed, and begins anew only when told to",
  inDirectory((path) => {
    filled(path);
    Deno.removeSync(path);
    assertRefused(path, "vanished", markerPath(path));
    Deno.writeFileSync(path, new Uint8Array());
    assertRefused(path, "vanished", "restore a backup");

    Deno.removeSync(markerPath(path));
    const db = openDatabase(path);
    assertEquals(db.operations.agents(), []);
    db.close();
  }),
);

Deno.test(
  "D-05 a restored database without its marker gets one",
  inDirectory((path) => {
    filled(path);
    Deno.removeSync(markerPath(path));
    openDatabase(path).close();
    assert(Deno.statSync(markerPath(path)).isFile);
  }),
);

Deno.test(
  "D-09 a database of a newer version is refused and left as it is",
  inDirectory((path) => {
    filled(path);
    const db = openDatabase(path);
    db.sql(`PRAGMA user_version = ${MIGRATIONS.length + 1}`);
    db.close();
    const before = Deno.readFileSync(path);
    assertRefused(path, "newer", `schema ${MIGRATIONS.length + 1}`);
    assertEquals(Deno.readFileSync(path), before);
  }),
);

Deno.test(
  "D-04 a damaged database is refused and never written to",
  inDirectory((path) => {
    filled(path);
    const sound = Deno.readFileSync(path);
    const damages: [string, (file: Uint8Array) => Uint8Array][] = [
      ["garbled head", (file) => file.fill(0x5a, 0, 32)],
      ["zeroed page", (file) => file.fill(0, 4096, 8192)],
      ["cut in the middle", (file) => file.slice(0, 4096 * 3)],
    ];
    for (const [, damage] of damages) {
      const damaged = damage(sound.slice());
      Deno.writeFileSync(path, damaged);
      assertRefused(path, "damaged", "restore a backup");
      assertEquals(Deno.readFileSync(path), damaged);
    }
  }),
);

Deno.test(
  "a database of another program is refused",
  inDirectory((_path, directory) => {
    const other = new DatabaseSync(`${directory}/other.db`);
    other.exec("CREATE TABLE songs (title)");
    other.close();
    assertRefused(`${directory}/other.db`, "foreign", "another program");
  }),
);

Deno.test(
  "D-15 a data directory that cannot be made is refused with the directory's name",
  inDirectory((_path, directory) => {
    Deno.writeTextFileSync(`${directory}/file`, "");
    assertRefused(`${directory}/file/hookline.db`, "unwritable", `${directory}/file`);
  }),
);

Deno.test(
  "D-10 a migration that fails half-way leaves nothing of its step, and is taken up again",
  () => {
    const db = new DatabaseSync(":memory:");
    const first = "CREATE TABLE one (x)";
    const torn = "CREATE TABLE two (x); CREATE TABLE one (x)";
    assertThrows(() => migrate(db, [first, torn]), Error, "already exists");
    assertEquals(schemaVersion(db), 1);
    migrate(db, [first, "CREATE TABLE two (x)"]);
    assertEquals(schemaVersion(db), 2);
    migrate(db, [first, "CREATE TABLE two (x)"]);
    db.close();
  },
);

Deno.test(
  "D-01 a full disk refuses the write whole, and reads go on",
  inDirectory((path) => {
    filled(path);
    const db = openDatabase(path);
    db.sql("PRAGMA max_page_count = 1"); // SQLite's own way to run out of room: no page may be added
    const long = sampleAgent(2, "x".repeat(30_000));
    const error = assertThrows(
      () => db.operations.putAgent(long, 1, sampleVersion(2)),
      Error,
      "full",
    );
    assertEquals(error.message.includes("xxx"), false);
    assertEquals(db.operations.agents()[0]?.revision, 1);
    assertEquals(db.operations.versions("default").length, 1);
    db.close();
  }),
);
