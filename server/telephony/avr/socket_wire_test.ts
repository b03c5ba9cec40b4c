// Real sockets: the route, Deno's upgrade and a WebSocket client of Node, as avr-core is one.
import { assert, assertEquals } from "@std/assert";
import { setImmediate } from "node:timers";
import { systemClock } from "../../clock.ts";
import { AvrServer } from "./testing/avr_server.ts";
import { COMPLETED, UUID } from "./testing/avr_rig.ts";
import { CoreClient } from "./testing/core_client.ts";

const TOKEN = "canary-4f2a9c";
const INIT = { type: "init", uuid: UUID };

Deno.test("a whole call: metadata, sound both ways, a digit, barge-in, the core hangs up", async () => {
  await using server = new AvrServer();
  const core = await CoreClient.connected(`ws://127.0.0.1:${server.port}/?from=2000&to=5001`, {
    "user-agent": "Hookline-Simulator/1",
  });
  core.say(INIT);
  core.speak(new Uint8Array(321));
  core.speak(new Uint8Array(319));
  core.say({ type: "dtmf_digit", digit: "7" });
  await server.told(() => server.calls[0]?.listener.told.includes("digit 7") === true);
  const { invitation, channel, listener } = server.calls[0]!;
  const { caller, called, origin } = invitation;
  assertEquals([caller, called, origin], ["2000", "5001", "test"]);
  assertEquals(listener.heardBytes, 320);

  channel.play(new Uint8Array(170));
  channel.rest?.();
  channel.clear();
  channel.tell?.({ type: "agent_words", text: "Good day." });
  for (const type of ["audio", "audio", "interruption", "transcript"]) {
    const heard = await core.next();
    assert("message" in heard);
    assertEquals(heard.message.type, type);
    if (type === "audio") assertEquals(Uint8Array.fromBase64(heard.message.audio!).length, 320);
  }
  assertEquals(server.avr.open, 1);
  core.close();
  await core.closed();
  await server.told(() => listener.ends.length === 1);
  assertEquals(listener.ends, [{ by: "phone", detail: "hangup" }]);
  assertEquals([server.avr.open, server.clock.pending], [0, 0]);
});

Deno.test("our goodbye closes the socket, and nothing is left", async () => {
  await using server = new AvrServer();
  const core = await CoreClient.connected(`ws://127.0.0.1:${server.port}/avr`);
  core.say(INIT);
  await server.told(() => server.calls.length === 1);
  const { channel, listener } = server.calls[0]!;
  channel.end(COMPLETED);
  server.clock.advance(40);
  assertEquals(await core.closed(), 1000);
  await server.told(() => listener.ends.length === 1);
  assertEquals(listener.ends, [{ by: "us", detail: "" }]);
  assertEquals([server.avr.open, server.clock.pending], [0, 0]);
});

Deno.test("our goodbye reaches a core whose sound waits to be read while we say it", async () => {
  await using server = new AvrServer({ clock: systemClock });
  const core = await CoreClient.connected(`ws://127.0.0.1:${server.port}/`);
  core.say(INIT);
  await server.told(() => server.calls.length === 1);
  const { channel, listener } = server.calls[0]!;
  listener.onTold = (what) => {
    if (what === "audio") channel.end(COMPLETED);
  };
  for (let i = 0; i < 30; i++) core.speak(new Uint8Array(320));
  assertEquals(await core.closed(), 1000);
});

Deno.test("V-02 a core whose connection breaks is lost at once", async () => {
  await using server = new AvrServer();
  const core = await CoreClient.connected(`ws://127.0.0.1:${server.port}/`);
  core.say(INIT);
  await server.told(() => server.calls.length === 1);
  core.terminate();
  const { listener } = server.calls[0]!;
  await server.told(() => listener.ends.length === 1);
  assertEquals(listener.ends.map((end) => end.by), ["phone_lost"]);
  assertEquals([server.avr.open, server.clock.pending], [0, 0]);
  await core.closed();
});

Deno.test("V-01 broken messages of one core harm neither its call nor another", async () => {
  await using server = new AvrServer();
  const url = `ws://127.0.0.1:${server.port}/`;
  const [bad, good] = [await CoreClient.connected(url), await CoreClient.connected(url)];
  bad.say(INIT);
  good.say({ type: "init", uuid: UUID });
  for (const said of ["{", '{"type":"audio","audio":"*"}', "[]"]) bad.say(said);
  bad.speak(new Uint8Array(320));
  bad.say('{"type":"audio","audio":"' + "A".repeat(300_000) + '"}');
  assertEquals(await bad.closed(), 1009);
  good.speak(new Uint8Array(320));
  await server.told(() => server.calls.some(({ listener }) => listener.heardBytes === 160));
  await server.told(() => server.calls.every(({ listener }) => listener.heardBytes === 160));
  await server.told(() => server.avr.open === 1 && server.calls[0]!.listener.ends.length === 1);
  assertEquals(server.calls.map(({ listener }) => listener.ends.length), [1, 0]);
  // V-03: the second core came with the same id.
  assert(server.calls[0]!.invitation.callId !== server.calls[1]!.invitation.callId);
  good.close();
  await good.closed();
  await server.told(() => server.avr.open === 0);
});

Deno.test("V-04 a core that does not read: little waits in the socket, the rest with us, and all of it arrives", async () => {
  await using server = new AvrServer();
  const core = await CoreClient.connected(`ws://127.0.0.1:${server.port}/`);
  core.say(INIT);
  await server.told(() => server.calls.length === 1);
  const { channel, listener } = server.calls[0]!;
  core.pause();
  let frames = 0;
  while (channel.unsentBytes === 0 && frames < 100_000) {
    channel.play(new Uint8Array(160 * 50));
    frames += 50;
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert(channel.unsentBytes > 0);
  assert(listener.notes[0]?.startsWith("slow_phone"));
  core.resume();
  for (let heard = 0; heard < frames; heard++) {
    const next = core.next();
    while (channel.unsentBytes > 0) {
      server.clock.advance(50);
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert("message" in await next);
  }
  assertEquals(listener.ends, []);
  core.close();
  await core.closed();
  await server.told(() => listener.ends.length === 1);
});

Deno.test("V-06 the token opens, a wrong one does not, and no log or invitation ever holds it", async () => {
  await using server = new AvrServer({ token: TOKEN });
  const host = `ws://127.0.0.1:${server.port}`;
  assertEquals(await CoreClient.dial(`${host}/`), 401);
  assertEquals(await CoreClient.dial(`${host}/avr/${TOKEN}x`), 401);
  assertEquals(await CoreClient.dial(`${host}/avr?token=${TOKEN}x`), 401);
  for (const url of [`/${TOKEN}?from=1`, `/avr/${TOKEN}`, `/avr?from=1&token=${TOKEN}`]) {
    const core = await CoreClient.connected(host + url);
    core.say(INIT);
    core.say("{");
    core.close();
    await core.closed();
  }
  await server.told(() => server.calls.filter((call) => call.listener.ends.length).length === 3);
  assertEquals(server.refusals, ["auth_token", "auth_token", "auth_token"]);
  const seen = [
    server.log.lines,
    server.calls.map(({ invitation, listener }) => [
      invitation,
      listener.notes,
    ]),
  ];
  assert(!JSON.stringify(seen).includes("canary"));
  assertEquals(server.calls.map(({ invitation }) => invitation.address), [
    "/?from=1",
    "/avr",
    "/avr?from=1",
  ]);
});

Deno.test("refusals: a page, a full house, one that drains, no WebSocket, no such method", async () => {
  await using server = new AvrServer();
  const url = `127.0.0.1:${server.port}/`;
  assertEquals(await CoreClient.dial(`ws://${url}`, { origin: "http://a.example" }), 403);
  server.floor = "full";
  assertEquals(await CoreClient.dial(`ws://${url}`), 503);
  server.floor = "draining";
  assertEquals(await CoreClient.dial(`ws://${url}`), 503);
  server.floor = "open";
  for (const [method, status] of [["GET", 426], ["PUT", 405], ["POST", 404]] as const) {
    const response = await fetch(`http://${url}`, { method });
    assertEquals(response.status, status);
    assertEquals(typeof (await response.json()).message, "string");
  }
  assertEquals(server.refusals, [
    "origin",
    "full",
    "draining",
    "not_websocket",
    "method",
    "path",
  ]);
  assertEquals(server.avr.open, 0);
});

Deno.test("a call that cannot be answered is told so and closed", async () => {
  await using server = new AvrServer();
  server.refuses = "E_BUDGET";
  const core = await CoreClient.connected(`ws://127.0.0.1:${server.port}/`);
  core.say(INIT);
  assertEquals(await core.next(), {
    message: { type: "error", message: "The call ends: E_BUDGET" },
  });
  server.clock.advance(40);
  assertEquals(await core.closed(), 1011);
});

Deno.test("when the server ends, every core is told", async () => {
  await using server = new AvrServer();
  const core = await CoreClient.connected(`ws://127.0.0.1:${server.port}/`);
  core.say(INIT);
  await server.told(() => server.calls.length === 1);
  const early = await CoreClient.connected(`ws://127.0.0.1:${server.port}/`);
  server.avr.closeAll("E_DRAIN");
  assertEquals(await core.next(), {
    message: { type: "error", message: "The call ends: E_DRAIN" },
  });
  server.clock.advance(40);
  assertEquals([await core.closed(), await early.closed()], [1011, 1011]);
  const { listener } = server.calls[0]!;
  await server.told(() => listener.ends.length === 1);
  assertEquals(listener.ends, [{ by: "us", detail: "E_DRAIN" }]);
});
