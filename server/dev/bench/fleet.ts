// `deno task bench fleet`: what it costs to be several. Real servers on this machine with real NATS and PostgreSQL, the
// same conversations each time; prints how CPU, console delay, store writes and bus messages grow with instances, calls
// and consoles, as ratios to one instance.
import { placeCall } from "../../simulator/audiohook/call.ts";
import { Script } from "../../simulator/caller/caller_script.ts";
import { startStandIn } from "../../simulator/realtime/stand_in.ts";
import { loadSpeech, type Speech } from "../../simulator/speech.ts";
import { ADMIN_TOKEN } from "../fleet/fleet_rig.ts";
import { type Counts, type FleetParts, startFleetParts } from "./fleet_parts.ts";
import { type Delays, readerTokens, startReader } from "./fleet_readers.ts";
import { percentile } from "./stamps.ts";
import { startHookline, type Target } from "./target.ts";

interface Setup {
  name: string;
  /** 0: one server that is alone, on SQLite. */
  instances: number;
  calls: number;
  consoles: number;
}

interface Figures {
  cpuMsPerCallSecond: number;
  /** Of all readers: until an event is handed on by the instance that carries the call, and by another. */
  own: { p50Ms: number; p95Ms: number };
  other: { p50Ms: number; p95Ms: number };
  commitsPerS: number;
  rowsPerS: number;
  busPerS: number;
  busDeliveredPerS: number;
  busKbPerS: number;
  eventsPerS: number;
  failed: number;
}

const WARM_UP_MS = 12_000;
/** A conversation that goes on for as long as is measured. */
const TALK = Script.parse({
  name: "talk",
  steps: Array.from({ length: 20 }, () => [
    { do: "listen", quietMs: 300 },
    { do: "say", recording: "caller-hours" },
  ]).flat(),
});

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export async function benchFleet({ calls, seconds }: { calls: number; seconds: number }) {
  const setups: Setup[] = [
    { name: "alone, SQLite", instances: 0, calls, consoles: 3 },
    { name: "one instance", instances: 1, calls, consoles: 3 },
    { name: "two", instances: 2, calls, consoles: 3 },
    { name: "three", instances: 3, calls, consoles: 3 },
    { name: "two, twice the calls", instances: 2, calls: 2 * calls, consoles: 3 },
    { name: "two, many consoles", instances: 2, calls, consoles: 60 },
  ];
  console.log(
    `${calls} calls in conversation, ${seconds} s each; NATS and PostgreSQL on this machine, which share its cores`,
  );
  const speech = await loadSpeech();
  const model = await startStandIn({ speech });
  const port = Number(new URL(model.url).port);
  let one: Figures | null = null;
  for (const setup of setups) {
    const parts = setup.instances === 0 ? null : await startFleetParts();
    const figures = await measure(setup, { parts, port, speech, seconds });
    await parts?.stop();
    if (setup.name === "one instance") one = figures;
    print(setup, figures, one);
  }
  await model.stop();
}

async function measure(
  setup: Setup,
  { parts, port, speech, seconds }: {
    parts: FleetParts | null;
    port: number;
    speech: Speech;
    seconds: number;
  },
): Promise<Figures> {
  const servers: Target[] = [];
  for (let i = 0; i < Math.max(1, setup.instances); i++) {
    servers.push(
      await startHookline(port, {
        ADMIN_TOKEN,
        INSTANCE_NAME: `bench-${i + 1}`,
        ...parts?.env,
      }),
    );
  }
  const origins = servers.map(({ url }) => url.replace(/^ws(.*)\/audiohook$/, "http$1"));
  const carriers = new Map<string, string>();
  // The first of each instance is timed; the others are there to be served.
  const tokens = await readerTokens(origins[0] ?? "", setup.consoles);
  const readers = await Promise.all(
    Array.from(
      { length: setup.consoles },
      (_, i) =>
        startReader(origins[i % origins.length] ?? "", {
          token: tokens[i % tokens.length] ?? "",
          timed: i < origins.length,
          instances: carriers,
        }),
    ),
  );
  const over = new AbortController();
  let failed = 0;
  const ringing = Array.from({ length: setup.calls }, async (_, i) => {
    await wait(i * 50);
    const server = servers[i % servers.length];
    if (!server || over.signal.aborted) return;
    const report = await placeCall({
      url: server.url,
      apiKey: server.apiKey,
      script: TALK,
      speech,
      signal: over.signal,
    }).catch(() => null);
    if (!report || report.violations.length > 0) failed++;
  });
  await wait(WARM_UP_MS);
  for (const reader of readers) reader.take();
  const before = await read(servers, parts);
  await wait(seconds * 1000);
  const after = await read(servers, parts);
  const delays = readers.map((reader) => reader.take());
  over.abort();
  await Promise.all(ringing);
  await Promise.all(readers.map((reader) => reader.stop()));
  for (const server of servers) await server.stop();

  const per = (name: keyof Counts) => (after.counts[name] - before.counts[name]) / seconds;
  const first = delays[0];
  return {
    cpuMsPerCallSecond: (after.cpuS - before.cpuS) * 1000 / seconds / setup.calls,
    own: shares(delays, "own"),
    other: shares(delays, "others"),
    commitsPerS: per("commits"),
    rowsPerS: per("rows"),
    busPerS: per("busIn"),
    busDeliveredPerS: per("busOut"),
    busKbPerS: per("busBytes") / 1000,
    eventsPerS: first ? (first.own.length + first.others.length) / seconds : 0,
    failed,
  };
}

const NO_COUNTS: Counts = { commits: 0, rows: 0, busIn: 0, busOut: 0, busBytes: 0 };

async function read(servers: readonly Target[], parts: FleetParts | null) {
  const cpuS = servers.reduce((sum, server) => sum + server.cost().cpuS, 0);
  return { cpuS, counts: await parts?.counts() ?? NO_COUNTS };
}

function shares(delays: readonly Delays[], whose: keyof Delays) {
  const sorted = Float64Array.from(delays.flatMap((each) => each[whose])).sort();
  return { p50Ms: percentile(sorted, 0.5), p95Ms: percentile(sorted, 0.95) };
}

function print({ name, instances, calls, consoles }: Setup, now: Figures, one: Figures | null) {
  const ratio = (of: (figures: Figures) => number) =>
    one && one !== now && instances > 0 ? ` (${(of(now) / of(one)).toFixed(2)}×)` : "";
  const ms = ({ p50Ms, p95Ms }: Figures["own"]) =>
    Number.isNaN(p50Ms) ? "-" : `${p50Ms.toFixed(0)}/${p95Ms.toFixed(0)} ms`;
  console.log(
    [
      `${name}: ${Math.max(1, instances)} × server, ${calls} calls, ${consoles} consoles`,
      `  CPU            ${now.cpuMsPerCallSecond.toFixed(1)} ms per call and second` +
      ratio((figures) => figures.cpuMsPerCallSecond),
      `  to a console   p50/p95 ${ms(now.own)} where the call is, ${ms(now.other)} elsewhere` +
      (Number.isNaN(now.other.p50Ms) || !one
        ? ""
        : ` (${(now.other.p50Ms / one.own.p50Ms).toFixed(2)}× / ${
          (now.other.p95Ms / one.own.p95Ms).toFixed(2)
        }×)`),
      ...(instances === 0 ? [] : [
        `  store          ${now.commitsPerS.toFixed(1)} commits/s${
          ratio((figures) => figures.commitsPerS)
        }, ${now.rowsPerS.toFixed(0)} rows/s${ratio((figures) => figures.rowsPerS)}`,
        `  bus            ${now.busPerS.toFixed(1)} messages/s${
          ratio((figures) => figures.busPerS)
        }, ${now.busDeliveredPerS.toFixed(1)} delivered/s, ${now.busKbPerS.toFixed(1)} kB/s`,
      ]),
      `  events         ${now.eventsPerS.toFixed(0)}/s to each console` +
      (now.failed > 0 ? `; ${now.failed} calls were not as they should be` : ""),
    ].join("\n"),
  );
}
