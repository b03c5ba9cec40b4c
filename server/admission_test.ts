import { assertEquals } from "@std/assert";
import { createAdmission } from "./admission.ts";
import { silentLog } from "./observe/log.ts";
import { createMetrics } from "./observe/metrics.ts";

function setUp(maxLagMs = 250) {
  const server = { live: 0, draining: false };
  const listeners: ((worstMs: number) => void)[] = [];
  const logged: string[] = [];
  const note = (code: string) => void logged.push(code);
  const metrics = createMetrics();
  const admission = createAdmission({
    maxCalls: 2,
    maxLagMs,
    live: () => server.live,
    draining: () => server.draining,
    lag: { onSecond: (listener) => void listeners.push(listener) },
    log: { ...silentLog, info: note, warn: note },
    metrics,
  });
  const seconds = (...worst: number[]) =>
    worst.forEach((ms) => listeners.forEach((listener) => listener(ms)));
  return { server, logged, metrics, admission, seconds };
}

Deno.test("L-01 a call above the cap finds it full; one that ends makes room", () => {
  const { server, admission } = setUp();
  const states = [0, 1, 2, 3, 1].map((live) => {
    server.live = live;
    return admission.state();
  });
  assertEquals(states, ["open", "open", "full", "full", "open"]);
  server.draining = true;
  assertEquals(admission.state(), "draining");
});

Deno.test("P-05 a server that cannot keep up is full until it can, and says how late it is", () => {
  const { admission, seconds, logged, metrics } = setUp();
  seconds(2000, 20, 2000, 300);
  assertEquals([admission.state(), admission.lateMs], ["open", null]);
  seconds(400);
  assertEquals([admission.state(), admission.taken(), admission.lateMs], ["full", 1, 400]);
  assertEquals(/admission_closed_by_lag 1/.test(metrics.text()), true);
  seconds(700, 20, 20);
  assertEquals([admission.state(), admission.lateMs], ["full", 700], "the worst of all this time");
  seconds(20);
  assertEquals([admission.state(), admission.lateMs], ["open", null]);
  assertEquals(logged, ["calls_refused_for_lag", "calls_taken_again"]);
});

Deno.test("with MAX_LAG_MS=0 it takes calls however late it is", () => {
  const { admission, seconds } = setUp(0);
  seconds(5000, 5000, 5000, 5000);
  assertEquals(admission.state(), "open");
});
