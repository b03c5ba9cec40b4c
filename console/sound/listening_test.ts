import { assert, assertEquals } from "@std/assert";
import { test } from "../testing.ts";
import { Listening } from "./listening.ts";
import { microphoneTrouble } from "./microphone_trouble.ts";
import { PIECE_BYTES, Speaking } from "./speaking.ts";
import { fromFloats, toFloats } from "./ulaw.ts";

const CARD = 48_000;
const sine = (hz: number, rateHz: number, samples: number, from = 0) =>
  Float32Array.from(
    { length: samples },
    (_, i) => 0.5 * Math.sin(2 * Math.PI * hz * (from + i) / rateHz),
  );
const rms = (samples: Float32Array) =>
  Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);

/** A hundred milliseconds: the caller hums, the agent is silent. */
function message(number: number): ArrayBuffer {
  const bytes = new Uint8Array(1601).fill(0xff);
  bytes[0] = 1;
  bytes.set(fromFloats(sine(500, 8000, 800, number * 800)), 1);
  return bytes.buffer;
}

/** A second of what the card is given. */
function second(listening: Listening): { caller: Float32Array; agent: Float32Array } {
  const caller = new Float32Array(CARD);
  const agent = new Float32Array(CARD);
  let taken = 0;
  for (let at = 0; at < CARD; at += 128) {
    if (at >= taken * 4800) listening.take(message(taken++ + 2));
    listening.fill(caller.subarray(at, at + 128), agent.subarray(at, at + 128));
  }
  return { caller, agent };
}

function playing(): Listening {
  const listening = new Listening(CARD);
  listening.take(message(0));
  listening.take(message(1));
  return listening;
}

test("the caller is heard on the left, as loud as they are, and the agent on the right", () => {
  const { caller, agent } = second(playing());
  const late = caller.subarray(CARD / 2);
  assert(Math.abs(rms(late) - 0.5 / Math.SQRT2) < 0.02, `${rms(late)}`);
  assertEquals(rms(agent.subarray(CARD / 2)) < 1e-3, true);
});

test("a muted side falls silent without a click, and its meter goes on", () => {
  const listening = playing();
  second(listening);
  listening.report();
  listening.gains({ caller: 0, agent: 1 });
  const { caller } = second(listening);
  assert(rms(caller.subarray(CARD / 2)) < 1e-3);
  const report = listening.report();
  assert(report.playing && report.caller > 0.7 && report.agent === 0, JSON.stringify(report));
});

test("nothing came yet: silence, and the report says that it waits", () => {
  const listening = new Listening(CARD);
  const side = new Float32Array(128).fill(1);
  listening.fill(side, new Float32Array(128));
  assertEquals([...side].some((sample) => sample !== 0), false);
  assertEquals(listening.report(), { caller: 0, agent: 0, playing: false });
});

test("what is no sound is passed over", () => {
  const listening = playing();
  listening.take(new ArrayBuffer(3));
  assert(rms(second(listening).caller) > 0.3);
});

test("the microphone becomes pieces of 40 ms of what was said", () => {
  const speaking = new Speaking(CARD);
  const voice = sine(300, CARD, CARD);
  const pieces = [];
  for (let at = 0; at < CARD; at += 128) {
    pieces.push(...speaking.take(voice.subarray(at, at + 128)));
  }
  assertEquals(pieces.length, 25);
  assert(pieces.every(({ piece }) => piece.length === PIECE_BYTES));
  const late = pieces[20]!;
  assert(Math.abs(rms(toFloats(late.piece)) - 0.5 / Math.SQRT2) < 0.03);
  assert(late.level > 0.7 && late.level < 1);
});

test("why there is no microphone is said with what to do", () => {
  for (const name of ["insecure", "NotAllowedError", "NotFoundError", "NotReadableError"]) {
    assert(!microphoneTrouble(name).includes(name), name);
  }
  assert(microphoneTrouble("OddError").includes("OddError"));
});
