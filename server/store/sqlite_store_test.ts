import { assert, assertEquals, assertGreater, assertRejects } from "@std/assert";
import { ManualClock } from "../clock.ts";
import { silentLog } from "../observe/log.ts";
import { CALL_STARTED, sampleAgent, sampleCall, sampleVersion } from "./sample_rows.ts";
import { openSqliteStore, type StoreThread } from "./sqlite_store.ts";
import type { StoreRequest } from "./thread_wire.ts";
import { StoreError, type StoreFault } from "./store_error.ts";

async function inDirectory(test: (path: string, directory: string) => Promise<void>) {
  const directory = await Deno.makeTempDir({ prefix: "hookline_store_" });
  try {
    await test(`${directory}/data/hookline.db`, directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

async function assertFails(of: Promise<unknown>, code: StoreFault): Promise<void> {
  const error = await assertRejects(() => of, StoreError);
  assertEquals(error.code, code);
}

Deno.test("what is stored is there after closing and opening again", () =>
  inDirectory(async (path) => {
    const { events, call } = sampleCall("a", [CALL_STARTED]);
    const first = await openSqliteStore({ path, log: silentLog });
    await first.putAgent(sampleAgent(1), 0, sampleVersion(1));
    await first.append(events, [call]);
    await first.putSetting("key", "value");
    await first.close();

    const second = await openSqliteStore({ path, log: silentLog });
    assertEquals(await second.agents(), [sampleAgent(1)]);
    assertEquals(await second.call("a"), { call, events });
    assertEquals(await second.setting("key"), "value");
    await second.close();
  }));

Deno.test("closing carries out what was asked before, and nothing after", () =>
  inDirectory(async (path) => {
    const store = await openSqliteStore({ path, log: silentLog });
    const asked = store.putSetting("key", "value");
    const closed = store.close();
    await assertFails(store.setting("key"), "closed");
    await asked;
    await closed;
    await store.close();

    const again = await openSqliteStore({ path, log: silentLog });
    assertEquals(await again.setting("key"), "value");
    await again.close();
  }));

Deno.test("a second process on the same database is refused, and the first goes on", () =>
  inDirectory(async (path) => {
    const store = await openSqliteStore({ path, log: silentLog });
    await assertFails(openSqliteStore({ path, log: silentLog }), "busy");
    await store.putSetting("key", "value");
    assertEquals(await store.setting("key"), "value");
    await store.close();
  }));

Deno.test("a database that cannot be opened is refused with the reason, and no thread is left", () =>
  inDirectory(async (_path, directory) => {
    await Deno.writeTextFile(`${directory}/file`, "");
    await assertFails(
      openSqliteStore({ path: `${directory}/file/x.db`, log: silentLog }),
      "unwritable",
    );
  }));

Deno.test("an agent that was removed stays removed after opening again", () =>
  inDirectory(async (path) => {
    const first = await openSqliteStore({ path, log: silentLog });
    await first.putAgent(sampleAgent(1), 0, sampleVersion(1));
    assertEquals(await first.deleteAgent("default", 1), true);
    await first.close();

    const second = await openSqliteStore({ path, log: silentLog });
    assertEquals(await second.agents(), []);
    assertEquals(await second.versions("default"), []);
    await second.close();
  }));

Deno.test("a refused request leaves the store usable", async () => {
  const store = await openSqliteStore({ path: ":memory:", log: silentLog });
  const { events, call } = sampleCall("a", [CALL_STARTED]);
  await assertFails(store.append(events, [{ ...call, startedAtMs: NaN }]), "failed");
  await store.append(events, [call]);
  assertEquals(await store.call("a"), { call, events });
  await store.close();
});

/** A thread that answers nothing but `open`, until a test says what happens to it. */
class MuteThread extends EventTarget implements StoreThread {
  asked: string[] = [];
  ended = false;
  failOpening = false;

  postMessage(message: unknown): void {
    const request = message as StoreRequest;
    this.asked.push(request.op);
    if (request.op !== "open") return;
    const { id } = request;
    const data = this.failOpening
      ? { id, ok: false, code: "damaged", message: "damaged" }
      : { id, ok: true, value: undefined };
    queueMicrotask(() => this.dispatchEvent(new MessageEvent("message", { data })));
  }
  die(): Event {
    const event = new Event("error", { cancelable: true });
    this.dispatchEvent(event);
    return event;
  }
  terminate(): void {
    this.ended = true;
  }
}

function threads() {
  const started: MuteThread[] = [];
  let failOpening = false;
  return {
    started,
    failFromNowOn: () => failOpening = true,
    start: () => {
      const thread = new MuteThread();
      thread.failOpening = failOpening;
      started.push(thread);
      return thread;
    },
  };
}

Deno.test("D-02 a thread that hangs delays its answers and blocks nobody", async () => {
  const { started, start } = threads();
  const store = await openSqliteStore({ path: "x.db", log: silentLog, start });
  let settled = false;
  const asked = store.putSetting("key", "value").then(() => settled = true, () => settled = true);
  await Promise.resolve();
  assertEquals(settled, false);
  started[0]?.die();
  await asked;
});

Deno.test("the death of the thread rejects what waits, and ends neither process nor store", async () => {
  const { started, start } = threads();
  const clock = new ManualClock();
  const store = await openSqliteStore({ path: "x.db", log: silentLog, clock, start });
  const waiting = [store.agents(), store.putSetting("a", "b")];
  const event = started[0]?.die();
  assert(event?.defaultPrevented, "an error that is not prevented ends the process");
  for (const asked of waiting) await assertFails(asked, "lost");
  assert(started[0]?.ended);

  await assertFails(store.agents(), "lost"); // not started again in the same second
  assertEquals(started.length, 1);
  clock.advance(1000);
  const asked = store.setting("a");
  assertEquals(started[1]?.asked, ["open", "setting"]);
  started[1]?.die();
  await assertFails(asked, "lost");
});

Deno.test("a thread that cannot open the database again is given up, and tried once more later", async () => {
  const { started, start, failFromNowOn } = threads();
  const clock = new ManualClock();
  const store = await openSqliteStore({ path: "x.db", log: silentLog, clock, start });
  started[0]?.die();
  failFromNowOn();
  for (const count of [2, 3]) {
    clock.advance(1000);
    await assertFails(store.agents(), "lost");
    assertEquals(started.length, count);
    assert(started.at(-1)?.ended);
  }
});

Deno.test("a database in memory is never started again, because it would be empty", async () => {
  const { started, start } = threads();
  const clock = new ManualClock();
  const store = await openSqliteStore({ path: ":memory:", log: silentLog, clock, start });
  started[0]?.die();
  clock.advance(60_000);
  await assertFails(store.agents(), "lost");
  assertEquals(started.length, 1);
});

/** Runs the writer with the permissions of `deno task start` and kills it once `enough` lines came. */
async function killedWriter(directory: string, enough: number): Promise<string[]> {
  const writer = new URL("./kill_9_writer.ts", import.meta.url).pathname;
  const config = new URL("../../deno.json", import.meta.url).pathname;
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--no-lock", "--no-prompt", "--config", config, "--allow-net", "--allow-env"],
      ...["--allow-sys", "--allow-read", "--allow-write=data", writer, "data/hookline.db"],
    ],
    cwd: directory,
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const stderr = new Response(child.stderr).text();
  let text = "";
  let killed = false;
  for await (const piece of child.stdout.pipeThrough(new TextDecoderStream())) {
    text += piece;
    if (killed || text.split("\n").length <= enough) continue;
    killed = true;
    child.kill("SIGKILL");
  }
  await child.status;
  assert(killed, `the writer ended by itself: ${await stderr}`);
  await stderr;
  return text.split("\n").slice(0, -1);
}

Deno.test("S-18 D-06 I7 nothing acknowledged is lost by kill -9, and nothing is half there", () =>
  inDirectory(async (path, directory) => {
    for (const enough of [2, 37, 90, 151]) {
      const acknowledged = await killedWriter(directory, enough);
      assertGreater(acknowledged.length, enough - 1);
      const store = await openSqliteStore({ path, log: silentLog });

      const revision = Number(
        acknowledged.findLast((line) => line.startsWith("agent "))?.split(" ")[1],
      );
      const agent = (await store.agents())[0];
      assert(agent && agent.revision >= revision, `revision ${revision} was acknowledged`);
      const versions = (await store.versions("default")).map(({ version }) => version);
      const all = Array.from({ length: agent.revision }, (_, i) => agent.revision - i);
      assertEquals(versions, all);

      const seqs = new Map<string, number>();
      for (const line of acknowledged.filter((line) => line.startsWith("event "))) {
        const [, callId = "", seq] = line.split(" ");
        seqs.set(callId, Number(seq));
      }
      for (const [callId, seq] of seqs) {
        const record = await store.call(callId);
        assert(record && record.call.seq >= seq, `event ${seq} was acknowledged`);
        const first = record.events[0]?.seq ?? 0;
        const expected = Array.from({ length: record.call.seq - first + 1 }, (_, i) => first + i);
        assertEquals(record.events.map((event) => event.seq), expected);
      }
      await store.close();
    }
  }));
