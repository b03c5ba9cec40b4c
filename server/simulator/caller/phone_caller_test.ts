import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { rms, silence } from "../../audio/ulaw.ts";
import { ManualClock } from "../../clock.ts";
import { loadSpeech } from "../speech.ts";
import { Script } from "./caller_script.ts";
import type { PhoneCallOptions } from "./phone_call.ts";
import { PhoneCaller } from "./phone_caller.ts";

const speech = await loadSpeech();
const TRAITS = { protocol: "Carrier pigeon", cannot: ["hold"], frameMs: 20 } as const;
const tone = (ms: number) => new Uint8Array(ms * 8).fill(0x10);

/** A call on a wire that keeps what it gets. */
async function bench(steps: unknown[], options: Partial<PhoneCallOptions> = {}) {
  const clock = new ManualClock();
  const wire: string[] = [];
  const frames: Uint8Array[] = [];
  const account: string[] = [];
  const abandoned: unknown[] = [];
  const caller = await PhoneCaller.prepare({
    url: "pigeon://loft",
    clock,
    speech,
    script: Script.parse({ name: "test", steps }),
    onEvent: (line) => account.push(line),
    ...options,
  }, TRAITS);
  caller.dialled((reason) => abandoned.push(reason));
  const answer = () =>
    caller.answered({
      audio: (frame) => frames.push(frame),
      digit: (digit) => wire.push(digit),
      hangUp: () => {
        wire.push("hang up");
        caller.end();
      },
      drop: () => wire.push("drop"),
      playback: (what) => wire.push(what),
    });
  const report = () => caller.report({ callId: "c", endedBy: "caller", transferredTo: null });
  return { clock, wire, frames, account, abandoned, caller, answer, report };
}

Deno.test("a whole call over a stream that never falls silent is reported as it was heard", async () => {
  const question = speech.byId("caller-yes");
  const call = await bench(
    [{ do: "listen", quietMs: 500 }, { do: "say", recording: "caller-yes" }, { do: "listen" }],
    { variables: { a: "1" } },
  );
  call.clock.advance(70);
  call.answer();
  const lengthMs = Math.ceil(question.audio.length / 8);
  for (let atMs = 0; atMs < 1800 + lengthMs + 3000; atMs += 20) {
    const answers = atMs >= 1800 + lengthMs + 600 && atMs < 1800 + lengthMs + 1100;
    const speaks = (atMs >= 300 && atMs < 1300) || answers;
    call.caller.hear(speaks ? tone(20) : silence(20));
    call.clock.advance(20);
  }
  const { wire, frames } = call;
  assertEquals(wire, ["started", "completed", "started", "completed", "hang up"]);
  assert(frames.every(({ length }) => length <= 160));
  const report = call.report();
  assertEquals([report.answeredMs, report.firstAudioMs, report.playbacks], [70, 300, 2]);
  assertEquals([report.scriptError, report.cutMs, report.bargeIns], [null, 0, 0]);
  assertEquals(report.answerMs.length, 1);
  assert(Math.abs(report.answerMs[0]! - 600) < 150, `${report.answerMs}`);
  assertEquals(speech.recognise(report.said)?.id, question.id);
  // Each stretch with the breath after it, which only its end tells from a pause.
  const arrived = report.arrivals.reduce((sum, { soundMs }) => sum + soundMs, 0);
  assert(arrived >= 1500 && arrived <= 1500 + 2 * 320, `${arrived}`);
  assert(report.arrivals.every(({ atMs }) => atMs >= 370));
  assert(rms(report.heard) > 0);
  assertEquals(call.clock.pending, 0);
  assertEquals(call.caller.variables, { a: "1" });
});

Deno.test("breaches, lines of talk and barge-ins are kept, and a barge-in that was expected is looked at", async () => {
  const script = Script.parse({
    name: "x",
    steps: [{ do: "expect_end" }],
    expect: { bargeIns: 2, endReason: "agent_completed" },
  });
  const call = await bench([{ do: "expect_end" }], { script });
  call.answer();
  call.caller.hear(tone(1000));
  call.clock.advance(300);
  call.caller.bargeIn();
  call.caller.breach("FEATHER", "none; received: two");
  call.caller.talk("agent", "Coo.");
  call.caller.end();
  call.caller.hear(tone(1000));
  const report = call.report();
  assertEquals(report.breaches, [{ rule: "FEATHER", detail: "none; received: two" }]);
  assertEquals(report.told, [{ role: "agent", text: "Coo." }]);
  assertEquals([report.bargeIns, report.arrivals.length], [1, 1]);
  assertEquals(report.scriptError, "expected 2 barge-ins, received 1");
  assertStringIncludes(call.account.join("\n"), "FAULT   FEATHER: none; received: two");
});

Deno.test("what the protocol has no place for is told before anything is dialled", async () => {
  const hold = [{ do: "listen" }, { do: "hold", ms: 5 }];
  const message = 'Carrier pigeon has no place for "hold" (step 2 of script test)';
  await assertRejects(() => bench(hold), Error, message);
  await assertRejects(() => bench([{ do: "say", recording: "nobody" }]), Error, "nobody");
  await assertRejects(
    () => bench([{ do: "listen" }], { signal: AbortSignal.abort(new Error("no")) }),
    Error,
    "no",
  );
});

Deno.test("an abort calls the call off before the answer, hangs up after it, and is forgotten at the end", async () => {
  const early = new AbortController();
  const first = await bench([{ do: "expect_end" }], { signal: early.signal });
  early.abort("off");
  assertEquals(first.abandoned, ["off"]);
  const late = new AbortController();
  const second = await bench([{ do: "expect_end" }], { signal: late.signal });
  second.answer();
  late.abort();
  assertEquals([second.wire, second.abandoned], [["hang up"], []]);
  const never = new AbortController();
  const third = await bench([{ do: "expect_end" }], { signal: never.signal });
  third.answer();
  third.caller.end();
  never.abort();
  assertEquals([third.wire, third.abandoned], [[], []]);
});

Deno.test("a deed that is put off is done, unless the call is over by then", async () => {
  const call = await bench([{ do: "expect_end" }]);
  const done: number[] = [];
  call.answer();
  call.caller.after(undefined, () => done.push(0));
  call.caller.after(100, () => done.push(1));
  call.caller.after(300, () => done.push(2));
  call.caller.after(150, () => {
    throw new Error("a fault in a timer");
  });
  call.clock.advance(200);
  call.caller.end();
  call.clock.advance(200);
  assertEquals(done, [1]);
  assertEquals(call.abandoned.map((fault) => (fault as Error).message), ["a fault in a timer"]);
  assertEquals(call.clock.pending, 0);
});
