import { assert, assertEquals, assertFalse } from "@std/assert";
import { SILENCE } from "../../audio/ulaw.ts";
import { ManualClock } from "../../clock.ts";
import { Player } from "./player.ts";

function bench() {
  const clock = new ManualClock({ nowMs: 1000.25 });
  const notes: string[] = [];
  const player = new Player({
    clock,
    onStarted: () => notes.push(`started ${clock.now() - 1000.25}`),
    onCompleted: (burst) => notes.push(`completed ${clock.now() - 1000.25} ${burst.length}`),
  });
  return { clock, notes, player };
}

const tone = (ms: number, value: number) => new Uint8Array(ms * 8).fill(value);

Deno.test("audio that comes in one go is played in real time, as one burst", () => {
  const { clock, notes, player } = bench();
  for (let i = 1; i <= 5; i++) player.play(tone(200, i));
  clock.advance(999);
  assertEquals(notes, ["started 0"]);
  assertEquals(player.queuedBytes, 8);
  clock.advance(1);
  assertEquals(notes, ["started 0", "completed 1000 8000"]);
  assertFalse(player.playing);
});

Deno.test("audio that comes while the queue is not dry continues the burst", () => {
  const { clock, notes, player } = bench();
  player.play(tone(200, 1));
  clock.advance(199);
  player.play(tone(200, 2));
  clock.advance(201);
  assertEquals(notes, ["started 0", "completed 400 3200"]);
});

Deno.test("each burst has its own start and end, and the silence between is heard as silence", () => {
  const { clock, notes, player } = bench();
  clock.advance(100);
  player.play(tone(50, 1));
  clock.advance(150);
  player.play(tone(50, 2));
  clock.advance(150);
  assertEquals(notes, [
    "started 100",
    "completed 150 400",
    "started 250",
    "completed 300 400",
  ]);
  const expected = new Uint8Array(400 * 8).fill(SILENCE);
  expected.fill(1, 800, 1200);
  expected.fill(2, 2000, 2400);
  assertEquals(player.heard(), expected);
  assertEquals(player.spokenMs, 100);
});

Deno.test("a clear drops what was not heard, tells how much, and no completed follows", () => {
  const { clock, notes, player } = bench();
  player.play(tone(1000, 7));
  clock.advance(300);
  const { dropped, burst } = player.clear();
  assertEquals([dropped, burst.length], [5600, 2400]);
  clock.advance(5000);
  assertEquals(notes, ["started 0"]);
  assertEquals(clock.pending, 0);
  const heard = player.heard();
  assertEquals(heard.findLastIndex((byte) => byte === 7), 2399);
  assertEquals(heard.length, 5300 * 8);
});

Deno.test("after a clear the next audio is a new burst at its own place", () => {
  const { clock, notes, player } = bench();
  player.play(tone(1000, 1));
  clock.advance(100);
  player.clear();
  player.clear();
  player.play(tone(100, 2));
  clock.advance(100);
  assertEquals(notes, ["started 0", "started 100", "completed 200 800"]);
  assertEquals(player.heard(), new Uint8Array(1600).fill(1, 0, 800).fill(2, 800));
});

Deno.test("a late timer neither merges two bursts nor moves the end of the first", () => {
  const notes: string[] = [];
  let nowMs = 0;
  const player = new Player({
    clock: { now: () => nowMs, wall: () => 0, after: () => () => {} },
    onStarted: () => notes.push("started"),
    onCompleted: () => notes.push("completed"),
  });
  player.play(tone(100, 1));
  nowMs = 180;
  player.play(tone(100, 2));
  assertEquals(notes, ["started", "completed", "started"]);
  nowMs = 230;
  const heard = player.heard();
  assertEquals([heard[799], heard[800], heard[1439], heard[1440]], [1, SILENCE, SILENCE, 2]);
});

Deno.test("after a stop nothing sounds and no timer is left", () => {
  const { clock, notes, player } = bench();
  player.play(tone(500, 1));
  clock.advance(200);
  assertEquals(player.stop().dropped, 2400);
  player.play(tone(500, 2));
  assertFalse(player.playing);
  assertEquals(clock.pending, 0);
  assertEquals(notes.length, 1);
  assert(player.heard().every((byte) => byte === 1));
});
