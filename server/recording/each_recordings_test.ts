// What holds wherever recordings are kept: files, PostgreSQL, and the memory of tests.
import { assertEquals, assertRejects } from "@std/assert";
import { WAV_HEADER_BYTES } from "../audio/wav_header.ts";
import { readWav } from "../audio/wav.ts";
import { ManualClock } from "../clock.ts";
import { keptGenesysKey } from "../process/genesys_key.ts";
import { silentLog } from "../observe/log.ts";
import { PostgresLink } from "../store/postgres/postgres_link.ts";
import { migratePostgres } from "../store/postgres/postgres_migrations.ts";
import { postgresSettings } from "../store/postgres/postgres_settings.ts";
import { postgresSound } from "../store/postgres/postgres_sound.ts";
import { openPostgresSound } from "../store/postgres/postgres_sound_thread.ts";
import { openSqliteStore } from "../store/sqlite_store.ts";
import { runStoreCommand } from "../store/store_command.ts";
import { freshSchema, realPostgres, withStores } from "../store/testing/each_store.ts";
import { postgresBinaries, startRealPostgres } from "../store/testing/real_postgres.ts";
import { databaseRecordings } from "./database_recordings.ts";
import { fileRecordings } from "./file_recordings.ts";
import { memoryRecordings } from "./memory_recordings.ts";
import { RecordingError, type RecordingStore } from "./recording_store.ts";

withStores();

interface Kept {
  store: RecordingStore;
  /** From here on it is so long since anything was added to these. */
  age(callIds: readonly string[]): Promise<void>;
}

/** Between the age of the old ones and now. */
const BEFORE_MS = 20_000;

function onEach(name: string, test: (kept: Kept) => Promise<void>): void {
  Deno.test(`${name} (files)`, async () => {
    const folder = await Deno.makeTempDir();
    const age = async (callIds: readonly string[]) => {
      for (const callId of callIds) await Deno.utime(`${folder}/${callId}.wav`, 10, 10);
    };
    await test({ store: fileRecordings(folder), age });
    await Deno.remove(folder, { recursive: true });
  });
  Deno.test(`${name} (memory)`, async () => {
    const clock = new ManualClock();
    await test({ store: memoryRecordings(() => clock.now()), age: later(clock) });
  });
  Deno.test({
    name: `${name} (PostgreSQL)`,
    ignore: postgresBinaries() === null,
    async fn() {
      const { link, clock, store } = await inPostgres();
      await test({ store, age: later(clock) });
      await link.close();
    },
  });
}

/** What is there is old once time has gone on; what comes after it is not. */
function later(clock: ManualClock) {
  return () => Promise.resolve(clock.advance(BEFORE_MS));
}

/** In a schema of its own, or on a server of its own. */
async function inPostgres({ url, patienceMs }: { url?: string; patienceMs?: number } = {}) {
  const link = url === undefined
    ? new PostgresLink(realPostgres().url, { schema: await freshSchema() })
    : new PostgresLink(url);
  await migratePostgres(link);
  const clock = new ManualClock({ wallMs: 0 });
  const pieces = { ...postgresSound(link, patienceMs), close: () => link.close() };
  return { link, clock, store: databaseRecordings({ pieces, clock }) };
}

const AUDIO = Uint8Array.from({ length: 200_000 }, (_, i) => i % 2 ? 7 : i % 251);

async function keep(store: RecordingStore, callId: string, audio = AUDIO) {
  const writer = await store.open(callId);
  await writer.write(audio);
  await writer.close();
}

async function bytesOf(store: RecordingStore, callId: string, from = 0, to = Infinity) {
  const size = await store.size(callId) ?? 0;
  const stream = await store.read(callId, { from, to: Math.min(to, size - 1) });
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

onEach("what is written is a WAV file, and any part of it can be read", async ({ store }) => {
  const writer = await store.open("call-1");
  for (let at = 0; at < AUDIO.length; at += 32_000) {
    await writer.write(AUDIO.slice(at, at + 32_000));
  }
  await writer.close();
  const whole = await bytesOf(store, "call-1");
  assertEquals(await store.size("call-1"), WAV_HEADER_BYTES + AUDIO.length);
  assertEquals(readWav(whole), AUDIO.filter((_, i) => i % 2 === 0));
  const last = WAV_HEADER_BYTES + AUDIO.length - 1;
  for (const [from, to] of [[0, 3], [50, 70], [58, 58], [32_057, 32_058], [90_000, 190_000]]) {
    assertEquals(await bytesOf(store, "call-1", from, to), whole.slice(from, to! + 1));
  }
  assertEquals(await bytesOf(store, "call-1", last, last), whole.slice(last));
});

onEach("P-03 a recording whose process died is played as far as it goes", async ({ store }) => {
  const writer = await store.open("call-1");
  assertEquals(await store.size("call-1"), null);
  assertEquals(await store.read("call-1", { from: 0, to: 9 }), null);
  await writer.write(AUDIO.slice(0, 1000));
  const file = await bytesOf(store, "call-1");
  assertEquals(new DataView(file.buffer).getUint32(54, true), 1000);
  assertEquals(file.slice(WAV_HEADER_BYTES), AUDIO.slice(0, 1000));
  await writer.close();
});

onEach("each call has one recording, whatever its name", async ({ store }) => {
  for (const callId of ["../../etc/passwd", "a/b", "A*b?", "ünï ☎", "'; --"]) {
    await keep(store, callId, AUDIO.slice(0, callId.length));
    assertEquals(await store.size(callId), WAV_HEADER_BYTES + callId.length);
  }
  const again = await assertRejects(() => store.open("a/b"), RecordingError);
  assertEquals(again.code, "exists");
  assertEquals([await store.delete("a/b"), await store.delete("a/b")], [true, false]);
  assertEquals([await store.size("a/b"), await store.read("a/b", { from: 0, to: 1 })], [
    null,
    null,
  ]);
});

onEach("old recordings are deleted, so many at a time", async ({ store, age }) => {
  assertEquals(await store.deleteOld({ beforeMs: BEFORE_MS, limit: 10 }), []);
  for (const callId of ["old-1", "old-2", "old-3"]) await keep(store, callId);
  await age(["old-1", "old-2", "old-3"]);
  await keep(store, "new");
  const first = await store.deleteOld({ beforeMs: BEFORE_MS, limit: 2 });
  const second = await store.deleteOld({ beforeMs: BEFORE_MS, limit: 2 });
  assertEquals([first.length, [...first, ...second].sort()], [2, ["old-1", "old-2", "old-3"]]);
  assertEquals(await store.size("new"), WAV_HEADER_BYTES + AUDIO.length);
  assertEquals(await store.bytes() >= AUDIO.length, true);
});

const ON_POSTGRES = { ignore: postgresBinaries() === null };

Deno.test(
  "a playback does not hold a recording that is deleted meanwhile",
  ON_POSTGRES,
  async () => {
    const { link, store } = await inPostgres();
    await keep(store, "a");
    const stream = await store.read("a", { from: 0, to: 150_000 });
    const reader = stream!.getReader();
    assertEquals((await reader.read()).value?.length, WAV_HEADER_BYTES);
    await store.delete("a");
    assertEquals((await reader.read()).done, true);
    await link.close();
  },
);

Deno.test(
  "D-11 the database is away: what is recorded waits, and is kept once; not for ever",
  ON_POSTGRES,
  async () => {
    const server = await startRealPostgres();
    const { link, store } = await inPostgres({ url: server.url });
    const writer = await store.open("a");
    await writer.write(AUDIO.slice(0, 1000));
    await server.kill();
    const waiting = writer.write(AUDIO.slice(1000, 2000));
    await server.start();
    await waiting;
    assertEquals((await bytesOf(store, "a")).slice(WAV_HEADER_BYTES), AUDIO.slice(0, 2000));
    await store.delete("a");
    const gone = await assertRejects(() => writer.write(AUDIO), RecordingError);
    await link.close();

    const hasty = await inPostgres({ url: server.url, patienceMs: 0 });
    await server.stop();
    const away = await assertRejects(() => hasty.store.open("b"), RecordingError);
    assertEquals([gone.code, away.code], ["not_written", "not_written"]);
    await hasty.link.close();
  },
);

Deno.test("sound goes by a thread of its own, bytes as they are", ON_POSTGRES, async () => {
  const { url } = realPostgres();
  const link = new PostgresLink(url);
  await migratePostgres(link);
  await link.close();
  const pieces = openPostgresSound({ url, log: silentLog });
  const store = databaseRecordings({ pieces, clock: new ManualClock() });
  await keep(store, "a");
  assertEquals((await bytesOf(store, "a")).slice(WAV_HEADER_BYTES), AUDIO);
  const { all, sound } = await pieces.diskBytes();
  assertEquals(all > sound && sound > AUDIO.length, true);
  await pieces.close();
});

Deno.test(
  "a copied store has its recordings and its key, and a copy that was cut short goes on",
  ON_POSTGRES,
  async () => {
    const server = await startRealPostgres();
    const dataDir = await Deno.makeTempDir();
    const files = fileRecordings(`${dataDir}/recordings`);
    for (const callId of ["a/b", "second"]) await keep(files, callId);
    await (await files.open("never begun")).close();
    await Deno.utime(`${dataDir}/recordings/second.wav`, 10, 10);
    const { key } = keptGenesysKey(dataDir);
    await (await openSqliteStore({ path: `${dataDir}/hookline.db`, log: silentLog })).close();
    const said: string[] = [];
    const options = { dataDir, databaseUrl: server.url, nowMs: 0, say: said.push.bind(said) };
    assertEquals(await runStoreCommand(["copy"], options), 0, said.join("\n"));
    assertEquals(said.slice(-2), ["Copied the key for Genesys.", "Copied 2 recordings."]);

    const { link, store } = await inPostgres({ url: server.url });
    assertEquals(await postgresSettings(link).setting("genesys_api_key"), key);
    assertEquals(await bytesOf(store, "a/b"), await bytesOf(files, "a/b"));
    await link.run((sql) =>
      sql`UPDATE recordings SET bytes = 7 WHERE call_id = 'a/b'`.then(() => {})
    );
    assertEquals(await runStoreCommand(["recordings"], options), 0);
    assertEquals(said.at(-1), "Copied 1 recordings; 1 were there.");
    assertEquals(await bytesOf(store, "a/b"), await bytesOf(files, "a/b"));
    assertEquals(await store.deleteOld({ beforeMs: BEFORE_MS, limit: 5 }), ["second"]);
    await link.close();
    await server.stop();
    await Deno.remove(dataDir, { recursive: true });
  },
);
