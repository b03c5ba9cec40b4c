import { assert, assertEquals } from "@std/assert";
import { ManualClock } from "../../clock.ts";
import { seededRandom } from "../seeded_random.ts";
import { type Framing, LineFeed, type LineFeedOptions } from "./line_feed.ts";
import { type Deed, render, type Score } from "./score.ts";

const sound = new Uint8Array(8000).map((_, i) => i % 251);
const scoreOf = (deeds: Deed[], endMs = 1000): Score => ({
  sounds: [{ who: "caller", startMs: 0, audio: sound }],
  said: [],
  deeds,
  endMs,
});

/** A feed on a hand-driven clock; what it does is a list of "what atMs". */
function feed(score: Score, options: Partial<LineFeedOptions> = {}) {
  const clock = new ManualClock();
  const log: string[] = [];
  const frames: Uint8Array[] = [];
  const line = { held: false, stopped: false };
  const at = (what: string) => log.push(`${what} ${clock.now()}`);
  const made = new LineFeed({
    clock,
    score,
    channels: ["caller"],
    framing: "200",
    random: seededRandom(3),
    pauseClock: "counts",
    tell: () => {},
    phone: {
      audio: (frame) => frames.push(frame),
      hold(on) {
        line.held = on;
        at(on ? "hold" : "unhold");
      },
      skip: (samples) => at(`skip ${samples}`),
      language: (tag) => at(tag),
      flows: () => !line.held && !line.stopped,
      over: () => at("over"),
    },
    ...options,
  });
  const bytes = () => new Uint8Array(frames.flatMap((frame) => [...frame]));
  return { clock, log, frames, bytes, line, feed: made };
}

Deno.test("frames of every size carry the whole sound in real time, and the end comes when it is over", () => {
  for (const framing of ["200", "20", "odd"] as Framing[]) {
    const { clock, frames, bytes, log } = feed(scoreOf([]), { framing });
    clock.advance(500);
    assert(bytes().length <= 4000 && bytes().length > 500 * 8 - 2400, framing);
    clock.advance(500);
    assertEquals(bytes(), sound, framing);
    assertEquals(log, ["over 1000"]);
    assertEquals(clock.pending, 0);
    if (framing === "odd") {
      assert(frames.slice(0, -1).every(({ length }) => length % 2 === 1));
      assert(new Set(frames.map(({ length }) => length)).size > 2);
    } else assert(frames.every(({ length }) => length === Number(framing) * 8));
  }
});

Deno.test("frames of two channels are whole pairs", () => {
  const { clock, frames } = feed(scoreOf([]), { framing: "odd", channels: ["agent", "caller"] });
  clock.advance(1000);
  assert(frames.every(({ length }) => length % 2 === 0));
  assertEquals(frames.reduce((sum, { length }) => sum + length, 0), 16_000);
});

Deno.test("a late timer is caught up with, without drift", () => {
  const { clock, bytes } = feed(scoreOf([]));
  clock.advance(130);
  clock.advance(470);
  assertEquals(bytes().length, 600 * 8);
});

Deno.test("a clock that counts goes on in a pause; what was not sent is known", () => {
  const { clock, log, bytes, feed: made } = feed(scoreOf([{ do: "pause", atMs: 300, ms: 250 }]));
  clock.advance(1000);
  assertEquals(log, ["hold 300", "unhold 550", "over 1000"]);
  assertEquals(bytes().length, 8000);
  assertEquals(made.unsent, [{ startMs: 300, endMs: 550 }]);
});

Deno.test("a clock that stands holds the sound back until the pause is over", () => {
  const deeds: Deed[] = [{ do: "pause", atMs: 300, ms: 250 }];
  const { clock, log, bytes, feed: made } = feed(scoreOf(deeds), { pauseClock: "stands" });
  clock.advance(500);
  assertEquals(bytes().length, 2400);
  clock.advance(750);
  assertEquals(log, ["hold 300", "unhold 550", "over 1250"]);
  assertEquals([bytes(), made.unsent], [sound, []]);
});

Deno.test("sound that is lost is skipped, and what follows stays in its place", () => {
  const { clock, log, bytes, feed: made } = feed(scoreOf([{ do: "discard", atMs: 250, ms: 300 }]));
  clock.advance(1000);
  assertEquals(log, ["skip 2400 250", "over 1000"]);
  assertEquals([...bytes()], [...sound.subarray(0, 2000), ...sound.subarray(4400)]);
  assertEquals(made.unsent, [{ startMs: 250, endMs: 550 }]);
});

Deno.test("a server that pauses holds up a clock that stands, but not for ever", () => {
  const { clock, log, line, bytes } = feed(scoreOf([]), { pauseClock: "stands" });
  line.stopped = true;
  clock.advance(700);
  assertEquals(bytes().length, 0);
  line.stopped = false;
  clock.advance(400);
  assert(bytes().length >= 2400 && bytes().length <= 3200);
  line.stopped = true;
  clock.advance(125_000);
  assertEquals(log.length, 1);
  assert(log[0]!.startsWith("over"));
  assertEquals(clock.pending, 0);
});

Deno.test("a language is told at its time, and a stopped feed does nothing more", () => {
  const { clock, log, frames, feed: made } = feed(
    scoreOf([{ do: "language", atMs: 350, tag: "de-de" }]),
  );
  clock.advance(500);
  assertEquals(log, ["de-de 350"]);
  made.stop();
  const count = frames.length;
  clock.advance(1000);
  assertEquals([frames.length, log.length, clock.pending], [count, 1, 0]);
});

Deno.test("what is played is what the score says", () => {
  const score = scoreOf([]);
  assertEquals(render(score, ["caller"], { from: 0, until: 8000 }), sound);
});
