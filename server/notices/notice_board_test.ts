// The notice board: it survives a restart, takes notes off by itself, and never shows what is not on disk.
import { assertEquals } from "@std/assert";
import { ManualClock } from "../clock.ts";
import type { Notice } from "../contract/notice_limits.ts";
import { silentLog } from "../observe/log.ts";
import { openNoticeBoard } from "./notice_board.ts";

const MINUTE = 60_000;

function disk() {
  const settings = new Map<string, string>();
  const store = {
    settings,
    broken: false,
    setting: (name: string) => Promise.resolve(settings.get(name)),
    replaceSetting(name: string, was: string | undefined, value: string): Promise<boolean> {
      if (store.broken) return Promise.reject(new Error("disk full"));
      if (settings.get(name) !== was) return Promise.resolve(false);
      settings.set(name, value);
      return Promise.resolve(true);
    },
  };
  return store;
}

async function rig(store = disk(), clock = new ManualClock()) {
  let count = 0;
  const newId = () => `n${++count}`;
  const board = await openNoticeBoard({ store, clock, log: silentLog, newId });
  const shown: string[][] = [];
  board.onChange((notices) => shown.push(notices.map(({ id }) => id)));
  const post = (text: string, minutes = 10) =>
    board.post({ text, by: "Ana", expiresAtMs: clock.wall() + minutes * MINUTE });
  return { store, clock, board, shown, post };
}

const saved = (store: ReturnType<typeof disk>): Notice[] =>
  JSON.parse(store.settings.get("notices") ?? "[]");

Deno.test("a note is on disk before anybody sees it, newest first", async () => {
  const { board, shown, post, clock, store } = await rig();
  const posting = post("Porto is closed");
  assertEquals([board.list(), shown], [[], []]);
  await posting;
  await post("Snow");
  assertEquals(board.list().map(({ text }) => text), ["Snow", "Porto is closed"]);
  assertEquals(shown, [["n1"], ["n2", "n1"]]);
  assertEquals(saved(store).length, 2);
  assertEquals(board.list()[1], {
    id: "n1",
    text: "Porto is closed",
    by: "Ana",
    createdAtMs: clock.wall(),
    expiresAtMs: clock.wall() + 10 * MINUTE,
    calls: 0,
  });
  await board.stop();
});

Deno.test("D-01 a restart finds the notes that hold, with their calls; what cannot be read is left out", async () => {
  const first = await rig();
  await first.post("short", 1);
  await first.post("long", 60);
  first.board.told("n2");
  await first.board.stop();
  first.clock.advance(2 * MINUTE);
  const again = await rig(first.store, first.clock);
  assertEquals(again.board.list().map(({ text, calls }) => [text, calls]), [["long", 1]]);
  await again.board.stop();
  const broken = disk();
  for (const text of ["{", "7", '[{"id":1},null]']) {
    broken.settings.set("notices", text);
    assertEquals((await rig(broken)).board.list(), []);
  }
});

Deno.test("a note takes itself off when its time is up, and everybody is shown", async () => {
  const { board, shown, post, clock, store } = await rig();
  await post("short", 1);
  await post("long", 3);
  clock.advance(MINUTE);
  assertEquals(board.list().map(({ text }) => text), ["long"]);
  assertEquals(shown.at(-1), ["n2"]);
  clock.advance(2 * MINUTE);
  assertEquals(shown.at(-1), []);
  await board.stop();
  assertEquals(saved(store), []);
  assertEquals(clock.pending, 0);
});

Deno.test("a note that has expired is gone though the disk is full", async () => {
  const { board, post, clock, store } = await rig();
  await post("short", 1);
  store.broken = true;
  clock.advance(MINUTE);
  await board.stop();
  assertEquals(board.list(), []);
});

Deno.test("what could not be written is not shown, and the board goes on", async () => {
  const { board, shown, post, store } = await rig();
  await post("kept");
  store.broken = true;
  assertEquals(await post("lost"), { ok: false, why: "not_saved" });
  assertEquals(await board.remove("n1"), "not_saved");
  assertEquals([board.list().map(({ text }) => text), shown], [["kept"], [["n1"]]]);
  store.broken = false;
  assertEquals(await board.remove("n1"), "removed");
  assertEquals(await board.remove("n1"), "unknown");
  await board.stop();
});

Deno.test("twenty notes fit; two at once do not push each other off", async () => {
  const { board, post } = await rig();
  const posted = await Promise.all(Array.from({ length: 22 }, (_, i) => post(`note ${i}`)));
  assertEquals(posted.filter(({ ok }) => ok).length, 20);
  assertEquals(posted.at(-1), { ok: false, why: "full" });
  assertEquals(board.list().length, 20);
  await board.stop();
});

Deno.test("calls are counted at once and shown once a second", async () => {
  const { board, shown, post, clock, store } = await rig();
  await post("Porto is closed");
  for (let i = 0; i < 50; i++) board.told("n1");
  board.told("gone");
  assertEquals([board.list()[0]?.calls, shown.length], [50, 1]);
  clock.advance(1000);
  assertEquals(shown.length, 2);
  await board.stop();
  assertEquals(saved(store)[0]?.calls, 50);
});
