// Playing a recording on the clock of its call.
import { test } from "../testing.ts";
import { assertEquals } from "@std/assert";
import type { MediaPlayer } from "../sound/media_player.ts";
import { FakeTimers } from "./fake_timers.ts";
import { createPlayback } from "./playback.ts";

function scene(startMs = 2000, lengthMs = 60_000) {
  const told: string[] = [];
  const player: { -readonly [K in keyof MediaPlayer]: MediaPlayer[K] } = {
    atMs: 0,
    lengthMs: null,
    state: "paused",
    play() {
      told.push("play");
      player.state = "playing";
    },
    pause() {
      told.push("pause");
      player.state = "paused";
    },
    seek(ms) {
      told.push(`seek ${ms}`);
      player.atMs = ms;
    },
    setRate: (rate) => told.push(`rate ${rate}`),
    setSide: (side) => told.push(`side ${side}`),
    onChange() {},
    stop: () => told.push("stop"),
  };
  let made = 0;
  const timers = new FakeTimers();
  const playback = createPlayback({
    player: () => {
      made++;
      return player;
    },
    startMs,
    lengthMs,
    timers,
  });
  return { playback, player, told, timers, made: () => made };
}

test("nothing is fetched before somebody wants to hear it", () => {
  const { playback, made } = scene();
  assertEquals([made(), playback.atMs.value, playback.endMs.value], [0, 2000, 62_000]);
  playback.toggle();
  assertEquals(made(), 1);
});

test("the place is told on the clock of the call while it plays, and no more once it is paused", () => {
  const { playback, player, timers } = scene();
  playback.toggle();
  player.atMs = 1500;
  timers.advance(100);
  assertEquals([playback.state.value, playback.atMs.value], ["playing", 3500]);
  playback.toggle();
  assertEquals([playback.state.value, timers.pending], ["paused", 0]);
});

test("one goes to a moment of the call, within what there is of it", () => {
  const { playback, told } = scene();
  playback.seek(10_000);
  playback.skip(-5000);
  playback.skip(-50_000);
  playback.seek(99_000);
  assertEquals(told, ["seek 8000", "seek 3000", "seek 0", "seek 60000"]);
  playback.playFrom(5000);
  playback.playFrom(6000);
  assertEquals(told.slice(4), ["seek 3000", "play", "seek 4000"]);
});

test("after its end it plays from the beginning", () => {
  const { playback, player, told } = scene();
  playback.toggle();
  Object.assign(player, { state: "ended", atMs: 60_000, lengthMs: 60_000 });
  player.onChange();
  playback.toggle();
  assertEquals(told, ["play", "seek 0", "play"]);
});

test("its speed and its sides are the player's, and with the page it stops", () => {
  const { playback, told, timers } = scene();
  playback.setRate(1.5);
  playback.setSide("caller");
  playback.toggle();
  playback.stop();
  assertEquals(told, ["rate 1.5", "side caller", "play", "stop"]);
  assertEquals([playback.rate.value, playback.side.value, timers.pending], [1.5, "caller", 0]);
});
