// Real TCP: the listener's side of AudioSocket against a foreign Asterisk, one clause of avr § 6 each.
import { connect } from "node:net";
import { assert, assertEquals } from "@std/assert";
import { AsteriskPeer } from "./testing/asterisk_peer.ts";
import { AsteriskServer, TOKEN } from "./testing/asterisk_server.ts";
import { CALL_UUID, frameOf, soundFrame, uuidFrame } from "./testing/audiosocket_rig.ts";

const OTHER_UUID = "0badcafe-0000-4000-8000-00000000000b";

async function answered(server: AsteriskServer, uuid = CALL_UUID) {
  const before = server.calls.length;
  const peer = await AsteriskPeer.call(server.tcpPort, uuid);
  await server.until(() => server.calls.length > before);
  return { peer, call: server.calls.at(-1)! };
}

Deno.test("a whole call: who it is, sound both ways, a digit, the caller hangs up", async () => {
  await using server = new AsteriskServer();
  const { peer, call } = await answered(server);
  using _peer = peer;
  assertEquals({ ...call.invitation, callId: "" }, {
    callId: "",
    protocol: "audiosocket",
    caller: "",
    called: "",
    conversationId: CALL_UUID,
    organizationId: "",
    address: "/audiosocket",
    language: "",
    variables: {},
    origin: "phone",
  });
  await peer.send(soundFrame(), soundFrame(), frameOf(0x03, 0x35));
  await server.until(() => call.listener.told.includes("digit 5"));
  assertEquals(call.listener.heardBytes, 320);
  call.channel.play(new Uint8Array(160).fill(0x20));
  const frame = await peer.next();
  assertEquals([frame?.type, frame?.payload.length], [0x10, 320]);
  assert(frame!.payload.some((byte) => byte !== 0));
  await peer.hangUp();
  await server.until(() => server.serving === 0);
  assertEquals(call.listener.ends, [{ by: "phone", detail: "hangup" }]);
  assertEquals([server.asterisk.open, server.clock.pending], [0, 0]);
});

Deno.test("at 24 kHz frames are 960 bytes, one for each slot, silence while nobody speaks", async () => {
  await using server = new AsteriskServer();
  const { peer, call } = await answered(server);
  using _peer = peer;
  await peer.send(soundFrame(0x13, 500, 960));
  await server.until(() => call.listener.frames.length === 1);
  for (let slot = 0; slot < 100; slot++) {
    server.clock.advance(20);
    const frame = await peer.next();
    assertEquals([frame?.type, frame?.payload.length], [0x13, 960]);
    assert(frame!.payload.every((byte) => byte === 0));
  }
});

Deno.test("our goodbye: one frame 0x00, then Asterisk closes", async () => {
  await using server = new AsteriskServer();
  const { peer, call } = await answered(server);
  using _peer = peer;
  call.channel.end({ outcome: "completed", code: "", outputs: {} });
  assertEquals(await peer.next(), { type: 0x00, payload: new Uint8Array(0) });
  await peer.hangUp();
  assertEquals(await peer.next(), null);
  await server.until(() => server.serving === 0);
  assertEquals(call.listener.ends, [{ by: "us", detail: "" }]);
});

Deno.test("G-29 an Asterisk that does not close after our goodbye is closed after a second", async () => {
  await using server = new AsteriskServer();
  const { peer, call } = await answered(server);
  using _peer = peer;
  call.channel.end({ outcome: "error", code: "E_X", outputs: {} });
  await peer.next();
  server.clock.advance(1_000);
  assertEquals(await peer.next(), null);
  assertEquals(call.listener.ends, [{ by: "us", detail: "E_X" }]);
});

Deno.test("V-02 a connection that is reset in the middle of a frame loses its call, and no other", async () => {
  await using server = new AsteriskServer();
  const kept = await answered(server, OTHER_UUID);
  using _kept = kept.peer;
  const socket = connect(server.tcpPort, "127.0.0.1");
  socket.write(uuidFrame());
  await server.until(() => server.calls.length === 2);
  const call = server.calls[1]!;
  socket.write(frameOf(0x03, 0x33));
  socket.write(soundFrame().slice(0, 100));
  await server.until(() => call.listener.told.length === 1);
  socket.resetAndDestroy();
  await server.until(() => call.listener.ends.length === 1);
  assertEquals(call.listener.ends, [{ by: "phone_lost", detail: "connection reset" }]);
  await kept.peer.send(frameOf(0x03, 0x31));
  await server.until(() => kept.call.listener.told.includes("digit 1"));
  assertEquals(kept.call.listener.ends, []);
});

Deno.test("V-01 a stream of single bytes is a call like any other", async () => {
  await using server = new AsteriskServer();
  using peer = await AsteriskPeer.connect(server.tcpPort);
  for (const byte of [...uuidFrame(), ...frameOf(0x03, 0x39)]) await peer.send(Uint8Array.of(byte));
  await server.until(() => server.calls[0]?.listener.told.includes("digit 9") ?? false);
});

Deno.test("V-03 the same UUID twice makes two calls, under two names", async () => {
  await using server = new AsteriskServer();
  const one = await answered(server);
  const two = await answered(server);
  using _one = one.peer;
  using _two = two.peer;
  assert(one.call.invitation.callId !== two.call.invitation.callId);
  assertEquals(two.call.invitation.conversationId, CALL_UUID);
  await two.peer.send(frameOf(0x03, 0x32));
  await server.until(() => two.call.listener.told.length === 1);
  assertEquals(one.call.listener.told, []);
});

Deno.test("a peer whose address is not on the list is closed unheard", async () => {
  await using server = new AsteriskServer({ allow: ["192.0.2.7"] });
  using peer = await AsteriskPeer.connect(server.tcpPort);
  assertEquals(await peer.next(), null);
  assertEquals([server.calls.length, server.asterisk.open], [0, 0]);
  assertEquals(server.log.lines[0]?.fields["code"], "address");
});

Deno.test("a peer whose address is on the list is taken, also as IPv6 writes it", async () => {
  await using server = new AsteriskServer({ allow: ["::FFFF:127.0.0.1"] });
  const { peer } = await answered(server);
  peer[Symbol.dispose]();
});

Deno.test("a stranger that speaks HTTP is closed, and logged without a word of it", async () => {
  await using server = new AsteriskServer();
  using peer = await AsteriskPeer.connect(server.tcpPort);
  await peer.send(new TextEncoder().encode("GET /secret HTTP/1.1\r\n".padEnd(20_000, "x")));
  await server.until(() => server.serving === 0);
  const refused = server.log.lines.find(({ code }) => code === "asterisk_refused");
  assertEquals(refused?.fields["code"], "E_FIRST_FRAME");
  assert(!JSON.stringify(server.log.lines).includes("secret"));
});

Deno.test("A-14 strangers who say nothing keep no caller out: the eldest of them goes", async () => {
  await using server = new AsteriskServer();
  const strangers: AsteriskPeer[] = [];
  for (let i = 0; i < 100; i++) strangers.push(await AsteriskPeer.connect(server.tcpPort));
  await server.until(() => server.asterisk.open === 100);
  const { peer, call } = await answered(server);
  using _peer = peer;
  assertEquals(await strangers[0]!.next(), null);
  assertEquals(server.asterisk.open, 100);
  await peer.send(soundFrame());
  await server.until(() => call.listener.frames.length === 1);
  await peer.hangUp();
  server.clock.advance(5_000);
  await server.until(() => server.serving === 0);
  assertEquals([server.asterisk.open, server.clock.pending], [0, 0]);
  for (const stranger of strangers) stranger[Symbol.dispose]();
});

Deno.test("while no call is taken Asterisk is told goodbye, so that its dialplan goes on", async () => {
  await using server = new AsteriskServer();
  for (const floor of ["draining", "full"] as const) {
    server.floor = floor;
    using peer = await AsteriskPeer.call(server.tcpPort);
    assertEquals((await peer.next())?.type, 0x00);
  }
  assertEquals(server.calls.length, 0);
});

Deno.test("announced: the payload becomes the call's variables, once", async () => {
  await using server = new AsteriskServer({ announcedOnly: true });
  const announced = await fetch(`http://127.0.0.1:${server.httpPort}/asterisk/calls`, {
    method: "POST",
    headers: { authorization: `Bearer ${TOKEN}` },
    body: JSON.stringify({
      uuid: CALL_UUID,
      payload: { from: "2000", to: "5001", language: "de-DE", vip: true },
    }),
  });
  assertEquals(announced.status, 202);
  assertEquals(await announced.json(), { uuid: CALL_UUID, keptSeconds: 60, dropped: 0, cut: 0 });
  const { peer, call } = await answered(server);
  using _peer = peer;
  const { caller, called, language, variables } = call.invitation;
  assertEquals([caller, called, language], ["2000", "5001", "de-DE"]);
  assertEquals(variables, { from: "2000", to: "5001", language: "de-DE", vip: "true" });

  using again = await AsteriskPeer.call(server.tcpPort);
  assertEquals((await again.next())?.type, 0x00);
  assertEquals(server.calls.length, 1);
});

Deno.test("closing all says goodbye on each, whether it has said which call it is or not", async () => {
  await using server = new AsteriskServer();
  using silent = await AsteriskPeer.connect(server.tcpPort);
  const { peer, call } = await answered(server);
  using _peer = peer;
  await server.until(() => server.asterisk.open === 2);
  server.asterisk.closeAll("E_STOPPED");
  assertEquals(await silent.next(), null);
  assertEquals((await peer.next())?.type, 0x00);
  await peer.hangUp();
  await server.until(() => server.serving === 0);
  assertEquals(call.listener.ends, [{ by: "us", detail: "E_STOPPED" }]);
});
