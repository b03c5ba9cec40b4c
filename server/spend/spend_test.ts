import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { ManualClock } from "../clock.ts";
import { NO_USAGE } from "../contract/call.ts";
import { createFlakyStore } from "../floor/flaky_store.ts";
import { type Log, type LogFields, silentLog } from "../observe/log.ts";
import { openSpend, type OtherSpenders, type SpendOptions } from "./spend.ts";
import { heardSpent, readSpent, utcDay } from "./spent.ts";
import type { Store } from "../store/store.ts";

const NOON = Date.parse("2026-11-21T12:00:00Z");
const MODEL = "gpt-realtime-2.1";
/** One dollar of it. */
const dollar = { ...NO_USAGE, outputAudioTokens: 1_000_000 / 64 };
const phone = (caller = "") => ({ caller, origin: "phone" as const });

/** What the store says of the day, in dollars. */
const kept = (store: Pick<Store, "addToCounter">) => store.addToCounter("spend 2026-11-21", 0);

const NO_SETTINGS = {
  setting: () => Promise.resolve(undefined),
  replaceSetting: () => Promise.resolve(true),
};

async function setUp(options: Partial<SpendOptions> = {}) {
  const clock = new ManualClock({ wallMs: NOON });
  const store = createFlakyStore();
  const logged: [string, LogFields | undefined][] = [];
  const log: Log = { ...silentLog, warn: (code, fields) => logged.push([code, fields]) };
  let changes = 0;
  const onChange = () => void changes++;
  const all = { store, clock, log, budgetUsd: 10, maxCallsPerNumberPerHour: null, onChange };
  const spend = await openSpend({ ...all, ...options });
  const pay = (dollars: number) => {
    for (let i = 0; i < dollars; i++) spend.noteUsage({ model: MODEL, usage: dollar });
  };
  return { clock, store, spend, logged, pay, changes: () => changes };
}

Deno.test("L-04 alerts come at 50, 80 and 100 percent, each once, and people are told at once", async () => {
  const { spend, logged, pay, changes, clock, store } = await setUp();
  for (let i = 0; i < 12; i++) {
    pay(1);
    assertEquals(changes(), i < 4 ? 0 : i < 7 ? 1 : i < 9 ? 2 : 3, `after ${i + 1} dollars`);
  }
  assertEquals(
    logged,
    [50, 80, 100].map((percent) => [
      "budget_alert",
      { percent, usd: percent / 10, budgetUsd: 10 },
    ]),
  );
  await spend.stop();
  assertEquals(clock.pending, 0);
  await store.close();
});

Deno.test("L-04 with the budget spent new calls are refused, also test calls; usage of live ones counts on", async () => {
  const { spend, pay, store } = await setUp();
  pay(9);
  assertEquals(spend.admit(phone()), null);
  pay(1);
  assertEquals(spend.admit(phone()), "E_BUDGET");
  assertEquals(spend.admit({ caller: "", origin: "test" }), "E_BUDGET");
  pay(2);
  assertEquals(spend.today(), { day: "2026-11-21", usd: 12, budgetUsd: 10 });
  await spend.stop();
  await store.close();
});

Deno.test("L-04 the next day begins at midnight UTC with nothing spent, and consoles see it", async () => {
  const { spend, pay, clock, changes, store } = await setUp();
  pay(10);
  const before = changes();
  clock.advance(12 * 3_600_000 - 1);
  assertEquals([spend.today().usd, spend.admit(phone())], [10, "E_BUDGET"]);
  const quiet = changes();
  assertEquals(quiet, before + 1, "told once of what was saved, and then of nothing");
  clock.advance(1);
  assertEquals(changes(), quiet + 1);
  assertEquals(spend.today(), { day: "2026-11-22", usd: 0, budgetUsd: 10 });
  assertEquals(spend.admit(phone()), null);
  pay(5);
  assertEquals(changes(), quiet + 2, "alerts come anew");
  await spend.stop();
  await store.close();
});

Deno.test("without a budget nobody is refused and nobody is alerted, but what is spent is known", async () => {
  const { spend, pay, logged, store } = await setUp({ budgetUsd: null });
  pay(500);
  assertEquals([spend.admit(phone()), logged], [null, []]);
  assertAlmostEquals(spend.today().usd, 500);
  await spend.stop();
  await store.close();
});

Deno.test("what was spent is in the store two seconds later, and taken up by the next process", async () => {
  const { store, clock, spend, pay } = await setUp();
  pay(3);
  await clock.run(1990);
  assertEquals(await kept(store), 0);
  pay(1);
  await clock.run(10);
  assertEquals(await kept(store), 4);
  pay(2);
  await spend.stop();
  assertEquals(await kept(store), 6);
  pay(1); // after the end nothing counts
  assertEquals([clock.pending, await kept(store)], [0, 6]);

  const next = await setUp({ store });
  assertEquals([next.spend.today().usd, next.logged], [6, []]);
  next.pay(2);
  assertEquals(
    next.logged.map(([, fields]) => fields?.percent),
    [80],
    "50 was said yesterday's process",
  );
  await next.spend.stop();

  const dayAfter = new ManualClock({ wallMs: NOON + 24 * 3_600_000 });
  const later = await setUp({ store, clock: dayAfter });
  assertEquals(later.spend.today(), { day: "2026-11-22", usd: 0, budgetUsd: 10 });
  await later.spend.stop();
  for (const { store } of [next, later]) await store.close();
});

Deno.test("people see the sum grow, at most every ten seconds", async () => {
  const { clock, spend, pay, changes, store } = await setUp({ budgetUsd: null });
  for (let i = 0; i < 100; i++) {
    pay(1);
    await clock.run(300, 100);
  }
  assertEquals(changes(), 2);
  await spend.stop();
  await store.close();
});

Deno.test("D-01 a store in trouble is logged once, costs no calls, and gets the sum later", async () => {
  const { clock, store, spend, pay, logged } = await setUp();
  store.mode = "write_refused";
  pay(1);
  await clock.run(35_000, 1000);
  assertEquals(logged.map(([code]) => code), ["spend_not_saved"]);
  assertEquals(spend.admit(phone()), null);
  store.mode = "works";
  await clock.run(10_000, 1000);
  assertEquals(await kept(store), 1);
  await spend.stop();
  assertEquals(clock.pending, 0);
  await store.close();
});

Deno.test("D-02 a store that hangs is asked once at a time, and does not keep the server from stopping", async () => {
  const clock = new ManualClock({ wallMs: NOON });
  let asked = 0;
  const store = {
    ...NO_SETTINGS,
    addToCounter: () => asked++ === 0 ? Promise.resolve(0) : new Promise<number>(() => {}),
  };
  const { spend, pay } = await setUp({ store, clock });
  for (let i = 0; i < 50; i++) {
    pay(1);
    await clock.run(1000, 1000);
  }
  assertEquals(asked, 2, "once at the start");
  let stopped = false;
  const stop = spend.stop().then(() => stopped = true);
  await clock.run(1490);
  assertEquals(stopped, false);
  await clock.run(20);
  await stop;
  assertEquals(clock.pending, 0);
});

Deno.test("a store that cannot be read, or holds nonsense, begins the day with nothing spent", async () => {
  const store = {
    ...NO_SETTINGS,
    addToCounter: () => Promise.reject(new Error("disk unreadable")),
  };
  const { spend, logged } = await setUp({ store });
  assertEquals([spend.today().usd, logged[0]?.[0]], [0, "spend_not_read"]);
  await spend.stop();
  const nonsense = [
    undefined,
    "",
    "{",
    "null",
    "5",
    '{"day":"2026-11-21"}',
    '{"day":"2026-11-21","usd":-1}',
  ];
  for (const stored of nonsense) assertEquals(readSpent(stored, "2026-11-21"), 0, stored);
  assertEquals(readSpent('{"day":"2026-11-21","usd":2.5}', "2026-11-21"), 2.5);
  assertEquals(readSpent('{"day":"2026-11-20","usd":2.5}', "2026-11-21"), 0);
  assertEquals(utcDay(NOON), "2026-11-21");
});

Deno.test("a model without a price counts as the dearest, and is named once", async () => {
  const { spend, logged, store } = await setUp({ budgetUsd: null });
  const usage = { ...NO_USAGE, outputTextTokens: 1_000_000, outputAudioTokens: 1_000_000 };
  spend.noteUsage({ model: "gpt-of-tomorrow", usage });
  spend.noteUsage({ model: "gpt-of-tomorrow", usage });
  assertAlmostEquals(spend.today().usd, 2 * (24 + 64));
  assertEquals(logged, [["price_not_known", { model: "gpt-of-tomorrow" }]]);
  for (let i = 0; i < 200; i++) spend.noteUsage({ model: `gpt-${i}`, usage });
  assertEquals(logged.length, 100, "names are remembered within bounds");
  await spend.stop();
  await store.close();
});

Deno.test("sound that was written down counts by the minute, at the dearest price where it is not known", async () => {
  const { spend, logged, store } = await setUp({ budgetUsd: null });
  spend.noteSound({ model: "gpt-transcribe", seconds: 600 });
  assertAlmostEquals(spend.today().usd, 0.045);
  spend.noteSound({ model: "gpt-of-tomorrow", seconds: 60 });
  spend.noteSound({ model: "gpt-of-tomorrow", seconds: 60 });
  assertAlmostEquals(spend.today().usd, 0.045 + 2 * 0.017);
  assertEquals(logged, [["price_not_known", { model: "gpt-of-tomorrow" }]]);
  await spend.stop();
  await store.close();
});

Deno.test("the end of a call may correct the sum downwards, never below nothing", async () => {
  const { spend, pay, store } = await setUp();
  pay(2);
  spend.noteUsage({ model: MODEL, usage: { ...NO_USAGE, outputAudioTokens: -1_000_000 / 64 } });
  assertEquals(spend.today().usd, 1);
  spend.noteUsage({ model: MODEL, usage: { ...NO_USAGE, outputAudioTokens: -1_000_000 } });
  assertEquals(spend.today().usd, 0);
  await spend.stop();
  await store.close();
});

Deno.test("L-08 calls of one number are limited, test calls are not; refused for the budget they do not count", async () => {
  const { spend, pay, clock, store } = await setUp({ maxCallsPerNumberPerHour: 1 });
  assertEquals(spend.admit({ caller: "tel:+15550100", origin: "test" }), null);
  assertEquals(spend.admit(phone("tel:+15550100")), null);
  assertEquals(spend.admit(phone("tel:+15550100")), "E_NUMBER_LIMIT");
  assertEquals(spend.admit({ caller: "tel:+15550100", origin: "test" }), null);
  pay(10);
  assertEquals(spend.admit(phone("tel:+15550101")), "E_BUDGET");
  clock.advance(12 * 3_600_000);
  assertEquals(spend.admit(phone("tel:+15550101")), null);
  await spend.stop();
  await store.close();
});

Deno.test("P-01 a fault in whoever is told does not reach the call that was counted", async () => {
  const faults: string[] = [];
  const { spend, pay, store } = await setUp({
    log: { ...silentLog, error: (code) => faults.push(code) },
    onChange: () => {
      throw new Error("a fault of a listener");
    },
  });
  pay(5);
  assert(spend.today().usd > 4);
  assertEquals(faults, ["spend_fault"]);
  await spend.stop();
  await store.close();
});

Deno.test("R-05 what an earlier version kept of the day counts once, whichever server finds it", async () => {
  const store = createFlakyStore();
  await store.putSetting("spend", '{"day":"2026-11-21","usd":4}');
  const both = await Promise.all([setUp({ store }), setUp({ store })]);
  assertEquals(await kept(store), 4);
  const later = await setUp({ store });
  assertEquals(later.spend.today().usd, 4);
  for (const { spend } of [...both, later]) await spend.stop();
  await store.close();
});

/** Two servers over one store that tell each other; `apart`: what they say is lost. */
async function setUpTwo(options: Partial<SpendOptions> = {}) {
  const clock = new ManualClock({ wallMs: NOON });
  const store = createFlakyStore();
  const word = { apart: false };
  const servers: Awaited<ReturnType<typeof setUp>>[] = [];
  const others = (me: string): OtherSpenders => {
    const rest = () => servers.filter((_, i) => !word.apart && `server ${i}` !== me);
    return {
      me,
      salt: "salt",
      spent: (sum) => rest().forEach(({ spend }) => spend.hearSpent(sum)),
      admitted: (call) => rest().forEach(({ spend }) => spend.hearAdmitted([call])),
    };
  };
  for (const me of ["server 0", "server 1"]) {
    servers.push(await setUp({ ...options, clock, store, others: others(me) }));
  }
  const [a, b] = servers as [typeof servers[0], typeof servers[0]];
  const close = async () => {
    for (const { spend } of servers) await spend.stop();
    assertEquals(clock.pending, 0);
    await store.close();
  };
  return { a, b, clock, store, word, close };
}

Deno.test("L-04 a budget that two servers have spent together is spent on both, two seconds later", async () => {
  const { a, b, clock, close } = await setUpTwo();
  a.pay(6);
  b.pay(4);
  assertEquals([a.spend.admit(phone()), b.spend.admit(phone())], [null, null]);
  await clock.run(2000);
  assertEquals([a.spend.today().usd, b.spend.today().usd], [10, 10]);
  assertEquals([a.spend.admit(phone()), b.spend.admit(phone())], ["E_BUDGET", "E_BUDGET"]);
  const percents = [...a.logged, ...b.logged].map(([code, fields]) => [code, fields?.percent]);
  assertEquals(percents, [["budget_alert", 50], ["budget_alert", 100]], "each mark once, by one");
  assertEquals([a.changes() > 0, b.changes() > 0], [true, true]);
  await close();
});

Deno.test("L-04 where servers do not hear each other they read the sum within ten seconds", async () => {
  const { a, b, clock, word, close } = await setUpTwo();
  word.apart = true;
  a.pay(10);
  await clock.run(12_000, 100);
  assertEquals([b.spend.today().usd, b.spend.admit(phone())], [10, "E_BUDGET"]);
  await close();
});

Deno.test("D-11 with the store away each server counts its own, and all of it is there once it is back", async () => {
  const { a, b, clock, store, close } = await setUpTwo();
  a.pay(1);
  await clock.run(2000);
  store.mode = "refuses";
  a.pay(2);
  b.pay(4);
  await clock.run(30_000, 1000);
  assertEquals([a.spend.today().usd, b.spend.today().usd], [3, 5]);
  store.mode = "works";
  await clock.run(10_000, 1000);
  assertEquals([a.spend.today().usd, b.spend.today().usd, await kept(store)], [7, 7, 7]);
  await close();
});

Deno.test("L-08 a number is counted over two servers, and one that starts later asks what was before", async () => {
  const { a, b, close } = await setUpTwo({ maxCallsPerNumberPerHour: 3 });
  const from = phone("tel:+15550100");
  const answers = [a, b, a, b, a].map(({ spend }) => spend.admit(from));
  assertEquals(answers, [null, null, null, "E_NUMBER_LIMIT", "E_NUMBER_LIMIT"]);
  const store = createFlakyStore();
  const others = { me: "c", salt: "salt", spent() {}, admitted() {} };
  const c = await setUp({ store, maxCallsPerNumberPerHour: 3, others });
  for (const told of [a, b]) c.spend.hearAdmitted(told.spend.admittedCalls(0).calls);
  assertEquals(c.spend.admit(from), "E_NUMBER_LIMIT");
  assertEquals(c.spend.admit(phone("tel:+15550101")), null);
  await c.spend.stop();
  await store.close();
  await close();
});

Deno.test("what another server says is taken only where it is understood", () => {
  const later = { day: "2026-11-21", usd: 1, of: "a version to come" };
  assertEquals(heardSpent(later), { day: "2026-11-21", usd: 1 });
  for (const odd of [null, 5, {}, { day: 1, usd: 1 }, { day: "2026-11-21", usd: NaN }]) {
    assertEquals(heardSpent(odd), null);
  }
});
