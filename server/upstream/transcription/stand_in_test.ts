// Ears over real sockets, judged by the strict stand-in with spoken words, twenty times faster than life: whatever goes
// wrong, every utterance is told once, in its order and at its time.
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { type Clock, systemClock } from "../../clock.ts";
import { silentLog } from "../../observe/log.ts";
import { openaiRest } from "../../simulator/openai_rest/openai_rest.ts";
import type { Scenario } from "../../simulator/realtime/scenario.ts";
import { startStandIn } from "../../simulator/realtime/stand_in.ts";
import { loadSpeech } from "../../simulator/speech.ts";
import { createRest } from "../rest/create_rest.ts";
import { KEY } from "../scripted_session.ts";
import type { EarEvent } from "./ear.ts";
import { Line } from "./line.ts";
import { createOpenEar } from "./open_ear.ts";

const PACE = 20;
const FRAME_MS = 200;
const speech = await loadSpeech();

const startedMs = systemClock.now();
const fast: Clock = {
  now: () => (systemClock.now() - startedMs) * PACE,
  wall: () => Date.UTC(2026, 10, 21) + fast.now(),
  after: (ms, fn) => systemClock.after(ms / PACE, fn),
};

const SAID: [id: string, atMs: number][] = [
  ["people-caller-en-waiting", 1500],
  ["people-caller-en-number", 5000],
  ["people-caller-en-helps", 8000],
  ["people-caller-de-parcel", 12_000],
  ["people-caller-de-thanks", 15_500],
];
const LENGTH_MS = 19_000;

/** The whole line, and when each recording really begins to be heard. */
function track(): { audio: Uint8Array; truth: { text: string; startMs: number }[] } {
  const audio = new Uint8Array(LENGTH_MS * 8).fill(0xff);
  for (const [id, atMs] of SAID) audio.set(speech.byId(id).audio, atMs * 8);
  const line = new Line();
  line.push(audio, 0);
  const truth = SAID.map(([id, atMs]) => ({
    text: speech.byId(id).text,
    startMs: line.stretches.find(({ startMs }) => startMs >= atMs - 20)!.startMs,
  }));
  return { audio, truth };
}

interface Run {
  events: EarEvent[];
  files: number;
  connections: number;
}

async function run(
  { model, scenario, pausedAtMs }: { model: string; scenario: Scenario; pausedAtMs?: number },
): Promise<Run> {
  let files = 0;
  const standIn = await startStandIn({
    scenario,
    speech,
    clock: fast,
    rest: openaiRest({ speech, clock: fast, onRequest: () => files++ }),
  });
  const target = { baseUrl: standIn.url, apiKey: KEY, keyHeader: "bearer" as const };
  const ports = { target, clock: fast, log: silentLog };
  const events: EarEvent[] = [];
  const ear = createOpenEar({ ...ports, rest: createRest(ports), random: () => 0 })(
    { model, languages: ["en-US", "de-DE"], keywords: ["Weber"] },
    "hash",
    (event) => events.push(event),
  );
  const { audio, truth } = track();
  try {
    const sinceMs = fast.now();
    let gapMs = 0;
    for (let atMs = 0; atMs < LENGTH_MS; atMs += FRAME_MS) {
      const waitMs = sinceMs + atMs + FRAME_MS - fast.now();
      if (waitMs > 0) await new Promise<void>((resolve) => fast.after(waitMs, resolve));
      if (pausedAtMs === atMs) {
        ear.pause();
        gapMs = 30_000;
      }
      ear.append(audio.subarray(atMs * 8, (atMs + FRAME_MS) * 8), atMs + gapMs);
    }
    await ear.finish(15_000);
  } finally {
    ear.close();
    await standIn.stop();
  }
  const finals = events.flatMap((event) => event.type === "final" ? [event.words] : []);
  assertEquals(finals.map(({ text }) => text), truth.map(({ text }) => text));
  finals.forEach(({ startMs }, i) => {
    const gapMs = pausedAtMs !== undefined && truth[i]!.startMs >= pausedAtMs ? 30_000 : 0;
    assertAlmostEquals(startMs, truth[i]!.startMs + gapMs, 50);
  });
  assertEquals(new Set(finals.map(({ utteranceId }) => utteranceId)).size, finals.length);
  const breaches = standIn.connections.flatMap((journal) => journal.verdict());
  assertEquals(breaches.filter((one) => /^(refused|silence_billed|uncommitted)/.test(one)), []);
  return { events, files, connections: standIn.connections.length };
}

const modes = ({ events }: Run) => events.flatMap((it) => it.type === "ready" ? [it.mode] : []);
const F36 = (variant: string, utterance: number) =>
  ({ name: "F36", variant, at: { utterance } }) as const;

/** The same with a server that finds the turns and with one that is told them, at the same time. */
function test(
  name: string,
  options: { scenario: Scenario; pausedAtMs?: number },
  check: (run: Run, regime: "segmented" | "continuous") => void,
): void {
  Deno.test(name, async () => {
    const runs = ["gpt-transcribe", "gpt-live-transcribe"].map((model) =>
      run({ model, ...options })
    );
    // One that fails must not leave the other behind.
    await Promise.allSettled(runs);
    check(await runs[0]!, "segmented");
    check(await runs[1]!, "continuous");
  });
}

test("a talk with a secure pause", { scenario: {}, pausedAtMs: 11_000 }, (outcome, regime) => {
  const { events, files, connections } = outcome;
  assertEquals([modes(outcome), files, connections], [[regime], 0, 1]);
  const finals = events.flatMap((event) => event.type === "final" ? [event.words] : []);
  assert(finals.every(({ confidence }) => confidence > 0.8 && confidence < 1));
  const languages = finals.map(({ language }) => language);
  // Only one of the models tells them.
  assertEquals(
    languages.join(),
    regime === "segmented" ? "en-US,en-US,en-US,de-DE,de-DE" : ",,,,",
  );
  assertEquals(events.filter(({ type }) => type === "dropped" || type === "lost"), []);
});

test("results that are late, out of order and failed", {
  scenario: { faults: [F36("out-of-order", 1), F36("late", 3), F36("failed", 4)] },
}, ({ files }) => {
  // The one that failed; on a busy machine the late one may be too late.
  assert(files === 1 || files === 2, `${files} files`);
});

test("O-07 connections that break in a sentence", {
  scenario: { faults: [{ name: "F02" }, { name: "F01", connection: 2, at: { ms: 5000 } }] },
}, (outcome, regime) => {
  assert(outcome.connections >= 3);
  assertEquals(new Set(modes(outcome)), new Set([regime]));
});

test("A-01 sessions are refused from the beginning", {
  scenario: { faults: [{ name: "F05" }] },
}, (outcome) => {
  assertEquals([modes(outcome), outcome.files, outcome.connections], [["rest"], 5, 1]);
});

test("an hour that lasts twelve seconds", {
  scenario: { faults: [{ name: "F41", value: 12_000 }] },
}, ({ connections }) => assert(connections >= 2));
