// Tests of the record of a connection: masked, bounded, awaitable.
import { assert, assertEquals } from "@std/assert";
import { Journal } from "./journal.ts";
import { TOLERANCE } from "./scenario.ts";

function journal(headers: Record<string, string> = {}): Journal {
  return new Journal({
    number: 1,
    url: new URL("http://stand-in/v1/realtime?model=m"),
    headers: new Headers(headers),
    now: () => 0,
    tolerance: TOLERANCE,
  });
}

Deno.test("keys are masked wherever they come from", () => {
  const { headers } = journal({
    authorization: "Bearer sk-secret",
    "api-key": "sk-secret",
    "sec-websocket-protocol": "realtime, openai-insecure-api-key.sk-secret",
    "openai-safety-identifier": "abc",
  });
  assert(!JSON.stringify(headers).includes("secret"));
  assertEquals(headers.authorization, "Bearer ***");
  assertEquals(headers["sec-websocket-protocol"], "realtime, openai-insecure-api-key.***");
  assertEquals(headers["openai-safety-identifier"], "abc");
});

Deno.test("a run of audio is one frame of the record", () => {
  const one = journal();
  one.record("in", "session.update", 100, { type: "session.update" });
  for (let i = 0; i < 5; i++) one.record("in", "input_audio_buffer.append", 200, { audio: "x" });
  one.record("in", "response.create", 20);
  assertEquals(one.received(), [
    "session.update",
    "input_audio_buffer.append",
    "response.create",
  ]);
  const run = one.frames[1]!;
  assertEquals([run.count, run.bytes, run.event], [5, 1000, undefined]);
  assertEquals(one.totals.framesIn, 7);
  assertEquals(one.lastEvent("session.update"), { type: "session.update" });
});

Deno.test("frames, items and caller audio are bounded", () => {
  const one = journal();
  for (let i = 0; i < 5000; i++) one.record("out", `type.${i % 2}`, 10);
  assertEquals(one.frames.length, 2000);
  for (let i = 0; i < 80; i++) one.say(`item_${i}`, "", new Uint8Array(10));
  assertEquals(one.said.length, 50);
  for (let i = 0; i < 100; i++) one.hear(new Uint8Array(8000), 1000);
  assert(one.heard.length <= 256 * 1024);
  assertEquals(one.totals.appendedMs, 100_000);
});

Deno.test("a frame can be waited for, also when it has passed", async () => {
  const one = journal();
  const third = one.seen("out", "response.done", 3);
  for (let i = 0; i < 3; i++) one.record("out", "response.done", 1);
  await third;
  await one.seen("out", "response.done");
  const closed = one.seen("in", "closed");
  one.end("client", 1000, "");
  one.end("stand-in", 1011, "too late");
  await closed;
  assertEquals(one.closed?.code, 1000);
});
