// A microphone on its way to the phone: no word is lost at its beginning, pauses cost nothing, a flood is bounded.
import { assert, assertEquals } from "@std/assert";
import { ManualClock } from "../clock.ts";
import { spoken } from "./command_test_kit.ts";
import { SupervisorVoice } from "./supervisor_voice.ts";

const LOUD = 0x10;
const QUIET = 0xff;

function rig(remainingMs = 0) {
  const clock = new ManualClock();
  const log: string[] = [];
  const outlet = {
    remainingMs,
    enqueue: ({ itemId }: { itemId: string }, audio: Uint8Array) =>
      void log.push(`${itemId} ${audio.length / 8} ${audio[0] === LOUD ? "loud" : "quiet"}`),
    complete: (itemId: string) => void log.push(`${itemId} over`),
  };
  const voice = new SupervisorVoice(outlet, clock);
  const talks = (mark: number, ms: number) => {
    for (let at = 0; at < ms; at += 20) {
      voice.hear(spoken(mark, 20));
      clock.advance(20);
    }
  };
  const played = () =>
    log.filter((line) => !line.endsWith("over"))
      .reduce((sum, line) => sum + Number(line.split(" ")[1]), 0);
  return { clock, log, voice, talks, played };
}

Deno.test("a stretch is held until there is a lead, then goes through at once", () => {
  const { log, talks, played } = rig();
  talks(LOUD, 240);
  assertEquals(log, []);
  talks(LOUD, 20);
  assertEquals(played(), 260);
  talks(LOUD, 100);
  assertEquals(played(), 360);
});

Deno.test("a microphone that hears nothing is not sent; the quarter second before a word is", () => {
  const { log, talks } = rig();
  talks(QUIET, 5000);
  assertEquals(log, []);
  talks(LOUD, 100);
  assertEquals(log.filter((line) => line.endsWith("quiet")).length, 13);
  assertEquals(log.filter((line) => line.endsWith("loud")).length, 5);
});

Deno.test("a short pause belongs to the stretch, a second of it ends it", () => {
  const { log, talks } = rig();
  talks(LOUD, 400);
  talks(QUIET, 500);
  talks(LOUD, 400);
  assert(!log.includes("supervisor-1 over"));
  talks(QUIET, 1000);
  assertEquals(log.at(-1), "supervisor-1 over");
  talks(LOUD, 400);
  assertEquals(log.at(-1), "supervisor-2 20 loud");
});

Deno.test("a connection that stalls ends the stretch; a single short word before it is said all the same", () => {
  const { log, talks, voice, clock, played } = rig();
  talks(LOUD, 100);
  assertEquals(log, []);
  clock.advance(500);
  voice.tick();
  assertEquals([played(), log.at(-1)], [100, "supervisor-1 over"]);
});

Deno.test("a flood is not played for minutes afterwards", () => {
  const { log, talks } = rig(2001);
  talks(LOUD, 2000);
  assertEquals(log, []);
});

Deno.test("stopped, nothing of what was kept is ever said", () => {
  const { log, talks, voice, clock } = rig();
  talks(LOUD, 100);
  voice.stop();
  clock.advance(1000);
  voice.tick();
  assertEquals(log, []);
});
