import { assert, assertEquals, assertLess } from "@std/assert";
import { BYTES_PER_MS, decodeUlaw, encodeUlaw, silence } from "../../audio/ulaw.ts";
import { TURN_TAKING_DEFAULTS } from "../../contract/agent_defaults.ts";
import type { TurnTaking } from "../../contract/agent.ts";
import { seededRandom } from "../../simulator/seeded_random.ts";
import { loadSpeech } from "../../simulator/speech.ts";
import { Ears, type Turn } from "./ears.ts";

const { recordings } = await loadSpeech();
const callers = recordings.filter(({ role }) => role === "caller");

const TURN_TAKING: TurnTaking = {
  mode: "server_vad",
  threshold: 0.5,
  prefixPaddingMs: 300,
  silenceDurationMs: 500,
  idleTimeoutMs: null,
  eagerness: "auto",
  bargeIn: true,
  ...TURN_TAKING_DEFAULTS,
};

function joined(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

/** Mu-law of white noise with this root mean square. */
function noise(rms: number, ms: number, seed = 1): Uint8Array {
  const random = seededRandom(seed);
  const peak = rms * Math.sqrt(3);
  return encodeUlaw(
    Int16Array.from({ length: ms * BYTES_PER_MS }, () => (2 * random() - 1) * peak),
  );
}

function mixed(a: Uint8Array, b: Uint8Array): Uint8Array {
  const [one, other] = [decodeUlaw(a), decodeUlaw(b)];
  return encodeUlaw(
    one.map((sample, i) => Math.max(-32_768, Math.min(32_767, sample + (other[i] ?? 0)))),
  );
}

function quieter(audio: Uint8Array, db: number): Uint8Array {
  return encodeUlaw(decodeUlaw(audio).map((sample) => sample * 10 ** (-db / 20)));
}

/** In frames of 100 ms, as phones send them. */
function heard(audio: Uint8Array, settings: Partial<TurnTaking> = {}, size = 800): Turn[] {
  const ears = new Ears({ ...TURN_TAKING, ...settings });
  const turns: Turn[] = [];
  for (let at = 0; at < audio.length; at += size) {
    turns.push(...ears.append(audio.subarray(at, at + size)));
  }
  return turns;
}

const types = (turns: Turn[]) => turns.map(({ type }) => type);
const ONE = ["started", "stopped"];

for (const { id, audio } of callers) {
  Deno.test(`${id} is one turn, from its padding to its silence`, () => {
    const turns = heard(joined(silence(1000), audio, silence(1000)));
    assertEquals(types(turns), ONE);
    const [started, stopped] = turns as [
      Turn & { type: "started" },
      Turn & { type: "stopped" },
    ];
    const endMs = 1000 + audio.length / BYTES_PER_MS;
    assertLess(Math.abs(started.startMs - 700), 61);
    assertLess(Math.abs(stopped.endMs - (endMs + 500)), 121);
    assertEquals(stopped.audio.length, (stopped.endMs - started.startMs) * BYTES_PER_MS);
    const text = new TextDecoder("latin1");
    assert(text.decode(stopped.audio).includes(text.decode(audio)), "the turn holds all of it");
  });

  Deno.test(`${id} is one turn on a noisy line, and on a faint one`, () => {
    const call = joined(silence(2500), audio, silence(1200));
    assertEquals(types(heard(mixed(call, noise(120, call.length / 8)))), ONE);
    assertEquals(types(heard(quieter(call, 15))), ONE);
  });
}

Deno.test("a quiet line has no turns, nor one with steady noise", () => {
  for (const rms of [0, 5, 40, 120, 400, 900]) {
    const turns = heard(joined(silence(500), noise(rms, 20_000)));
    // What comes out of nothing may be taken for speech at first, but it is learnt.
    assertLess(turns.length, rms <= 120 ? 1 : 3, `noise of ${rms}`);
    const late = turns.filter((turn) => turn.type === "started" && turn.startMs > 3000);
    assertEquals(late, []);
  }
});

Deno.test("a knock is no speech", () => {
  for (const ms of [10, 40, 80]) {
    assertEquals(heard(joined(silence(900), noise(6000, ms), silence(900))), [], `${ms} ms`);
  }
});

Deno.test("a short word is speech", () => {
  assertEquals(types(heard(joined(silence(900), noise(2000, 180), silence(900)))), ONE);
});

Deno.test("a pause between words does not end a turn, a longer one does", () => {
  const word = noise(2000, 600);
  const pause = (ms: number) => heard(joined(silence(500), word, silence(ms), word, silence(900)));
  assertEquals(types(pause(400)), ONE);
  assertEquals(types(pause(700)), [...ONE, ...ONE]);
});

Deno.test("how long a silence must be is a setting", () => {
  const audio = joined(silence(500), noise(2000, 600), silence(350), noise(2000, 600));
  const call = joined(audio, silence(2000));
  assertEquals(types(heard(call, { silenceDurationMs: 200 })), [...ONE, ...ONE]);
  assertEquals(types(heard(call, { silenceDurationMs: 1500 })), ONE);
});

Deno.test("semantic turn taking waits the longer the less eager it is", () => {
  const call = joined(
    silence(500),
    noise(2000, 600),
    silence(900),
    noise(2000, 600),
    silence(2000),
  );
  const turns = (eagerness: TurnTaking["eagerness"]) =>
    types(heard(call, { mode: "semantic_vad", eagerness }));
  assertEquals(turns("high"), [...ONE, ...ONE]);
  assertEquals(turns("auto"), [...ONE, ...ONE]);
  assertEquals(turns("low"), ONE);
});

Deno.test("a high threshold does not hear what a low one does", () => {
  const call = joined(silence(900), noise(300, 500), silence(900));
  assertEquals(types(heard(call, { threshold: 0.2 })), ONE);
  assertEquals(heard(call, { threshold: 0.9 }), []);
});

Deno.test("how much comes before the first sound is a setting", () => {
  const call = joined(silence(1000), noise(2000, 500), silence(900));
  for (const prefixPaddingMs of [0, 100, 600]) {
    const [started] = heard(call, { prefixPaddingMs });
    assert(started?.type === "started");
    assertEquals(started.startMs, 1000 - prefixPaddingMs);
  }
});

Deno.test("it does not matter how the audio is cut", () => {
  const call = joined(
    silence(700),
    callers[0]!.audio,
    silence(1500),
    noise(2000, 300),
    silence(900),
  );
  const whole = heard(call);
  for (const size of [1, 77, 160, 1601, call.length]) assertEquals(heard(call, {}, size), whole);
});

Deno.test("somebody who never stops is answered all the same", () => {
  const word = joined(noise(3000, 600), silence(200));
  const turns = heard(joined(silence(500), ...Array.from({ length: 80 }, () => word)));
  assertEquals(types(turns).slice(0, 3), [...ONE, "started"]);
  const stopped = turns[1]!;
  assert(stopped.type === "stopped");
  assertEquals(stopped.audio.length / BYTES_PER_MS, 60_000);
});
