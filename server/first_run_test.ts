import { assertEquals } from "@std/assert";
import { openFirstRun } from "./first_run.ts";
import { silentLog } from "./observe/log.ts";

function memory(kept?: string) {
  const settings = new Map(kept === undefined ? [] : [["first_run", kept]]);
  const told: string[] = [];
  return {
    told,
    settings,
    open: () =>
      openFirstRun({
        store: {
          setting: (name) => Promise.resolve(settings.get(name)),
          replaceSetting(name, was, value) {
            if (settings.get(name) !== was) return Promise.resolve(false);
            settings.set(name, value);
            return Promise.resolve(true);
          },
        },
        log: silentLog,
        onChange: () => told.push("changed"),
      }),
  };
}
const NOTHING = { keyAccepted: false, simulatedCall: false, realSocket: false, published: false };

Deno.test("a step is ticked once, told once, and is still ticked after a restart", async () => {
  const store = memory();
  const run = await store.open();
  assertEquals(run.steps, NOTHING);
  run.tick("simulatedCall");
  run.tick("simulatedCall");
  assertEquals(store.told, ["changed"]);
  await run.reload();
  assertEquals((await store.open()).steps, { ...NOTHING, simulatedCall: true });
});

Deno.test("what cannot be read ticks nothing, and what is strange in it neither", async () => {
  assertEquals((await memory("not json").open()).steps, NOTHING);
  assertEquals((await memory('"word"').open()).steps, NOTHING);
  const odd = memory('{"published":true,"realSocket":"yes","other":true}');
  assertEquals((await odd.open()).steps, { ...NOTHING, published: true });
});

Deno.test("a store that cannot write costs nothing but the tick after the next restart", async () => {
  const codes: string[] = [];
  const run = await openFirstRun({
    store: {
      setting: () => Promise.resolve(undefined),
      replaceSetting: () => Promise.reject(new Error("disk full")),
    },
    log: { ...silentLog, warn: (code) => void codes.push(code) },
    onChange() {},
  });
  run.tick("published");
  await run.reload();
  assertEquals([run.steps.published, codes], [true, ["first_run_not_kept"]]);
});
