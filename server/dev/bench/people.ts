// `deno task bench --people`: what listening to calls between people costs, each side against a one-way bare relay,
// and how fast a line is on its way. Prints ratios.
import { SILENCE } from "../../audio/ulaw.ts";
import { loadSpeech } from "../../simulator/speech.ts";
import { type FakeEars, startFakeEars, TURN_MS } from "./fake_ears.ts";
import { type People, startPeople } from "./people_callers.ts";
import { percentile } from "./stamps.ts";
import { startHookline, startRelay, type Target } from "./target.ts";

export interface PeopleBench {
  calls: number;
  seconds: number;
  rounds: number;
}

interface Figures {
  cpuMsPerSideSecond: number;
  lines: Float64Array;
}

/** As in bench.ts. */
const WARM_UP_MS = 20_000;

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A sentence in every six seconds, as somebody speaks who also listens. */
async function talk(): Promise<Uint8Array> {
  const { recordings } = await loadSpeech();
  const sentences = recordings.map(({ audio }) => audio.subarray(0, 2500 * 8)).slice(0, 8);
  const speech = new Uint8Array(sentences.length * TURN_MS * 8).fill(SILENCE);
  sentences.forEach((audio, i) => speech.set(audio, i * TURN_MS * 8));
  return speech;
}

async function measure(
  target: Target,
  { calls, seconds }: PeopleBench,
  speech: Uint8Array,
): Promise<Figures> {
  const sides = target.audiohook ? "both" : "one";
  const callers: People[] = [];
  const delays: number[] = [];
  for (let i = 0; i < (sides === "both" ? calls : 2 * calls); i++) {
    callers.push(startPeople({ ...target, sides, speech, onLine: (ms) => delays.push(ms) }));
    await wait(7);
  }
  await Promise.all(callers.map(({ live }) => live));
  await wait(WARM_UP_MS);
  delays.length = 0;
  const start = target.cost();
  await wait(seconds * 1000);
  const end = target.cost();
  const lines = Float64Array.from(delays).sort();
  await Promise.all(callers.map((caller) => caller.hangUp()));
  return {
    cpuMsPerSideSecond: (end.cpuS - start.cpuS) * 1000 / seconds / (2 * calls),
    lines,
  };
}

const middle = (numbers: number[]) =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

export async function comparePeople(bench: PeopleBench): Promise<void> {
  const speech = await talk();
  const ears: FakeEars = startFakeEars();
  const rounds: Record<"relay" | "hookline", Figures[]> = { relay: [], hookline: [] };
  for (let round = 0; round < bench.rounds; round++) {
    const order = [["relay", startRelay], ["hookline", startHookline]] as const;
    for (const [name, start] of round % 2 === 0 ? order : order.toReversed()) {
      const target = await start(ears.port);
      rounds[name].push(await measure(target, bench, speech));
      await target.stop();
    }
  }
  const relay = middle(rounds.relay.map(({ cpuMsPerSideSecond }) => cpuMsPerSideSecond));
  const hookline = middle(rounds.hookline.map(({ cpuMsPerSideSecond }) => cpuMsPerSideSecond));
  const lines = rounds.hookline.map((figures) => figures.lines);
  const at = (share: number) => middle(lines.map((own) => percentile(own, share))).toFixed(2);
  console.log(`${bench.calls} calls between people, 200 ms frames, ${ears.sessions} sessions`);
  console.log(`bare relay  CPU ${relay.toFixed(2)} ms per side and second`);
  console.log(`Hookline    CPU ${hookline.toFixed(2)} ms per side and second`);
  console.log(`CPU ratio   ${(hookline / relay).toFixed(2)}   (at most 1.3)`);
  console.log(
    `a line reaches the phone after p50 ${at(0.5)}, p99 ${at(0.99)} ms   (20 at most); ${
      lines.reduce((sum, own) => sum + own.length, 0)
    } lines`,
  );
  await ears.stop();
}
