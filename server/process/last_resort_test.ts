import { assertEquals } from "@std/assert";
import { ManualClock } from "../clock.ts";
import { installLastResort } from "./last_resort.ts";
import { silentLog } from "../observe/log.ts";

function net() {
  const clock = new ManualClock();
  const seen = { logged: [] as string[], broken: 0 };
  const log = {
    ...silentLog,
    error: (code: string, fields = {}) => seen.logged.push(code + JSON.stringify(fields)),
  };
  const takeAway = installLastResort({ clock, log, onBroken: () => seen.broken++ });
  return { clock, seen, takeAway };
}

Deno.test("P-02 an exception that nobody caught is logged without its words, and the process lives", async () => {
  const { seen, takeAway } = net();
  reportError(new TypeError("CANARY words of a caller"));
  Promise.reject(new Error("CANARY too"));
  await new Promise((resolve) => setTimeout(resolve, 0));
  takeAway();
  assertEquals(seen.logged.length, 2);
  assertEquals(seen.logged.some((line) => line.includes("CANARY")), false);
  assertEquals(seen.broken, 0);
});

Deno.test("P-02 three within a minute mean that something is broken; three in an hour do not", () => {
  const slow = net();
  for (let i = 0; i < 3; i++) {
    reportError(new Error("x"));
    slow.clock.advance(61_000);
  }
  slow.takeAway();
  assertEquals(slow.seen.broken, 0);
  const fast = net();
  for (let i = 0; i < 5; i++) reportError(new Error("x"));
  fast.takeAway();
  assertEquals(fast.seen.broken, 1);
});

Deno.test("connections that are lost while a package closes them are no sign of that", () => {
  const { seen, takeAway } = net();
  for (let i = 0; i < 5; i++) {
    const fault = new Error("read ECONNRESET");
    reportError(Object.assign(fault, { syscall: "read", code: "ECONNRESET" }));
  }
  takeAway();
  assertEquals([seen.broken, seen.logged], [0, []]);
});
