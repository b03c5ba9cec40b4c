import { assertEquals } from "@std/assert";
import { test } from "../testing.ts";
import { createWakeLock } from "./wake_lock.ts";

function browser() {
  let [asked, released] = [0, 0];
  let refuses = false;
  return {
    refuse: () => refuses = true,
    counts: () => [asked, released],
    request: () => {
      asked++;
      return refuses
        ? Promise.reject(new Error("battery"))
        : Promise.resolve({ release: () => Promise.resolve(void released++) });
    },
  };
}

test("the lock is held once, asked for again after the page was hidden, and given back", async () => {
  const { request, counts } = browser();
  const lock = createWakeLock(request);
  assertEquals(lock.held.value, null);
  await lock.ask();
  await lock.ask();
  assertEquals([lock.held.value, counts()], [true, [1, 0]]);
  lock.lost();
  await lock.ask();
  assertEquals(counts(), [2, 0]);
  lock.stop();
  await lock.ask();
  assertEquals(counts(), [2, 1]);
});

test("a page that was left while it was asked gives back what it gets", async () => {
  const { request, counts } = browser();
  const lock = createWakeLock(request);
  const asking = lock.ask();
  lock.stop();
  await asking;
  assertEquals(counts(), [1, 1]);
});

test("a browser that refuses or knows no lock is told, not hidden", async () => {
  const { request, refuse } = browser();
  refuse();
  const refused = createWakeLock(request);
  await refused.ask();
  assertEquals(refused.held.value, false);
  const none = createWakeLock(null);
  await none.ask();
  assertEquals(none.held.value, false);
});
