import { assertEquals } from "@std/assert";
import { ManualClock } from "../clock.ts";
import { NO_USAGE } from "../contract/call.ts";
import { FleetKit } from "../fleet/testing/fleet_kit.ts";
import { createLoneFleet } from "../fleet/lone_fleet.ts";
import { openFleetSpend } from "./spend.ts";
import { silentLog } from "../observe/log.ts";
import { createMemoryStore } from "../store/memory_store.ts";

const MODEL = "gpt-realtime-2.1";
const DOLLAR = { ...NO_USAGE, outputAudioTokens: 1_000_000 / 64 };
const caller = (number: string) => ({ caller: number, origin: "phone" as const });

function setUp() {
  const odd: string[] = [];
  const kit = new FleetKit({
    clock: new ManualClock({ wallMs: Date.parse("2026-11-21T12:00:00Z") }),
  });
  const store = createMemoryStore();
  const joined: { stop(): Promise<void> }[] = [];
  async function join(name: string) {
    const instance = kit.join(name);
    const spend = await openFleetSpend({
      fleet: instance.fleet,
      salt: "salt",
      store,
      clock: kit.clock,
      log: { ...silentLog, warn: (code) => void odd.push(code) },
      budgetUsd: 10,
      maxCallsPerNumberPerHour: 2,
      onChange() {},
    });
    instance.fleet.start(() => instance.facts);
    joined.push(spend);
    await kit.run(3000);
    const pay = (dollars: number) => {
      for (let i = 0; i < dollars; i++) spend.noteUsage({ model: MODEL, usage: DOLLAR });
    };
    return { instance, spend, pay };
  }
  const close = async () => {
    for (const spend of joined) await spend.stop();
    await kit.stop();
    await store.close();
  };
  return { kit, join, odd, close };
}

Deno.test("L-04 L-08 instances count one budget and one share of each number, and a new one knows what was before", async () => {
  const { kit, join, odd, close } = setUp();
  const a = await join("a");
  const b = await join("b");
  assertEquals([a, b].map(({ spend }) => spend.admit(caller("+15550100"))), [null, null]);
  await kit.settle();
  const refused = () => [a, b].map(({ spend }) => spend.admit(caller("+15550100")));
  assertEquals(refused(), ["E_NUMBER_LIMIT", "E_NUMBER_LIMIT"]);

  const stopped = a.instance.fleet.stop();
  await kit.run(1000);
  await stopped;
  const c = await join("c");
  assertEquals(c.spend.admit(caller("+15550100")), "E_NUMBER_LIMIT", "of a rolling restart");
  assertEquals(c.spend.admit(caller("+15550101")), null);

  b.pay(6);
  c.pay(4);
  await kit.run(2500);
  assertEquals([b, c].map(({ spend }) => spend.admit(caller("+15550102"))), [
    "E_BUDGET",
    "E_BUDGET",
  ]);
  b.instance.fleet.tell("spent", "much");
  b.instance.fleet.tell("admitted", [{ number: "+15550100" }]);
  await kit.settle();
  assertEquals(odd.filter((code) => code === "fleet_words_odd").length, 1, "a line a minute");
  await close();
});

Deno.test("an instance that was cut off learns of the calls that it missed", async () => {
  const { kit, join, close } = setUp();
  const a = await join("a");
  const b = await join("b");
  b.instance.bus.cut();
  await kit.run(8000);
  for (let call = 0; call < 2; call++) a.spend.admit(caller("+15550100"));
  b.instance.bus.mend();
  await kit.run(5000);
  assertEquals(b.spend.admit(caller("+15550100")), "E_NUMBER_LIMIT");
  await close();
});

Deno.test("a server alone asks the store for nothing while nothing is spent", async () => {
  const clock = new ManualClock();
  const memory = createMemoryStore();
  let asked = 0;
  const store = {
    ...memory,
    addToCounter(name: string, amount: number) {
      asked++;
      return memory.addToCounter(name, amount);
    },
  };
  const spend = await openFleetSpend({
    fleet: createLoneFleet(),
    salt: "salt",
    store,
    clock,
    log: silentLog,
    budgetUsd: 10,
    maxCallsPerNumberPerHour: null,
    onChange() {},
  });
  await clock.run(60_000, 1000);
  assertEquals(asked, 1, "at the start");
  await spend.stop();
  await memory.close();
});
