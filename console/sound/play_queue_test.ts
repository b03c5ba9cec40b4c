import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { test } from "../testing.ts";
import { MOST_MS, PlayQueue, START_MS } from "./play_queue.ts";

const PER_MS = 8;
const BITE = 40;
const FADE = 5 * PER_MS;

const loud = (ms: number) => new Float32Array(ms * PER_MS).fill(0.8);

function pulled(queue: PlayQueue, ms: number): Float32Array {
  const out = new Float32Array(ms * PER_MS);
  for (let at = 0; at < out.length; at += BITE) queue.pull(out.subarray(at, at + BITE));
  return out;
}

test("it begins with a little in hand and plays all in order, to the last sample", () => {
  const queue = new PlayQueue(8000);
  queue.push(Float32Array.from({ length: 30 * PER_MS }, (_, i) => i + 1));
  assert(pulled(queue, 30).every((sample) => sample === 0));
  queue.push(Float32Array.from({ length: 70 * PER_MS }, (_, i) => 30 * PER_MS + i + 1));
  const heard = pulled(queue, 100);
  for (let i = FADE; i < heard.length; i++) assertEquals(heard[i], i + 1);
  assertEquals([queue.keptMs, queue.takeRanDry()], [0, false]);
});

test("something shorter than what it waits for is played, too", () => {
  const queue = new PlayQueue(8000);
  queue.push(loud(20));
  const heard = pulled(queue, START_MS + 30);
  // Faded into; its last sample is where the fade out of it begins.
  assertEquals(heard.filter((sample) => sample > 0.79).length, 20 * PER_MS - FADE + 1);
  assertEquals(queue.takeRanDry(), true);
});

test("that it ran dry is told once, and again after more sound", () => {
  const queue = new PlayQueue(8000);
  const told: boolean[] = [];
  for (let i = 0; i < 2; i++) {
    queue.push(loud(100));
    pulled(queue, 90);
    told.push(queue.takeRanDry());
    pulled(queue, 100);
    told.push(queue.takeRanDry(), queue.takeRanDry());
  }
  assertEquals(told, [false, true, false, false, true, false]);
});

test("when the caller cuts in it is silent within five milliseconds, without a click or a report", () => {
  const queue = new PlayQueue(8000);
  queue.push(loud(1000));
  const before = pulled(queue, 200);
  queue.clear();
  const after = pulled(queue, 200);
  assertEquals(after.findLastIndex((sample) => sample > 0) < FADE, true);
  const all = [...before, ...after];
  const steps = all.map((sample, i) => Math.abs(sample - (all[i - 1] ?? 0)));
  assert(Math.max(...steps) <= 0.8 / FADE + 1e-6, `${Math.max(...steps)}`);
  assertEquals([queue.takeRanDry(), queue.keptMs, queue.playing], [false, 0, false]);
});

test("never grows without bound, plays nothing twice, and nothing that was cleared", () => {
  const act = fc.oneof(
    fc.record({ do: fc.constant("push" as const), ms: fc.integer({ min: 1, max: 4000 }) }),
    fc.record({ do: fc.constant("pull" as const), ms: fc.integer({ min: 1, max: 300 }) }),
    fc.record({ do: fc.constant("clear" as const), ms: fc.constant(0) }),
  );
  fc.assert(
    fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
      const queue = new PlayQueue(8000);
      let next = 1;
      let last = 0;
      let fading = 0;
      for (const { do: what, ms } of acts) {
        if (what === "clear") {
          queue.clear();
          last = next - 1;
          fading = FADE;
        } else if (what === "push") {
          const room = MOST_MS * PER_MS - Math.round(queue.keptMs * PER_MS);
          queue.push(Float32Array.from({ length: ms * PER_MS }, (_, i) => next + i));
          next += Math.min(room, ms * PER_MS);
        } else {
          const wasPlaying = queue.playing;
          const heard = pulled(queue, ms);
          // Fades mix two samples: outside of them each is larger than all before.
          if (!wasPlaying || fading > 0) {
            fading = 0;
            last = Math.max(last, ...heard.filter(Number.isInteger));
            continue;
          }
          for (const sample of heard) {
            // Here it ran dry: from its last sample on it fades.
            if (!Number.isInteger(sample) || sample === 0 || sample === last) break;
            assert(sample > last, `${sample} after ${last}`);
            last = sample;
          }
        }
        assert(queue.keptMs <= MOST_MS);
      }
    }),
    { numRuns: 100 },
  );
});
