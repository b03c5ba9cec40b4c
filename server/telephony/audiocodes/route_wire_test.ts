// Real sockets: the route, Deno's upgrade and a WebSocket client, one clause of the protocol each.
import { assert, assertEquals, assertThrows } from "@std/assert";
import { AudioCodesServer, TOKEN } from "./testing/audiocodes_server.ts";
import { event, initiate, start } from "./testing/audiocodes_rig.ts";
import { AUDIENCE, ISSUER, JwksServer } from "./testing/jwks_server.ts";
import { VaicClient } from "./testing/vaic_client.ts";
import { type AudioCodesOptions, createAudioCodes } from "./route.ts";
import { ManualClock } from "../../clock.ts";
import { recordingLog } from "../testing/recording_listener.ts";

const { dial, connected, opened } = VaicClient;
const authorized = { authorization: `Bearer ${TOKEN}` };

/** By plain HTTP: status, body, headers. */
async function probe(server: AudioCodesServer, init: RequestInit = {}) {
  const url = `http://127.0.0.1:${server.port}/audiocodes?agent=desk`;
  const response = await fetch(url, { headers: authorized, ...init });
  return { status: response.status, body: await response.text(), headers: response.headers };
}

Deno.test("the connection check of Live Hub: GET and POST get exactly the body that it takes", async () => {
  await using server = new AudioCodesServer();
  for (const method of ["GET", "POST"]) {
    const response = await probe(server, { method });
    assertEquals(response.status, 200);
    assertEquals(response.body, '{"type":"ac-bot-api","success":true}');
    assertEquals(response.headers.get("content-type"), "application/json");
  }
  assertEquals([server.probes, server.calls.length, server.audiocodes.open], [2, 0, 0]);
});

Deno.test("C-03 the connection check over a socket", async () => {
  await using server = new AudioCodesServer();
  const client = await connected(server.port);
  client.say({ type: "connection.validate" });
  assertEquals(await client.expect("connection.validated"), {
    type: "connection.validated",
    success: true,
  });
  client.close();
  await client.closed();
  assertEquals(client.transcript, ["V> connection.validate", "B> connection.validated"]);
  await server.told(() => server.audiocodes.open === 0);
  assertEquals([server.probes, server.calls.length, server.clock.pending], [1, 0, 0]);
});

Deno.test("A-15 without the token every way in answers 401 and an empty body, before any upgrade", async () => {
  await using server = new AudioCodesServer();
  for (const authorization of ["", "Bearer wrong", `Basic ${TOKEN}`, TOKEN]) {
    assertEquals(await dial(server.port, { headers: { authorization } }), 401);
    const response = await probe(server, { headers: { authorization } });
    assertEquals([response.status, response.body], [401, ""]);
    assertEquals(response.headers.get("www-authenticate"), "Bearer");
  }
  assertEquals((await probe(server, { method: "DELETE" })).status, 405);
  const logged = JSON.stringify(server.log.lines);
  assert(logged.includes("audiocodes_refused"));
  assert(!logged.includes("wrong") && !logged.includes(TOKEN), logged);
});

Deno.test("with nothing configured everything is 404, and what to set is said once", async () => {
  await using server = new AudioCodesServer({ tokens: [] });
  assertEquals(await dial(server.port), 404);
  const response = await probe(server);
  assertEquals([response.status, response.body], [404, ""]);
  const lines = server.log.lines.filter(({ level }) => level === "warn");
  assertEquals(lines.map(({ code }) => code), ["audiocodes_off"]);
  assert(String(lines[0]!.fields.set).includes("AUDIOCODES_TOKEN"));
});

Deno.test("a JWT of the OAuth server opens a call, an expired one does not", async () => {
  await using keys = await JwksServer.start(["RS256"]);
  const jwt = { jwksUrl: keys.url, issuer: ISSUER, audience: AUDIENCE };
  await using server = new AudioCodesServer({ tokens: [], jwt });
  const good = await keys.token(server.clock.wall());
  const old = await keys.token(server.clock.wall() - 3_600_000);
  assertEquals(await dial(server.port, { headers: { authorization: `Bearer ${old}` } }), 401);
  const client = await connected(server.port, { headers: { authorization: `Bearer ${good}` } });
  client.say(initiate());
  await client.expect("session.accepted");
  await client.hangUp();
  assertEquals(server.refusals, ["auth_jwt"]);
  assert(!JSON.stringify(server.log.lines).includes(old.slice(0, 30)));
});

Deno.test("a whole call, as the reference tells it", async () => {
  await using server = new AudioCodesServer();
  const client = await connected(server.port, {
    headers: { "user-agent": "Hookline-Simulator/1" },
  });
  client.say(initiate());
  await client.expect("session.accepted");
  client.say(start());
  await server.told(() => server.calls.length === 1);
  const { channel, listener, invitation } = server.calls[0]!;
  assertEquals([invitation.address, invitation.origin], ["/audiocodes?agent=desk", "test"]);

  channel.play(new Uint8Array(800));
  channel.rest!();
  await client.expect("playStream.start 1");
  await client.expect("playStream.chunk 1");
  await client.expect("playStream.stop 1");
  client.say({ type: "userStream.start" });
  await client.expect("userStream.started");
  client.say({ type: "userStream.chunk", audioChunk: new Uint8Array(160).toBase64() });
  client.say(event("DTMF", { value: "4" }));
  await server.told(() => listener.told.includes("digit 4"));
  assertEquals(listener.frames.map((frame) => frame.length), [160]);

  channel.play(new Uint8Array(8_000));
  await client.expect("playStream.start 2");
  await client.expect("playStream.chunk 2");
  channel.clear();
  await client.expect("speech.started");
  await client.expect("playStream.stop 2");
  channel.end({ outcome: "completed", code: "", outputs: {} });
  await client.expect("hangup");
  client.say({ type: "session.end", reasonCode: "bot-disconnected" });
  assertEquals(await client.closed(), 1000);
  await server.told(() => server.audiocodes.open === 0);
  assertEquals(listener.ends, [{ by: "us", detail: "" }]);
  assertEquals(server.clock.pending, 0);
});

Deno.test("C-05 a socket cut in the middle: another resumes the call, which knows nothing of it", async () => {
  await using server = new AudioCodesServer();
  const first = await opened(server.port, "c-1");
  const other = await opened(server.port, "c-2");
  await server.told(() => server.calls.length === 2);
  const call = server.calls.find(({ invitation }) => invitation.conversationId === "c-1")!;
  first.terminate();
  await first.closed();
  await server.told(() => call.listener.told.includes("held"));
  server.floor = "full";
  server.clock.advance(2_000);
  const second = await connected(server.port);
  second.say({ type: "session.resume", conversationId: "c-1" });
  assertEquals(await second.expect("session.accepted"), {
    type: "session.accepted",
    mediaFormat: "raw/mulaw",
  });
  second.say({ type: "userStream.start" });
  await second.expect("userStream.started");
  second.say({ type: "userStream.chunk", audioChunk: "AAAA" });
  await second.hangUp();
  await server.told(() => call.listener.ends.length === 1);
  assertEquals(call.listener.told, ["held", "resumed 2000", "closed"]);
  assertEquals(call.listener.frames.length, 1);
  await other.hangUp();
  await server.told(() => server.audiocodes.open === 0);
  assertEquals(server.calls.flatMap(({ listener }) => listener.ends).length, 2);
  assertEquals(server.clock.pending, 0);
});

Deno.test("L-01 R-08 full or draining: 503 before the upgrade, with a time to come back", async () => {
  await using server = new AudioCodesServer();
  server.floor = "full";
  assertEquals(await dial(server.port), 503);
  server.floor = "draining";
  assertEquals(await dial(server.port), 503);
  assertEquals(server.refusals, ["full", "draining"]);
  assertEquals((await probe(server)).status, 200);
});

Deno.test("C-01 five megabytes close the socket with 1009, and nothing else", async () => {
  await using server = new AudioCodesServer();
  const other = await opened(server.port, "c-2");
  const client = await opened(server.port, "c-1");
  client.say({ type: "userStream.chunk", audioChunk: "A".repeat(5_000_000) });
  await client.expect("hangup");
  assertEquals(await client.closed(), 1009);
  other.say({ type: "userStream.start" });
  await other.expect("userStream.started");
  await other.hangUp();
  assertEquals(server.violations, ["E_SIZE"]);
  await server.told(() => server.audiocodes.open === 0);
});

Deno.test("binary frames and half messages harm nothing", async () => {
  await using server = new AudioCodesServer();
  const client = await opened(server.port, "c-1");
  client.sendBinary(new Uint8Array(320));
  client.sendBinary(new TextEncoder().encode('{"type":"session.end"}'));
  client.say({ type: "userStream.start" });
  await client.expect("userStream.started");
  await client.hangUp();
  await server.told(() => server.audiocodes.open === 0);
  assertEquals(server.calls[0]!.listener.ends, [{ by: "phone", detail: "client-disconnected" }]);
});

Deno.test("closeAll says goodbye in every call, and to sockets that have none yet", async () => {
  await using server = new AudioCodesServer();
  const idle = await connected(server.port);
  const client = await opened(server.port, "c-1");
  await server.told(() => server.calls.length === 1);
  assertEquals(server.audiocodes.open, 2);
  server.audiocodes.closeAll("E_DRAIN");
  await idle.expect("session.error");
  assertEquals(await idle.closed(), 1001);
  const { activities } = await client.expect("hangup");
  assertEquals(activities, [
    { type: "event", name: "hangup", activityParams: { hangupReason: "E_DRAIN" } },
  ]);
  client.say({ type: "session.end", reasonCode: "bot-disconnected" });
  await client.closed();
  await server.told(() => server.audiocodes.open === 0);
  assertEquals(server.calls[0]!.listener.ends, [{ by: "us", detail: "E_DRAIN" }]);
});

Deno.test("settings that cannot work are said at the start, misspelt activities in the log", () => {
  const log = recordingLog();
  const options: AudioCodesOptions = {
    tokens: [],
    jwt: null,
    transferTargets: ["sip:desk@sbc.example"],
    activities: ["TRANSFER", "sendMetaDate"],
    resumeMs: 0,
    answer: () => ({ refused: "" }),
    admission: () => "open",
    clock: new ManualClock(),
    log,
  };
  createAudioCodes(options);
  assertEquals(log.lines.map(({ code, fields }) => [code, fields.name]), [
    ["audiocodes_unknown_activity", "sendMetaDate"],
  ]);
  assertThrows(
    () => createAudioCodes({ ...options, transferTargets: ["+390698765432"] }),
    Error,
    "AUDIOCODES_TRANSFER_TARGET",
  );
});
