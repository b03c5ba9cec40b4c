import { assert, assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { markerPath } from "./database_file.ts";
import { MIGRATIONS } from "./migrations.ts";
import { CALL_STARTED, sampleCall } from "./sample_rows.ts";
import { openDatabase } from "./sqlite_database.ts";
import { runStoreCommand } from "./store_command.ts";

function inDirectory(
  test: (dataDir: string, directory: string) => Promise<void>,
): () => Promise<void> {
  return async () => {
    const directory = Deno.makeTempDirSync({ prefix: "hookline_store_" });
    try {
      await test(`${directory}/data`, directory);
    } finally {
      Deno.removeSync(directory, { recursive: true });
    }
  };
}

async function run(
  dataDir: string,
  ...args: string[]
): Promise<{ code: number; said: string }> {
  const said: string[] = [];
  const nowMs = Date.UTC(2026, 10, 21, 9, 30);
  const code = await runStoreCommand(args, {
    dataDir,
    databaseUrl: "",
    nowMs,
    say: (line) => said.push(line),
  });
  return { code, said: said.join("\n") };
}

function withCall(dataDir: string, callId: string) {
  const database = openDatabase(`${dataDir}/hookline.db`);
  const { events, call } = sampleCall(callId, [CALL_STARTED]);
  database.operations.append(events, [call]);
  return database;
}

const callsIn = (dataDir: string) => {
  const database = openDatabase(`${dataDir}/hookline.db`);
  const ids = database.operations.calls({ limit: 9 }).map(({ callId }) => callId);
  database.close();
  return ids;
};

Deno.test(
  "a backup of a running server holds all that was committed, and the server writes on meanwhile",
  inDirectory(async (dataDir, directory) => {
    const server = withCall(dataDir, "a");
    const { code, said } = await run(dataDir, "backup", `${directory}/b.db`);
    assertEquals([code, /1 calls, \d+ kB/.test(said)], [0, true], said);
    server.operations.putSetting("key", "after");
    assertEquals((Deno.statSync(`${directory}/b.db`).mode ?? 0) & 0o777, 0o600);
    server.close();

    const elsewhere = `${directory}/other`;
    assertEquals((await run(elsewhere, "restore", `${directory}/b.db`)).code, 0);
    assertEquals(callsIn(elsewhere), ["a"]);
    assert(Deno.statSync(markerPath(`${elsewhere}/hookline.db`)).isFile);
  }),
);

Deno.test(
  "a backup never overwrites, and leaves nothing half behind",
  inDirectory(async (dataDir, directory) => {
    assertEquals(
      (await run(dataDir, "backup", `${directory}/b.db`)).code,
      1,
      "there is no database",
    );
    withCall(dataDir, "a").close();
    Deno.writeTextFileSync(`${directory}/mine`, "precious");
    const { code, said } = await run(dataDir, "backup", `${directory}/mine`);
    assertEquals([code, said.includes("the file exists")], [1, true]);
    assertEquals(Deno.readTextFileSync(`${directory}/mine`), "precious");
    Deno.writeFileSync(`${dataDir}/hookline.db`, new Uint8Array(9999).fill(7));
    assertEquals((await run(dataDir, "backup", `${directory}/b.db`)).code, 1);
    assertEquals([...Deno.readDirSync(directory)].map(({ name }) => name).sort(), ["data", "mine"]);
  }),
);

Deno.test(
  "a restore is refused while a server holds the database, and changes nothing then",
  inDirectory(async (dataDir, directory) => {
    withCall(dataDir, "a").close();
    await run(dataDir, "backup", `${directory}/b.db`);
    const server = withCall(dataDir, "b");
    const { code, said } = await run(dataDir, "restore", `${directory}/b.db`);
    assertEquals([code, said.includes("another process uses it")], [1, true], said);
    server.close();
    assertEquals(callsIn(dataDir).sort(), ["a", "b"]);
  }),
);

Deno.test(
  "a server of before the lock file is noticed as well",
  inDirectory(async (dataDir, directory) => {
    withCall(dataDir, "a").close();
    await run(dataDir, "backup", `${directory}/b.db`);
    const old = new DatabaseSync(`${dataDir}/hookline.db`);
    old.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL");
    old.prepare("UPDATE settings SET value = value").run();
    assertEquals((await run(dataDir, "restore", `${directory}/b.db`)).code, 1);
    old.close();
  }),
);

Deno.test(
  "what a restore replaces is kept beside it, even where it is damaged",
  inDirectory(async (dataDir, directory) => {
    withCall(dataDir, "a").close();
    await run(dataDir, "backup", `${directory}/b.db`);
    const damaged = new Uint8Array(9999).fill(7);
    Deno.writeFileSync(`${dataDir}/hookline.db`, damaged);
    const { code, said } = await run(dataDir, "restore", `${directory}/b.db`);
    assertEquals(code, 0, said);
    const kept = `${dataDir}/hookline.db.before-20261121T093000`;
    assert(said.includes(kept), said);
    assertEquals(Deno.readFileSync(kept), damaged);
    assertEquals(callsIn(dataDir), ["a"]);
  }),
);

Deno.test(
  "what is no backup of ours is refused, and what was there stays",
  inDirectory(async (dataDir, directory) => {
    withCall(dataDir, "a").close();
    Deno.writeTextFileSync(`${directory}/text`, "not a database ".repeat(100));
    Deno.writeTextFileSync(`${directory}/empty`, "");
    const other = new DatabaseSync(`${directory}/other`);
    other.exec("CREATE TABLE songs (title)");
    other.close();
    await run(dataDir, "backup", `${directory}/newer`);
    const newer = new DatabaseSync(`${directory}/newer`);
    newer.exec(`PRAGMA user_version = ${MIGRATIONS.length + 1}`);
    newer.close();
    for (const name of ["text", "empty", "other", "newer", "missing"]) {
      const { code, said } = await run(dataDir, "restore", `${directory}/${name}`);
      assertEquals([name, code, said.startsWith("Cannot ")], [name, 1, true], said);
    }
    assertEquals(callsIn(dataDir), ["a"]);
  }),
);

Deno.test(
  "what is not understood is answered with how it is meant",
  inDirectory(async (dataDir) => {
    assertEquals((await run(dataDir)).code, 2);
    assertEquals((await run(dataDir, "--help")).code, 0);
    for (const args of [["backup"], ["burn", "x"], ["backup", "a", "b"]]) {
      const { code, said } = await run(dataDir, ...args);
      assertEquals([code, said.includes("deno task store backup FILE")], [2, true]);
    }
  }),
);

Deno.test("deno task store runs as deno.json has it, and backs up what a server has open", async () => {
  const directory = await Deno.makeTempDir({ prefix: "hookline_store_" });
  const server = withCall(`${directory}/data`, "a");
  try {
    const root = new URL("../../", import.meta.url).pathname;
    const { tasks } = JSON.parse(await Deno.readTextFile(`${root}deno.json`));
    const [program, ...args] = String(tasks.store.command).split(" ");
    assertEquals(program, "deno");
    const { code, stdout } = await new Deno.Command(Deno.execPath(), {
      args: [...args, "backup", `${directory}/b.db`],
      cwd: root,
      env: { DATA_DIR: `${directory}/data` },
    }).output();
    const said = new TextDecoder().decode(stdout);
    assertEquals([code, said.startsWith("Backed up")], [0, true], said);
  } finally {
    server.close();
    await Deno.remove(directory, { recursive: true });
  }
});

Deno.test(
  "a file that is not used any more is not taken for a backup of what is in PostgreSQL",
  inDirectory(async (dataDir, directory) => {
    withCall(dataDir, "a").close();
    const said: string[] = [];
    const code = await runStoreCommand(["backup", `${directory}/b.db`], {
      dataDir,
      databaseUrl: "postgres://nobody@127.0.0.1:1/none",
      nowMs: 0,
      say: (line) => said.push(line),
    });
    assertEquals([code, /DATABASE_URL is set/.test(said.join())], [2, true]);
  }),
);
