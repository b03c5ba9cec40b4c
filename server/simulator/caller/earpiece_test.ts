import { assert, assertEquals, assertFalse } from "@std/assert";
import { SILENCE, silence } from "../../audio/ulaw.ts";
import { ManualClock } from "../../clock.ts";
import { Earpiece } from "./earpiece.ts";

function bench(jitterMs = 0) {
  const clock = new ManualClock({ nowMs: 1000.25 });
  const notes: string[] = [];
  const ear = new Earpiece({
    clock,
    jitterMs,
    onStarted: () => notes.push(`started ${clock.now() - 1000.25}`),
    onCompleted: (burst) => notes.push(`completed ${clock.now() - 1000.25} ${burst.length}`),
  });
  /** An endless stream: 20 ms of sound or silence every 20 ms. */
  const stream = (ms: number, sounds: (atMs: number) => boolean) => {
    for (let atMs = 0; atMs < ms; atMs += 20) {
      ear.play(sounds(atMs) ? tone(20) : silence(20));
      clock.advance(20);
    }
  };
  return { clock, notes, ear, stream };
}

const tone = (ms: number, value = 0x10) => new Uint8Array(ms * 8).fill(value);

Deno.test("silence that keeps flowing is not the agent speaking", () => {
  const { ear, notes, stream, clock } = bench();
  stream(5000, () => false);
  assertEquals([notes, ear.bursts, ear.spokenMs, ear.playing], [[], 0, 0, false]);
  assertEquals(clock.pending, 0);
  assertEquals(ear.heard(), silence(5000));
});

Deno.test("words in an endless stream begin and end where they sound", () => {
  const { ear, notes, stream } = bench();
  stream(3000, (atMs) => atMs >= 400 && atMs < 1400);
  assertEquals(notes, ["started 400", "completed 1700 8000"]);
  assertEquals([ear.bursts, ear.spokenMs, ear.changedMs], [1, 1000, 1000.25 + 1400]);
  const heard = ear.heard();
  assertEquals([heard.indexOf(0x10), heard.lastIndexOf(0x10)], [3200, 11_199]);
});

Deno.test("a breath between words is no end; a pause is one", () => {
  const { ear, notes, stream } = bench();
  stream(3000, (atMs) => atMs < 200 || (atMs >= 480 && atMs < 600) || atMs >= 1000);
  assertEquals(notes, ["started 0", "completed 900 4800", "started 1000"]);
  assertEquals([ear.bursts, ear.playing], [2, true]);
});

Deno.test("sound that came in one go is heard in real time, with the silence within", () => {
  const { ear, notes, clock } = bench();
  ear.play(Uint8Array.from([...tone(200), ...silence(500), ...tone(100)]));
  assertEquals(ear.queuedBytes, 6400);
  clock.advance(800);
  assertEquals(notes, ["started 0", "completed 500 1600", "started 700"]);
  assertEquals(ear.queuedBytes, 0);
  clock.advance(300);
  assertEquals(notes.at(-1), "completed 1100 800");
  assertEquals(clock.pending, 0);
});

Deno.test("the jitter buffer bridges frames that are late, and does not count as a wait", () => {
  const { ear, clock } = bench(60);
  clock.advance(100);
  const places = [0, 20, 40, 70, 99, 100].map((atMs) => {
    clock.advance(100.25 + 1000 + atMs - clock.now());
    return ear.play(tone(20));
  });
  assertEquals(places[0], { speech: true, begunMs: 1100.25, soundMs: 1100.25 });
  assert(places.every(({ begunMs }) => begunMs === 1100.25));
  clock.advance(200);
  const heard = ear.heard();
  const first = heard.indexOf(0x10);
  assertEquals(first, 160 * 8);
  assert(heard.subarray(first, first + 120 * 8).every((byte) => byte === 0x10));
  assertEquals(heard[first + 120 * 8], SILENCE);
});

Deno.test("a clear drops what was not heard, counts sound and not silence, and no end is told", () => {
  const { ear, notes, clock } = bench();
  ear.play(Uint8Array.from([...tone(1000), ...silence(1000), ...tone(200)]));
  clock.advance(300);
  const { dropped, burst } = ear.clear();
  assertEquals([dropped / 8, burst.length / 8], [900, 300]);
  assertFalse(ear.playing);
  clock.advance(5000);
  assertEquals([notes, clock.pending, ear.spokenMs, ear.bursts], [["started 0"], 0, 300, 1]);
  assertEquals(ear.heard().lastIndexOf(0x10), 2399);
  ear.play(tone(100, 0x20));
  clock.advance(100);
  assertEquals([notes.at(-1), ear.bursts], ["started 5300", 2]);
  assertEquals(ear.heard().indexOf(0x20), 5300 * 8);
});

Deno.test("a clear within a breath leaves what was heard, and sound right after it is another stretch", () => {
  const { ear, notes, clock } = bench();
  ear.play(tone(100));
  clock.advance(150);
  assertEquals(ear.clear().burst.length, 800);
  ear.play(tone(100));
  clock.advance(1000);
  assertEquals(notes, ["started 0", "started 150", "completed 550 800"]);
});

Deno.test("after a stop nothing sounds and no timer is left", () => {
  const { ear, notes, clock } = bench();
  ear.play(tone(500));
  clock.advance(200);
  assertEquals(ear.stop().dropped, 2400);
  assertEquals(ear.play(tone(500)), { speech: false, begunMs: null, soundMs: null });
  assertEquals([ear.playing, clock.pending, notes.length], [false, 0, 1]);
});
