// How long a stop may take at the worst. What it does to calls is main_test.ts and dev/fleet/five_seconds_test.ts.
import { assertEquals } from "@std/assert";
import type { App } from "../app_deps.ts";
import { ManualClock } from "../clock.ts";
import { stopServer } from "./stop_server.ts";

/** Nothing answers: callers, the store, sockets. */
function hanging(drainMs: number) {
  const clock = new ManualClock();
  const never = () => new Promise<never>(() => {});
  const steps: string[] = [];
  const noted = (step: string) => () => {
    steps.push(`${step} at ${clock.now()}`);
    return never();
  };
  const app: Pick<App, "drain" | "whenQuiet" | "liveCalls" | "failAll" | "stop"> = {
    drain() {},
    whenQuiet: never,
    liveCalls: 1,
    failAll: (quick) =>
      steps.push(`fail ${quick ? "at once" : "with last words"} at ${clock.now()}`),
    stop: noted("save"),
  };
  const stopped = stopServer({
    // The rest of the app is not used here.
    app: app as App,
    server: { shutdown: never },
    phonePorts: { stop: never },
    testCalls: { stop() {} },
    clock,
    drainMs,
    close: noted("close"),
  });
  return { clock, steps, stopped };
}

async function turns(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}

Deno.test("R-03 with everything hanging a quick stop is over before five seconds are", async () => {
  const { clock, steps, stopped } = hanging(0);
  for (let at = 0; at < 4300; at += 100) {
    await turns();
    clock.advance(100);
  }
  await stopped;
  assertEquals(steps, ["fail at once at 0", "save at 2000", "close at 3500"]);
});

Deno.test("R-01 a stop with time lets calls go on, then gives them their last words", async () => {
  const { clock, steps } = hanging(60_000);
  for (let at = 0; at < 70_000; at += 1000) {
    await turns();
    clock.advance(1000);
  }
  assertEquals(steps, ["fail with last words at 60000", "save at 66000"]);
});
