// `deno task bench`: what Hookline costs against a bare relay, in one run on one machine. Prints ratios.
// `--people` does so for calls between people, whose sides go one way; `--protocols` for the wires of the other phone
// systems (`--only` part of a name); `--sound` for the change of a sound's format.
// `fleet` what it costs to be several instances.
// `--console` what the console costs the browser that shows it (`--lines` of its long call).
// `--append` runs only the check that CI keeps: a 2 KB append must not wait for a delayed ACK.
import { parseArgs } from "node:util";
import { appendDelays } from "./append.ts";
import { type Caller, startCaller } from "./callers.ts";
import { type FakeModel, startFakeModel } from "./fake_model.ts";
import { benchConsole } from "./console_bench.ts";
import { benchFleet } from "./fleet.ts";
import { comparePeople } from "./people.ts";
import { compareProtocols } from "./protocols.ts";
import { benchSound } from "./sound.ts";
import { percentile } from "./stamps.ts";
import { startHookline, startRelay, type Target } from "./target.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  args: Deno.args,
  options: {
    append: { type: "boolean", default: false },
    console: { type: "boolean", default: false },
    people: { type: "boolean", default: false },
    protocols: { type: "boolean", default: false },
    only: { type: "string", default: "" },
    sound: { type: "boolean", default: false },
    calls: { type: "string" },
    lines: { type: "string", default: "10000" },
    seconds: { type: "string" },
    rounds: { type: "string", default: "3" },
    short: { type: "string", default: "1000" },
  },
});

interface Figures {
  cpuMsPerCallSecond: number;
  inP99Ms: number;
  outP99Ms: number;
  inP50Ms: number;
  outP50Ms: number;
  memoryKiBPerCall: number;
}

// With 20 ms frames the generator needs as much of the two cores as the server: fewer calls leave both room.
const calls = Number(values.calls ?? (values.protocols ? 40 : 100));
const seconds = Number(values.seconds ?? (values.console ? 30 : 10));
const rounds = Number(values.rounds);

/** The engine compiles what it runs often; a server runs for days, a round for seconds. */
const WARM_UP_MS = 12_000;

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function callsUp(
  target: Target,
  count: number,
  onHeard: (ms: number) => void,
): Promise<Caller[]> {
  const callers: Caller[] = [];
  for (let i = 0; i < count; i++) {
    const { url, apiKey, audiohook } = target;
    callers.push(startCaller({ url, apiKey, audiohook, onHeard }));
    await wait(7);
  }
  await Promise.all(callers.map(({ live }) => live));
  return callers;
}

async function measure(target: Target, model: FakeModel): Promise<Figures> {
  const heard: number[] = [];
  const warm = await callsUp(target, 20, () => {});
  await Promise.all(warm.map((caller) => caller.hangUp()));
  await wait(2000);
  const before = target.cost();
  const callers = await callsUp(target, calls, (ms) => heard.push(ms));
  await wait(WARM_UP_MS);
  heard.length = 0;
  model.takeDelays();
  const start = target.cost();
  await wait(seconds * 1000);
  const end = target.cost();
  const appended = Float64Array.from(model.takeDelays()).sort();
  const played = Float64Array.from(heard).sort();
  await Promise.all(callers.map((caller) => caller.hangUp()));
  return {
    cpuMsPerCallSecond: (end.cpuS - start.cpuS) * 1000 / seconds / calls,
    inP50Ms: percentile(appended, 0.5),
    inP99Ms: percentile(appended, 0.99),
    outP50Ms: percentile(played, 0.5),
    outP99Ms: percentile(played, 0.99),
    memoryKiBPerCall: (end.residentKiB - before.residentKiB) / calls,
  };
}

/** Resident memory before and after many short calls, the first two thousand being warm-up. */
async function shortCalls(
  target: Target,
): Promise<{ warmKiB: number; endKiB: number; calls: number }> {
  const calls = Number(values.short);
  const batch = async (count: number) => {
    for (let done = 0; done < count; done += 20) {
      const callers = await callsUp(target, 20, () => {});
      await Promise.all(callers.map((caller) => caller.hangUp()));
    }
    await wait(3000);
    return target.cost().residentKiB;
  };
  const warmKiB = await batch(2000);
  return { warmKiB, endKiB: await batch(calls), calls };
}

const middle = (numbers: number[]) =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

function report(name: string, rounds: Figures[]): Figures {
  const keys = Object.keys(rounds[0]!) as (keyof Figures)[];
  const figures = Object.fromEntries(
    keys.map((key) => [key, middle(rounds.map((round) => round[key]))]),
  ) as unknown as Figures;
  console.log(
    `${name.padEnd(11)} CPU ${figures.cpuMsPerCallSecond.toFixed(2)} ms per call and second` +
      ` · in p50 ${figures.inP50Ms.toFixed(2)} p99 ${figures.inP99Ms.toFixed(2)} ms` +
      ` · out p50 ${figures.outP50Ms.toFixed(2)} p99 ${figures.outP99Ms.toFixed(2)} ms` +
      ` · ${figures.memoryKiBPerCall.toFixed(0)} KiB per call`,
  );
  return figures;
}

async function compare(): Promise<void> {
  const model = startFakeModel();
  const taken: { relay: Figures[]; hookline: Figures[] } = { relay: [], hookline: [] };
  console.log(`${calls} calls, 100 ms frames both ways, ${seconds} s a round, ${rounds} rounds`);
  for (let round = 0; round < rounds; round++) {
    const order = [["relay", startRelay], ["hookline", startHookline]] as const;
    for (const [name, start] of round % 2 === 0 ? order : order.toReversed()) {
      const target = await start(model.port);
      taken[name].push(await measure(target, model));
      await target.stop();
    }
  }
  const relay = report("bare relay", taken.relay);
  const hookline = report("Hookline", taken.hookline);
  const ratio = (a: number, b: number) => (a / b).toFixed(2);
  console.log(
    `CPU ratio      ${
      ratio(hookline.cpuMsPerCallSecond, relay.cpuMsPerCallSecond)
    }   (at most 1.5)`,
  );
  console.log(`in p99 ratio   ${ratio(hookline.inP99Ms, relay.inP99Ms)}   (at most 2)`);
  console.log(`out p99 ratio  ${ratio(hookline.outP99Ms, relay.outP99Ms)}   (at most 2)`);
  console.log(
    `memory         ${hookline.memoryKiBPerCall.toFixed(0)} KiB per call   (at most 400)`,
  );
  if (Number(values.short) > 0) {
    const target = await startHookline(model.port);
    const { warmKiB, endKiB, calls } = await shortCalls(target);
    await target.stop();
    console.log(`short calls    ${warmKiB} KiB after 2,000, ${endKiB} KiB after ${calls} more`);
  }
  await model.stop();
}

async function appendCheck(): Promise<boolean> {
  const delays = await appendDelays();
  const p50 = percentile(delays, 0.5);
  console.log(
    `append of 2 KB on loopback: p50 ${p50.toFixed(2)} ms, p99 ${
      percentile(delays, 0.99).toFixed(2)
    } ms (p50 under 5)`,
  );
  return p50 < 5;
}

async function run(): Promise<boolean> {
  if (values.sound) {
    benchSound();
    return true;
  }
  if (positionals.includes("fleet")) {
    await benchFleet({ calls: Number(values.calls ?? 30), seconds: Number(values.seconds ?? 15) });
    return true;
  }
  if (values.console) {
    return await benchConsole({
      calls: Number(values.calls ?? 200),
      seconds,
      lines: Number(values.lines),
      rounds,
      only: values.only,
    });
  }
  const passed = await appendCheck();
  if (values.append) return passed;
  if (values.protocols) {
    return await compareProtocols({ calls, seconds, rounds, only: values.only }) && passed;
  }
  await (values.people ? comparePeople({ calls, seconds, rounds }) : compare());
  return passed;
}

Deno.exit(await run() ? 0 : 1);
