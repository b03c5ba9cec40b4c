// Whole calls in a bad world: what the caller hears and what Genesys is told when something breaks.
import { assert, assertEquals, assertRejects } from "@std/assert";
import { rms } from "../../audio/ulaw.ts";
import type { CallReport } from "../../simulator/audiohook/call.ts";
import type { Script } from "../../simulator/caller/caller_script.ts";
import type { Scenario } from "../../simulator/realtime/scenario.ts";
import { createMemoryStore } from "../../store/memory_store.ts";
import { runApp, script } from "./running_app.ts";

const WAIT = script("says nothing until the end", { do: "expect_end" });
const GREETED = script("listens once", { do: "listen" }, { do: "hang_up" });

const faulty = (...faults: NonNullable<Scenario["faults"]>): Scenario => ({
  faults,
  commentary: "never",
});

async function rung(scenario: Scenario, script: Script): Promise<CallReport> {
  const app = await runApp({ scenario });
  const report = await app.ring({ script });
  await app.stop();
  return report;
}

/** Milliseconds until something is audible after `fromMs`. */
function soundAfterMs(heard: Uint8Array, fromMs: number): number {
  for (let at = fromMs; at * 8 < heard.length; at += 20) {
    if (rms(heard.subarray(at * 8, (at + 20) * 8)) > 300) return at - fromMs;
  }
  return Infinity;
}

Deno.test("O-04 F05 a refused key: the caller hears a sentence, Genesys gets an error with its code", async () => {
  const report = await rung(faulty({ name: "F05", times: Infinity }), WAIT);
  assertEquals(report.violations, []);
  assertEquals([report.disconnect?.reason, report.disconnect?.info], ["error", "E_UP_AUTH"]);
  assert(soundAfterMs(report.heard, 0) < 3000);
});

Deno.test("F06 a model that does not exist ends the call by its failure path", async () => {
  const report = await rung(faulty({ name: "F06", times: Infinity }), WAIT);
  assertEquals([report.disconnect?.reason, report.disconnect?.info], ["error", "E_UP_MODEL"]);
});

Deno.test("F03 F07 a server that is busy at first is dialled again, and the call is answered", async () => {
  for (const name of ["F03", "F07"] as const) {
    const report = await rung(faulty({ name, times: 1 }), GREETED);
    assertEquals([report.violations, report.scriptError], [[], null], name);
  }
});

Deno.test("F10 settings that are refused in part still bring a call, without what was refused", async () => {
  const report = await rung(faulty({ name: "F10", times: 1 }), GREETED);
  assertEquals([report.violations, report.scriptError], [[], null]);
});

Deno.test("F11 a model that would speak another format never reaches the caller's ear", async () => {
  const report = await rung(faulty({ name: "F11", times: Infinity }), WAIT);
  assertEquals([report.disconnect?.reason, report.disconnect?.info], ["error", "E_UP_FORMAT"]);
});

Deno.test("O-10 F01 a model lost in mid-answer: sound again within two seconds, and the call goes on", async () => {
  const app = await runApp({
    scenario: faulty({ name: "F01", connection: 1, at: { response: 1, deltas: 3 } }),
  });
  const report = await app.ring({
    script: script("lost", { do: "listen" }, { do: "listen", optional: true, timeoutMs: 8000 }, {
      do: "hang_up",
    }),
  });
  assertEquals(report.violations, []);
  assertEquals(app.standIn.connections.length, 2);
  await app.stop();
});

Deno.test("untidy streams: unknown, malformed, odd, doubled and late events change nothing of a call", async () => {
  const names = ["F17", "F18", "F19", "F20", "F22", "F23", "F25", "F26", "F44"] as const;
  const reports = await Promise.all(names.map((name) => rung(faulty({ name, times: 3 }), GREETED)));
  reports.forEach((report, i) =>
    assertEquals([report.violations, report.scriptError], [[], null], names[i])
  );
});

Deno.test("I11 a store that fails does not disturb the sound of a call", async () => {
  const store = createMemoryStore();
  store.append = () => Promise.reject(new Error("disk full"));
  const app = await runApp({ store });
  const report = await app.ring({ script: GREETED });
  assertEquals([report.violations, report.scriptError], [[], null]);
  await app.stop();
});

Deno.test("R-08 a server that drains refuses new calls and lets live ones go on", async () => {
  const app = await runApp();
  const live = app.ring({ script: GREETED });
  while (app.liveCalls === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  app.drain();
  await assertRejects(() => app.ring({ script: GREETED }), Error, "503");
  assertEquals((await live).scriptError, null);
  const ready = await app.api("/readyz");
  assertEquals(ready.status, 503);
  await ready.body?.cancel();
  await app.stop();
});

Deno.test("R-03 with seconds to go every call reaches its failure path", async () => {
  const app = await runApp();
  const calls = Array.from({ length: 10 }, () => app.ring({ script: WAIT }));
  while (app.liveCalls < 10) await new Promise((resolve) => setTimeout(resolve, 10));
  app.failAll(true);
  for (const report of await Promise.all(calls)) {
    assertEquals([report.disconnect?.reason, report.disconnect?.info], ["error", "E_DRAIN"]);
    assertEquals(report.violations, []);
  }
  await app.stop();
});

Deno.test("A-01 A-02 A-08 strangers are refused before the upgrade", async () => {
  const app = await runApp();
  await assertRejects(() => app.ring({ apiKey: "somebody-else" }), Error, "401");
  await assertRejects(
    () => app.ring({ secret: btoa("another secret of some length") }),
    Error,
    "401",
  );
  assertEquals(app.standIn.connections.length, 0);
  await app.stop();
});
