// The silence ledger against a stopwatch: what the bars of a call say is held against the sound that the simulated
// caller made and heard. Both are of the same call, so a slow machine changes both alike.
import { assert, assertEquals } from "@std/assert";
import { BYTES_PER_MS, rms } from "../../audio/ulaw.ts";
import { gapsOf } from "../../contract/gaps.ts";
import { runApp, script } from "./running_app.ts";
import { HELLO, SHORT_TALK } from "./short_talk.ts";
import { publish, recordOf } from "./whole_kit.ts";

const FRAME_MS = 20;
const LOUD = 200;
/** A breath inside a sentence is shorter. */
const PAUSE_MS = 500;
/** The line's way in both directions, a recording's faint first and last moments, a frame or two. */
const APART_MS = 120;
const QUIET_MS = 500;

Deno.test("each bar is as long as the silence that a stopwatch on the phone would measure", async () => {
  const app = await runApp({
    scenario: { replies: [[HELLO]], when: SHORT_TALK, commentary: "always" },
  });
  try {
    await publish(app, (config) => ({
      greeting: "Northwind Parcels, good day.",
      turnTaking: {
        ...config.turnTaking,
        mode: "server_vad",
        silenceDurationMs: QUIET_MS,
      },
    }));
    const report = await app.ring({
      script: script(
        "asks twice",
        { do: "listen" },
        { do: "say", recording: "caller-address" },
        { do: "listen" },
        { do: "say", recording: "caller-hours" },
        { do: "listen" },
        { do: "say", recording: "caller-goodbye" },
        { do: "expect_end" },
      ),
    });
    const { events } = await recordOf(app, report.sessionId);
    const gaps = gapsOf(events);
    assertEquals(gaps.map(({ kind }) => kind), ["greeting", "answer", "answer", "answer"]);
    const ends = stretches(report.said).map(({ endMs }) => endMs);
    const starts = stretches(report.heard).map(({ startMs }) => startMs);
    for (const gap of gaps.filter(({ answers }) => answers)) {
      // A detection whose patience no event tells leaves that much out of the bar.
      const barMs = gap.gapMs + (gap.fromSpeechEnd ? 0 : QUIET_MS);
      const heardMs = nearest(starts, gap.endMs);
      const saidMs = Math.max(...ends.filter((endMs) => endMs < heardMs));
      const stopwatchMs = heardMs - saidMs;
      assert(Math.abs(barMs - stopwatchMs) <= APART_MS, `bar ${barMs}, stopwatch ${stopwatchMs}`);
    }
    for (const event of events) {
      if (event.type === "agent.speaking") assert(event.arrivedMs! <= event.startMs);
    }
    const greeting = gaps[0]!.gapMs;
    assert(Math.abs(greeting - starts[0]!) <= APART_MS, `bar ${greeting}, heard ${starts[0]}`);
  } finally {
    await app.stop();
  }
});

/** Where sound begins and ends. */
function stretches(audio: Uint8Array): { startMs: number; endMs: number }[] {
  const found: { startMs: number; endMs: number }[] = [];
  const bytes = FRAME_MS * BYTES_PER_MS;
  for (let at = 0; at + bytes <= audio.length; at += bytes) {
    if (rms(audio.subarray(at, at + bytes)) < LOUD) continue;
    const atMs = at / BYTES_PER_MS;
    const last = found.at(-1);
    if (last && atMs - last.endMs < PAUSE_MS) last.endMs = atMs + FRAME_MS;
    else found.push({ startMs: atMs, endMs: atMs + FRAME_MS });
  }
  return found;
}

function nearest(all: readonly number[], to: number): number {
  return all.reduce((a, b) => Math.abs(a - to) <= Math.abs(b - to) ? a : b);
}
