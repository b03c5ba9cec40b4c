// `deno task bench --protocols`: what a call costs Hookline on each phone system's wire, against a bare relay of the same
// wire. The model answers all the time, a frame for a frame. Prints ratios, and whether each is within its limit.
import { bytesPerMs } from "../../audio/sound_format.ts";
import { type ModelSocket, serveModel } from "./model_socket.ts";
import { startWireCaller, type WireCaller } from "./wire_callers.ts";
import { startWireHookline, startWireRelay, TOKEN, type WireTarget } from "./wire_targets.ts";
import { nameOf, tone, type Wire, WIRES } from "./wires.ts";

export interface ProtocolsBench {
  /** At the same time. */
  calls: number;
  seconds: number;
  rounds: number;
  /** Part of the names of those wires that are measured; "": all. */
  only: string;
}

interface Figures {
  cpuMsPerCallSecond: number;
  /** Seconds of sound that arrived in a call's second: at the model, at the caller. */
  flow: { in: number; out: number };
}

/** As in bench.ts. */
const WARM_UP_MS = 12_000;
const PATIENCE_MS = 40_000;
/** Less, and the generator or a server did not keep up: the figures would mean nothing. */
const LEAST_FLOW = 0.97;
const ULAW = { encoding: "mulaw", rateHz: 8000 } as const;
const BASE64_BYTES = 3 / 4;

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Milliseconds of sound since they were last taken. */
interface Flow {
  inMs: number;
  outMs: number;
}

function modelOf(wire: Wire, flow: Flow): ModelSocket {
  const bare = tone(wire.format, wire.frameMs).toBase64();
  const ulaw = tone(ULAW, wire.frameMs).toBase64();
  return serveModel({
    everyMs: wire.frameMs,
    speech: (isBare) => isBare ? bare : ulaw,
    heard(audio, isBare) {
      flow.inMs += audio.length * BASE64_BYTES / bytesPerMs(isBare ? wire.format : ULAW);
    },
  });
}

async function measure(
  { target, wire, flow }: { target: WireTarget; wire: Wire; flow: Flow },
  { calls, seconds }: ProtocolsBench,
): Promise<Figures> {
  const perMs = bytesPerMs(wire.format);
  const callers: WireCaller[] = [];
  for (let i = 0; i < calls; i++) {
    const onHeard = (bytes: number) => flow.outMs += bytes / perMs;
    callers.push(startWireCaller({ wire, dialled: target.dialled, token: TOKEN, onHeard }));
    await wait(7);
  }
  await soon(`${nameOf(wire)}: calls that flow both ways`, callers.map(({ live }) => live));
  await wait(WARM_UP_MS);
  flow.inMs = flow.outMs = 0;
  const start = target.cost();
  const startMs = performance.now();
  await wait(seconds * 1000);
  const end = target.cost();
  const callMs = (performance.now() - startMs) * calls;
  const figures = {
    cpuMsPerCallSecond: (end.cpuS - start.cpuS) * 1e6 / callMs,
    flow: { in: flow.inMs / callMs, out: flow.outMs / callMs },
  };
  await soon(`${nameOf(wire)}: the end of all calls`, callers.map((caller) => caller.hangUp()));
  return figures;
}

/** A server that never answers must not hold up the bench. */
async function soon(what: string, all: readonly Promise<void>[]): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    const message = `Cannot measure ${what}: not within ${PATIENCE_MS / 1000} s`;
    timer = setTimeout(() => reject(new Error(message)), PATIENCE_MS);
  });
  try {
    await Promise.race([Promise.all(all), late]);
  } finally {
    clearTimeout(timer);
  }
}

const middle = (numbers: number[]) =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

/** @returns whether the limit holds */
async function compareWire(wire: Wire, bench: ProtocolsBench): Promise<boolean> {
  const flow: Flow = { inMs: 0, outMs: 0 };
  const model = modelOf(wire, flow);
  const rounds: Record<"relay" | "hookline", Figures[]> = { relay: [], hookline: [] };
  for (let round = 0; round < bench.rounds; round++) {
    const order = [["relay", startWireRelay], ["hookline", startWireHookline]] as const;
    for (const [name, start] of round % 2 === 0 ? order : order.toReversed()) {
      const target = await start(wire, model.port);
      try {
        rounds[name].push(await measure({ target, wire, flow }, bench));
      } finally {
        await target.stop();
      }
    }
  }
  await model.stop();
  const cost = (of: Figures[]) => middle(of.map(({ cpuMsPerCallSecond }) => cpuMsPerCallSecond));
  const relay = cost(rounds.relay);
  const hookline = cost(rounds.hookline);
  const ratio = hookline / relay;
  const leastOf = (of: Figures[]) => Math.min(...of.flatMap(({ flow }) => [flow.in, flow.out]));
  const least = { relay: leastOf(rounds.relay), hookline: leastOf(rounds.hookline) };
  const flows = Math.min(least.relay, least.hookline) >= LEAST_FLOW;
  const holds = flows && ratio <= wire.limit;
  const percent = (share: number) => (share * 100).toFixed(0);
  const verdict = !flows
    ? `not all sound flowed: relay ${percent(least.relay)} %, Hookline ${
      percent(least.hookline)
    } %; with fewer --calls?`
    : holds
    ? ""
    : "TOO MUCH";
  console.log(
    [
      nameOf(wire).padEnd(26),
      ...[relay, hookline, ratio].map((figure) => figure.toFixed(2).padStart(9)),
      String(wire.limit).padStart(9),
      ` ${verdict}`,
    ].join("").trimEnd(),
  );
  return holds;
}

/** @returns whether all limits hold */
export async function compareProtocols(bench: ProtocolsBench): Promise<boolean> {
  const { calls, seconds, rounds, only } = bench;
  const wires = WIRES.filter((wire) => nameOf(wire).includes(only));
  if (wires.length === 0) {
    throw new Error(`Cannot measure "${only}": there are ${WIRES.map(nameOf).join(", ")}`);
  }
  console.log(
    `${calls} calls, ${seconds} s a round, ${rounds} rounds; ms of CPU per call and second`,
  );
  console.log(
    `${"wire".padEnd(26)}${
      ["relay", "Hookline", "ratio", "at most"].map((word) => word.padStart(9)).join("")
    }`,
  );
  let allHold = true;
  for (const wire of wires) allHold = await compareWire(wire, bench) && allHold;
  console.log(allHold ? "All limits hold." : "Not all limits hold.");
  return allHold;
}
