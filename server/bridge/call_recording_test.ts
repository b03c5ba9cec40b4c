// A call that is recorded: what is kept of it, when, and what the caller is told.
import { assert, assertEquals } from "@std/assert";
import { SILENCE } from "../audio/ulaw.ts";
import { SAMPLE_CONFIG } from "../contract/sample_config.ts";
import type { AgentConfig } from "../contract/agent.ts";
import type { KeepSound } from "./call_recording.ts";
import { listens, spoken } from "./command_test_kit.ts";
import { AGENT, type Rig, sampleBriefing, startRig } from "./fake_call_test_kit.ts";

const WORDS = "This call is recorded.";
const ON: Partial<AgentConfig> = { recording: { on: true, words: WORDS } };

function keeper() {
  const frames: Uint8Array[] = [];
  let broken: ((code: string) => void) | null = null;
  let ended = 0;
  let forgotten = 0;
  const keepSound: KeepSound = (_callId, onBroken) => {
    broken = onBroken;
    return {
      frame: (frame) => frames.push(frame),
      secret: () => forgotten++,
      get kept() {
        return { durationMs: frames.length * 100, audioBytes: frames.length * 1600 };
      },
      end: () => ended++,
    };
  };
  return {
    keepSound,
    frames,
    breaks: (code: string) => broken!(code),
    ended: () => ended,
    forgotten: () => forgotten,
    caller: () => frames.flatMap((frame) => [...frame.subarray(1, 801)]),
    agent: () => frames.flatMap((frame) => [...frame.subarray(801)]),
  };
}

/** The caller speaks in frames of 100 ms. */
function talks(rig: Rig, ms: number, mark = 9): void {
  for (let i = 0; i < ms / 100; i++) {
    rig.call.listener.audio(spoken(mark));
    rig.clock.advance(100);
  }
}

Deno.test("nothing is kept where the agent does not want it", () => {
  const { keepSound, frames } = keeper();
  const rig = startRig({}, undefined, { keepSound });
  rig.model.ready();
  talks(rig, 500);
  rig.call.fail("drained", "E_DRAIN", true);
  assertEquals([frames.length, rig.all("recording.started").length], [0, 0]);
});

Deno.test("both sides are kept from the answer on, and the event comes before the first sample", () => {
  const kept = keeper();
  const rig = startRig(ON, undefined, { keepSound: kept.keepSound });
  assertEquals([rig.all("recording.started").length, kept.frames.length], [1, 0]);
  rig.model.ready();
  talks(rig, 1000);
  rig.model.answers("r1", 500);
  talks(rig, 1000);
  rig.call.listener.closed({ by: "phone", detail: "" });
  rig.clock.advance(5000);
  assert(kept.caller().filter((byte) => byte === 9).length > 1700 * 8);
  assertEquals(kept.agent().filter((byte) => byte === 1).length, 500 * 8);
  const ended = rig.only("recording.ended");
  assertEquals([ended.ok, ended.detail, kept.ended()], [true, "", 1]);
  assertEquals(ended.audioBytes, kept.frames.length * 1600);
  const types = rig.events.map(({ type }) => type);
  assert(types.indexOf("recording.ended") < types.indexOf("call.ended"));
});

Deno.test("the words about it are said first, exactly, in one answer with the greeting", () => {
  const greeting = "Greet the caller.";
  const rig = startRig({ ...ON, greeting });
  rig.model.ready();
  const { cause, instructions = "" } = rig.model.wishes[0]!;
  assertEquals([cause, rig.model.wishes.length], ["greeting", 1]);
  assert(instructions.includes(WORDS), instructions);
  assert(instructions.indexOf(WORDS) < instructions.indexOf(greeting));

  const silent = startRig({ ...ON, greeting: "" });
  silent.model.ready();
  assert(silent.model.wishes[0]!.instructions!.includes(`nothing else: ${WORDS}`));

  const off = startRig({ recording: { on: false, words: WORDS }, greeting });
  off.model.ready();
  assert(!off.model.wishes[0]!.instructions!.includes(WORDS));
});

Deno.test("nothing of the caller is kept while the phone system holds the call", () => {
  const kept = keeper();
  const rig = startRig(ON, undefined, { keepSound: kept.keepSound });
  rig.model.ready();
  talks(rig, 1000);
  rig.call.listener.held();
  const before = kept.frames.length;
  talks(rig, 2000, 7);
  rig.call.listener.resumed(2000);
  talks(rig, 1000);
  assertEquals([kept.caller().includes(7), kept.forgotten()], [false, 1]);
  const held = kept.frames.slice(before + 3, before + 19);
  assert(held.every((frame) => frame.subarray(1, 801).every((byte) => byte === SILENCE)));
  assertEquals(kept.frames.length, 40);
});

Deno.test("G-26 nothing of the caller is kept while secret digits are entered", () => {
  const kept = keeper();
  const digits = { ...SAMPLE_CONFIG.digits, secret: true };
  const rig = startRig({ ...ON, digits }, undefined, { keepSound: kept.keepSound });
  rig.model.ready();
  talks(rig, 1000);
  rig.call.listener.digit("4");
  talks(rig, 300, 7);
  rig.call.listener.digit("1");
  talks(rig, 600, 7);
  assertEquals([kept.caller().includes(7), kept.forgotten()], [false, 1]);
});

Deno.test("a recording that breaks off is told once, and the call and its listeners go on", () => {
  const kept = keeper();
  const rig = startRig(ON, undefined, { keepSound: kept.keepSound });
  rig.model.ready();
  const ear = listens(rig);
  talks(rig, 500);
  kept.breaks("disk_full");
  const { ok, detail, durationMs } = rig.only("recording.ended");
  assertEquals([ok, detail, durationMs], [false, "disk_full", 500]);
  talks(rig, 500);
  assertEquals([kept.frames.length, ear.frames.length], [5, 10]);
  rig.call.fail("drained", "E_DRAIN", true);
  assertEquals(rig.all("recording.ended").length, 1);
});

Deno.test("a recording that cannot begin says why, and the call is answered", () => {
  const rig = startRig(ON, undefined, { keepSound: () => "disk_full" });
  const { ok, detail, audioBytes } = rig.only("recording.ended");
  assertEquals([ok, detail, audioBytes, rig.all("recording.started").length], [
    false,
    "disk_full",
    0,
    0,
  ]);
  rig.model.ready();
  assertEquals(rig.all("upstream.ready").length, 1);
});

Deno.test("after a hand-over the next agent decides: off is silence on the same clock, on begins with its words", async () => {
  const kept = keeper();
  const handover = [{ id: "next", name: "Next", when: "always" }];
  const nexts = [{ on: false, words: "" }, { on: true, words: "Now it is recorded." }];
  const rig = startRig(ON, undefined, {
    keepSound: kept.keepSound,
    briefing: sampleBriefing({ ...AGENT, ...ON }, { handover }),
    briefAgain: () =>
      Promise.resolve(sampleBriefing({ ...AGENT, recording: nexts.shift()! }, { handover })),
  });
  rig.model.ready();
  talks(rig, 500);
  const told = JSON.stringify({ agent: "next", intent: "i", summary: "s" });
  for (const id of ["h1", "h2"]) {
    rig.model.says({ type: "response_started", responseId: id, cause: "turn" });
    const call = { toolCallId: `call-${id}`, name: "route_to_agent", args: told };
    rig.model.says({ type: "tool_call", responseId: id, ...call });
    rig.model.done(id);
    await Promise.resolve();
    await Promise.resolve();
    talks(rig, 500, id === "h1" ? 7 : 9);
  }
  assertEquals(rig.all("agent.changed").length, 2);
  assertEquals([kept.frames.length, kept.caller().includes(7)], [15, false]);
  assertEquals([rig.all("recording.started").length, rig.all("recording.ended").length], [2, 1]);
  const [off, on] = rig.model.wishes.filter(({ cause }) => cause === "handover");
  assertEquals(off!.instructions!.includes(WORDS), false);
  assert(on!.instructions!.includes("Now it is recorded."));
});
