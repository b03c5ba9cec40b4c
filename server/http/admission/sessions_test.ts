// Sessions: what is kept of them, how long they last, what outlives a restart.
import { assert, assertEquals, assertFalse, assertMatch } from "@std/assert";
import { ManualClock } from "../../clock.ts";
import { silentLog } from "../../observe/log.ts";
import { listingLog, memorySessions } from "../rig_for_tests.ts";
import { openSessions, Sessions } from "./sessions.ts";
import { sha256Hex } from "../../people/secrets.ts";

const MINUTE_MS = 60_000;

function fresh() {
  const clock = new ManualClock();
  const store = memorySessions();
  return {
    clock,
    store,
    sessions: new Sessions({ store, clock, log: silentLog, lookups: null }, []),
  };
}

Deno.test("a token is 256 random bits and only its hash is stored", () => {
  const { store, sessions } = fresh();
  const token = sessions.start(null);
  assertMatch(token, /^[A-Za-z0-9_-]{43}$/);
  assertEquals([...store.rows.keys()], [sha256Hex(token)]);
  assertFalse(JSON.stringify([...store.rows.values()]).includes(token));
  assertEquals(sessions.find(token), sha256Hex(token));
  assertEquals(sessions.find(sha256Hex(token)), null);
});

Deno.test("S-02 a session ends after an hour without use, and looking is not use", async () => {
  const { clock, store, sessions } = fresh();
  const token = sessions.start(null);
  for (let i = 0; i < 59; i++) {
    clock.advance(MINUTE_MS);
    assert(sessions.find(token));
  }
  clock.advance(MINUTE_MS);
  assertEquals(sessions.find(token), null);
  while (store.rows.size > 0) await Promise.resolve();
});

Deno.test("S-02 use keeps a session, but for no longer than twelve hours", () => {
  const { clock, sessions } = fresh();
  const token = sessions.start(null);
  const id = sessions.find(token)!;
  for (let i = 0; i < 12 * 2 - 1; i++) {
    clock.advance(30 * MINUTE_MS);
    sessions.touch(id);
    assert(sessions.alive(id));
  }
  clock.advance(30 * MINUTE_MS);
  assertFalse(sessions.alive(id));
});

Deno.test("each person has sessions of their own, which end together and leave others alone", async () => {
  const { clock, store, sessions } = fresh();
  const ids = (personId: string | null, count: number) =>
    Array.from({ length: count }, () => {
      clock.advance(1);
      return sessions.find(sessions.start(personId))!;
    });
  const [operators, anas, bos] = [ids(null, 5), ids("ana", 6), ids("bo", 5)];
  const alive = (of: string[]) => of.filter((id) => sessions.alive(id)).length;
  assertEquals([operators, anas, bos].map(alive), [5, 5, 5]);
  assertEquals([sessions.personOf(anas[5]!), sessions.personOf(operators[0]!)], ["ana", null]);
  const ended: string[] = [];
  sessions.onEnd((id) => ended.push(id));
  assertEquals(await sessions.endAllOf("ana", "new_password", anas[5]!), 4);
  assertEquals([operators, anas, bos].map(alive), [5, 1, 5]);
  assertEquals([ended, store.rows.size], [anas.slice(1, 5), 11]);
});

Deno.test("a sixth session crowds out the one that was used longest ago", () => {
  const { clock, sessions } = fresh();
  const tokens = Array.from({ length: 5 }, () => {
    clock.advance(MINUTE_MS);
    return sessions.start(null);
  });
  clock.advance(MINUTE_MS);
  sessions.touch(sessions.find(tokens[0]!)!);
  tokens.push(sessions.start(null));
  assertEquals(tokens.map((token) => sessions.find(token) !== null), [
    true,
    false,
    true,
    true,
    true,
    true,
  ]);
});

Deno.test("sessions outlive a restart, but for those whose time is over", async () => {
  const { clock, store, sessions } = fresh();
  const old = sessions.start(null);
  clock.advance(50 * MINUTE_MS);
  const young = sessions.start(null);
  clock.advance(20 * MINUTE_MS);
  const again = await openSessions({ store, clock, log: silentLog, lookups: null });
  assertEquals([again.find(old), again.find(young)], [null, sha256Hex(young)]);
  assertEquals([...store.rows.keys()], [sha256Hex(young)]);
});

Deno.test("use is written down at most once a minute", () => {
  const { clock, store, sessions } = fresh();
  const id = sessions.find(sessions.start(null))!;
  const startedAtMs = clock.wall();
  clock.advance(59_000);
  sessions.touch(id);
  assertEquals(store.rows.get(id)?.usedAtMs, startedAtMs);
  clock.advance(1000);
  sessions.touch(id);
  assertEquals(store.rows.get(id)?.usedAtMs, startedAtMs + MINUTE_MS);
});

Deno.test("the end of a session is told once, to those who still listen", async () => {
  const { sessions } = fresh();
  const heard: string[] = [];
  const stop = sessions.onEnd((id) => heard.push(id));
  const id = sessions.find(sessions.start(null))!;
  await Promise.all([sessions.end(id, "signed_out"), sessions.end(id, "signed_out")]);
  assertEquals(heard, [id]);
  stop();
  await sessions.end(sessions.find(sessions.start(null))!, "signed_out");
  assertEquals(heard, [id]);
});

Deno.test("a store that fails stops nobody from signing in or out, and is logged", async () => {
  const lines: Parameters<typeof listingLog>[0] = [];
  const store = {
    sessions: () => Promise.resolve([]),
    session: () => Promise.reject(new Error("disk full")),
    putSession: () => Promise.reject(new Error("disk full")),
    touchSession: () => Promise.reject(new Error("disk full")),
    deleteSession: () => Promise.reject(new Error("disk full")),
  };
  const sessions = await openSessions({
    store,
    clock: new ManualClock(),
    log: listingLog(lines),
    lookups: null,
  });
  const token = sessions.start(null);
  const id = sessions.find(token)!;
  assert(sessions.alive(id));
  await sessions.end(id, "signed_out");
  assertEquals(sessions.find(token), null);
  assertEquals(lines.map(({ code }) => code).sort(), [
    "session_end",
    "session_not_deleted",
    "session_not_saved",
  ]);
});
