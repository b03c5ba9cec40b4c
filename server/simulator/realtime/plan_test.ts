// Tests of how an answer is laid out in time, over many seeds.
import { assert, assertEquals, assertGreater } from "@std/assert";
import type { Reply } from "./dialogue.ts";
import { type PlanOptions, planReply, type Timed } from "./plan.ts";
import { seeded } from "./random.ts";
import { TIMING } from "./scenario.ts";
import { joined } from "./bytes.ts";
import { toneAudio } from "./tone.ts";

const TEXT = "It comes tomorrow, between nine and noon, to your door.";
const speech = (audioMs: number): Reply => [
  { type: "speech", text: TEXT, audio: toneAudio(1, audioMs), phase: "final_answer" },
];

const plan = (reply: Reply, options: Partial<PlanOptions> = {}, seed = 1): Timed[] =>
  planReply(reply, {
    format: { type: "audio/pcmu" },
    written: false,
    timing: TIMING,
    random: seeded(seed),
    reasoningX: 1,
    ...options,
  });

const audioOf = (steps: Timed[]) =>
  steps.flatMap(({ step }) => step.type === "audio" ? [step.audio] : []);
const wordsOf = (steps: Timed[]) =>
  steps.map(({ step }) => step.type === "words" ? step.text : "").join("");

Deno.test("all sound and all words of a reply are sent, in whatever pieces", () => {
  for (let seed = 0; seed < 50; seed++) {
    for (const deltas of ["normal", "tiny", "flood", 5000] as const) {
      const steps = plan(speech(4000), { deltas }, seed);
      assertEquals(joined(audioOf(steps)), toneAudio(1, 4000));
      assertEquals(wordsOf(steps), TEXT);
    }
  }
});

Deno.test("deltas are uneven and hardly ever whole frames", () => {
  const sizes = audioOf(plan(speech(20_000))).map(({ length }) => length);
  assertGreater(new Set(sizes).size, sizes.length / 2);
  assert(sizes.slice(0, -1).every((size) => size % 160 !== 0));
});

Deno.test("time never runs backwards, and sound comes faster than it plays", () => {
  for (let seed = 0; seed < 50; seed++) {
    const steps = plan(speech(10_000), {}, seed);
    steps.forEach(({ atMs }, i) => assert(i === 0 || atMs >= steps[i - 1]!.atMs));
    const sound = steps.filter(({ step }) => step.type === "audio");
    const lastedMs = sound.at(-1)!.atMs - sound[0]!.atMs;
    assert(lastedMs < 10_000 / 3, `10 s of sound took ${lastedMs} ms`);
  }
});

Deno.test("the first word is ahead of the first sound", () => {
  for (let seed = 0; seed < 50; seed++) {
    const types = plan(speech(3000), {}, seed).map(({ step }) => step.type);
    assert(types.indexOf("words") < types.indexOf("audio"));
    assertEquals(types[0], "open");
    assertEquals(types.slice(-2), ["close", "done"]);
  }
});

Deno.test("arguments are torn into pieces that join to the whole", () => {
  const args = '{"name":"Zoë 🎉","quote":"\\"x\\""}';
  const steps = plan([{ type: "call", name: "look", args }]);
  const pieces = steps.flatMap(({ step }) => step.type === "arguments" ? [step.text] : []);
  assertEquals(pieces.join(""), args);
  assertGreater(pieces.length, 2);
});

Deno.test("a written answer has words and no sound", () => {
  const steps = plan(speech(3000), { written: true });
  assertEquals(audioOf(steps), []);
  assertEquals(wordsOf(steps), TEXT);
});

Deno.test("PCM has three times the samples in two bytes each", () => {
  const steps = plan(speech(1000), { format: { type: "audio/pcm", rate: 24000 } });
  assertEquals(joined(audioOf(steps)).length, 48_000);
});

Deno.test("a flood brings two minutes of sound in two seconds", () => {
  const sound = plan(speech(120_000), { deltas: "flood" })
    .filter(({ step }) => step.type === "audio");
  assert(sound.at(-1)!.atMs - sound[0]!.atMs <= 2001);
});

Deno.test("the same seed makes the same plan", () => {
  assertEquals(plan(speech(3000), {}, 5), plan(speech(3000), {}, 5));
});

Deno.test("tones of two answers never share a frame, and none is silence", () => {
  const frames = new Set<string>();
  let count = 0;
  for (const number of [1, 2]) {
    const audio = toneAudio(number, 2000);
    assert(!audio.includes(0xff));
    for (let at = 0; at < audio.length; at += 160) {
      frames.add(audio.slice(at, at + 160).toHex());
      count++;
    }
  }
  assertEquals(frames.size, count);
});
