// Real HTTP/1.1: one request that streams both ways under Deno.serve, from Node's client as avr-core is one.
import { assert, assertEquals } from "@std/assert";
import { AvrServer } from "./testing/avr_server.ts";
import { COMPLETED, UUID } from "./testing/avr_rig.ts";
import { CoreStream } from "./testing/core_client.ts";

const PATH = "speech-to-speech-stream";

Deno.test("a whole call: 200 at once, sound both ways at the same time, the core hangs up", async () => {
  await using server = new AvrServer();
  const core = new CoreStream(`http://127.0.0.1:${server.port}/${PATH}?from=2000`, {
    "x-uuid": UUID,
    "accept-encoding": "gzip, deflate, br",
  });
  await core.answered;
  const { status, headers } = core;
  assertEquals([status, headers["content-type"], headers["content-encoding"]], [
    200,
    "text/event-stream",
    undefined,
  ]);
  assert(headers["cache-control"]?.includes("no-cache"));
  const { channel, listener, invitation } = server.calls[0]!;
  assertEquals([invitation.conversationId, invitation.caller], [UUID, "2000"]);

  core.speak(new Uint8Array(321));
  await server.told(() => listener.heardBytes === 160);
  channel.play(new Uint8Array(160 * 10));
  await core.until(() => core.received.length === 3 * 320);
  server.clock.advance(20);
  await core.until(() => core.received.length === 4 * 320);
  core.speak(new Uint8Array(319));
  await server.told(() => listener.heardBytes === 320);
  assertEquals(channel.clear(), 6 * 160);

  core.hangUp();
  await core.until(() => core.ended);
  await server.told(() => listener.ends.length === 1);
  assertEquals(listener.ends, [{ by: "phone", detail: "hangup" }]);
  assertEquals(core.received.length, 4 * 320);
  assertEquals([server.avr.open, server.clock.pending], [0, 0]);
});

Deno.test("our goodbye ends the answer; the request is let go of", async () => {
  await using server = new AvrServer();
  const core = new CoreStream(`http://127.0.0.1:${server.port}/${PATH}`, { "X-UUID": UUID });
  await core.answered;
  const { channel, listener } = server.calls[0]!;
  core.speak(new Uint8Array(320));
  channel.play(new Uint8Array(100));
  channel.end(COMPLETED);
  await core.until(() => core.ended);
  assertEquals(core.received.length, 320);
  assertEquals(listener.ends, [{ by: "us", detail: "" }]);
  core.hangUp();
  server.clock.advance(2_000);
  assertEquals([server.avr.open, server.clock.pending], [0, 0]);
});

Deno.test("V-02 a request that is torn down mid-call ends the call, and no pacing is left", async () => {
  await using server = new AvrServer();
  const core = new CoreStream(`http://127.0.0.1:${server.port}/${PATH}`);
  await core.answered;
  const { channel, listener } = server.calls[0]!;
  core.speak(new Uint8Array(320));
  await server.told(() => listener.heardBytes === 160);
  channel.play(new Uint8Array(160 * 50));
  core.abort();
  await server.told(() => listener.ends.length === 1);
  assertEquals(listener.ends.map((end) => end.by), ["phone_lost"]);
  assertEquals([server.avr.open, server.clock.pending], [0, 0]);
});

Deno.test("V-06 the token is the path's last part here too", async () => {
  await using server = new AvrServer({ token: "canary-4f2a9c" });
  const url = `http://127.0.0.1:${server.port}/${PATH}`;
  const refused = new CoreStream(url);
  refused.hangUp();
  await refused.answered;
  const core = new CoreStream(`${url}/canary-4f2a9c`);
  await core.answered;
  core.hangUp();
  await core.until(() => core.ended && refused.ended);
  assertEquals([refused.status, core.status], [401, 200]);
  await server.told(() => server.calls[0]!.listener.ends.length === 1);
  assert(!JSON.stringify([server.log.lines, server.calls[0]!.invitation]).includes("canary"));
});

Deno.test("a call that cannot be answered gets 500 and why, a full house 503, other sound 415", async () => {
  await using server = new AvrServer();
  const url = `http://127.0.0.1:${server.port}/${PATH}`;
  const post = (type: string) =>
    fetch(url, { method: "POST", headers: { "content-type": type }, body: new Uint8Array(320) });
  server.refuses = "E_BUDGET";
  const refused = await post("audio/x-raw");
  assertEquals([refused.status, await refused.json()], [500, {
    message: "The call cannot be answered: E_BUDGET",
  }]);
  server.floor = "full";
  const full = await post("audio/x-raw");
  assertEquals([full.status, full.headers.get("retry-after")], [503, "2"]);
  await full.body?.cancel();
  server.floor = "open";
  const other = await post("audio/wav");
  assertEquals(other.status, 415);
  await other.body?.cancel();
  assertEquals([server.avr.open, server.clock.pending], [0, 0]);
});
