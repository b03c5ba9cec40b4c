import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { test } from "../testing.ts";
import { JitterBuffer, TARGET_MS } from "./jitter_buffer.ts";

const RATE = 8000;
const PER_MS = RATE / 1000;
const MOST_MS = TARGET_MS.most + 200;

/** Sound whose samples can be told apart even when both sides are faded: the ratio of the sides is their number. */
function source() {
  let next = 1;
  return (ms: number) => {
    const length = ms * PER_MS;
    const caller = new Float32Array(length).fill(1e-3);
    const agent = Float32Array.from({ length }, (_, i) => (next + i) * 1e-3);
    next += length;
    return { caller, agent };
  };
}

function pulled(buffer: JitterBuffer, ms: number) {
  const caller = new Float32Array(ms * PER_MS);
  const agent = new Float32Array(ms * PER_MS);
  buffer.pull(caller, agent);
  return { caller, agent };
}

const push = (buffer: JitterBuffer, sound: { caller: Float32Array; agent: Float32Array }) =>
  buffer.push(sound.caller, sound.agent);

test("it waits for its target before it plays, and then plays all of it in order", () => {
  const buffer = new JitterBuffer(RATE);
  const next = source();
  push(buffer, next(100));
  assert(pulled(buffer, 20).caller.every((sample) => sample === 0));
  push(buffer, next(100));
  assert(buffer.playing);
  const { caller, agent } = pulled(buffer, 100);
  const settled = 5 * PER_MS;
  for (let i = settled; i < caller.length; i++) {
    assertEquals(Math.round(agent[i]! / caller[i]!), i + 1);
  }
  assertEquals(buffer.keptMs, 100);
});

test("a gap is faded into and out of: no step is louder than a fade's", () => {
  const buffer = new JitterBuffer(RATE);
  const loud = (ms: number) => new Float32Array(ms * PER_MS).fill(0.8);
  buffer.push(loud(200), loud(200));
  const heard = [...pulled(buffer, 300).caller];
  buffer.push(loud(250), loud(250));
  heard.push(...pulled(buffer, 200).caller);
  const steps = heard.map((sample, i) => Math.abs(sample - (heard[i - 1] ?? 0)));
  assert(Math.max(...steps) <= 0.8 / 40 + 1e-6, `${Math.max(...steps)}`);
  assert(heard.includes(0) && heard.some((sample) => sample > 0.79));
  assertEquals(buffer.figures.gaps, 1);
});

test("each gap makes it deeper, to a bound; ten calm seconds make it shallower", () => {
  const buffer = new JitterBuffer(RATE);
  const next = source();
  for (let i = 0; i < 12; i++) {
    push(buffer, next(500));
    pulled(buffer, 1000);
  }
  assertEquals(buffer.targetMs, TARGET_MS.most);
  push(buffer, next(400));
  for (let i = 0; i < 300; i++) {
    pulled(buffer, 100);
    push(buffer, next(100));
  }
  assertEquals(buffer.targetMs, TARGET_MS.most - 150);
});

test("what piled up while nobody pulled is dropped down to the target, oldest first", () => {
  const buffer = new JitterBuffer(RATE);
  const next = source();
  for (let i = 0; i < 50; i++) push(buffer, next(100));
  assert(buffer.keptMs <= TARGET_MS.first + 200, `${buffer.keptMs}`);
  const { caller, agent } = pulled(buffer, 100);
  // Of 40,000 samples it plays from among the last few thousand.
  assert(agent.at(-1)! / caller.at(-1)! > 40_000 - MOST_MS * PER_MS);
});

test("never grows without bound, loses count of nothing, and plays nothing twice or out of order", () => {
  const act = fc.oneof(
    fc.record({ do: fc.constant("push" as const), ms: fc.integer({ min: 1, max: 900 }) }),
    fc.record({ do: fc.constant("pull" as const), ms: fc.integer({ min: 1, max: 400 }) }),
  );
  fc.assert(
    fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
      const buffer = new JitterBuffer(RATE);
      const next = source();
      let lastNumber = 0;
      let sounding = 0;
      for (const { do: what, ms } of acts) {
        if (what === "push") push(buffer, next(ms));
        else {
          const { caller, agent } = pulled(buffer, ms);
          for (let i = 0; i < caller.length; i++) {
            if (caller[i] === 0) continue;
            sounding++;
            const number = agent[i]! / caller[i]!;
            assert(number > lastNumber * (1 - 1e-4), `${number} after ${lastNumber}`);
            lastNumber = number;
          }
        }
        const { pushed, played, dropped, gaps } = buffer.figures;
        assertEquals(pushed, played + dropped + Math.round(buffer.keptMs * PER_MS));
        assert(buffer.keptMs <= MOST_MS, `${buffer.keptMs}`);
        assert(buffer.targetMs >= TARGET_MS.first && buffer.targetMs <= TARGET_MS.most);
        // A faded end holds its last sample for a moment; nothing else sounds that was not played.
        assert(sounding <= played + (gaps + 1) * 40);
      }
    }),
    { numRuns: 200 },
  );
});
