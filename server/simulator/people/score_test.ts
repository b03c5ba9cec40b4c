import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { rms, SILENCE } from "../../audio/ulaw.ts";
import type { Recording } from "../speech.ts";
import { PeopleScript } from "./people_script.ts";
import { compose, composeTracks, render } from "./score.ts";
import { soundOf } from "./sounds.ts";

/** A recording of so many milliseconds, each byte its number. */
function voice(id: string): Recording {
  const [ms, byte] = id.split("/").map(Number);
  if (!ms) throw new Error(`no recording ${id}`);
  const audio = new Uint8Array(ms * 8).fill(byte ?? 1);
  return { id, role: "person", text: id, language: "en", tags: [], audio };
}
const score = (steps: unknown[], more = {}) =>
  compose(PeopleScript.parse({ name: "test", steps, ...more }), voice);
const say = (recording: string, gapMs: number, who = "caller") => ({
  do: "say",
  who,
  recording,
  gapMs,
});

Deno.test("what is said follows on what came before, or overlaps it", () => {
  const { said, endMs } = score(
    [say("1000/1", 500), say("400/2", -300, "agent"), say("200/3", 100)],
    { endAfterMs: 50 },
  );
  assertEquals(said.map(({ startMs, endMs }) => [startMs, endMs]), [
    [500, 1500],
    [1200, 1600],
    [1700, 1900],
  ]);
  assertEquals(endMs, 1950);
});

Deno.test("a pause takes time of the media only where the clock counts on", () => {
  const steps = [say("1000/1", 0), { do: "pause", ms: 3000, gapMs: 200 }, say("100/2", 100)];
  const counting = score(steps);
  assertEquals(counting.deeds, [{ do: "pause", atMs: 1200, ms: 3000 }]);
  assertEquals(counting.said[1]!.startMs, 4300);
  assertEquals(score(steps, { pauseClock: "stands" }).said[1]!.startMs, 1100);
});

Deno.test("a loss takes time whatever the clock; a language takes none", () => {
  const { said, deeds } = score([
    say("1000/1", 0),
    { do: "language", tag: "de-de", gapMs: 100 },
    { do: "discard", ms: 400, gapMs: 300 },
    say("100/2", 100),
  ], { pauseClock: "stands" });
  assertEquals(deeds.map(({ do: what, atMs }) => [what, atMs]), [["language", 1100], [
    "discard",
    1300,
  ]]);
  assertEquals(said[1]!.startMs, 1800);
});

Deno.test("a recording that does not exist is told before anything is played", () => {
  assertThrows(() => score([say("none", 0)]), Error, "no recording");
});

Deno.test("nobody says two things at once", () => {
  assertThrows(() => score([say("500/1", 0), say("500/2", -100)]), Error, "still saying");
  assertEquals(score([say("500/1", 0), say("500/2", 0)]).said.length, 2);
});

Deno.test("a stretch has the channels in turn, each with its own sound, silence elsewhere", () => {
  const overlapping = score([say("10/1", 0), say("10/2", -5, "agent")]);
  const stretch = { from: 0, until: 120 };
  const stereo = render(overlapping, ["caller", "agent"], stretch);
  const channel = (n: number) => [...stereo.filter((_, i) => i % 2 === n)];
  const run = (...parts: [number, number][]) =>
    parts.flatMap(([byte, count]) => Array<number>(count).fill(byte));
  assertEquals(channel(0), run([1, 80], [SILENCE, 40]));
  assertEquals(channel(1), run([SILENCE, 40], [2, 80]));
  const inverted = render(overlapping, ["agent", "caller"], stretch);
  assertEquals([...inverted.filter((_, i) => i % 2 === 1)], channel(0));
  assertEquals([...render(overlapping, ["agent"], { from: 39, until: 41 })], [SILENCE, 2]);
});

Deno.test("two recorded sides are played as they are", () => {
  const { endMs, said } = composeTracks({ caller: new Uint8Array(800), agent: new Uint8Array(80) });
  assertEquals([endMs, said], [1600, []]);
});

Deno.test("sounds are as long and as loud as wanted, and always the same", () => {
  for (const kind of ["music", "noise", "click"] as const) {
    for (const level of [40, 2000]) {
      const sound = soundOf(kind, { ms: 1400, level });
      assertEquals(sound.length, 11_200);
      assertAlmostEquals(rms(sound), level, level * 0.15);
      assertEquals(soundOf(kind, { ms: 1400, level }), sound);
    }
  }
});
