// Real sockets: calls between people, one clause of the protocol each.
import { assertEquals } from "@std/assert";
import { AudioHookServer } from "./testing/audiohook_server.ts";
import { GenesysClient, sessionNumber } from "./testing/genesys_client.ts";
import { line } from "./testing/recording_transcript_listener.ts";
import { INTERNAL, NIL, openParameters, PCMU, STEREO } from "./testing/session_script.ts";
import { linesOf } from "./testing/transcript_rig.ts";

const { connect, connected, opened } = GenesysClient;
const PEOPLE = { target: "/audiohook/transcribe" };
const MEDIA = { media: [STEREO, PCMU, INTERNAL] };

Deno.test("a whole call between people: both sides, a pause, lines, the last one before closed", async () => {
  await using server = new AudioHookServer();
  const client = await connected(server.port, PEOPLE);
  client.say("open", openParameters({ ...MEDIA, supportedLanguages: true }));
  assertEquals((await client.text("opened")).parameters, {
    startPaused: false,
    media: [STEREO],
    supportedLanguages: ["de-DE", "en-US"],
  });
  const call = server.transcribed[0]!;
  assertEquals(call.invitation.speakers, ["caller", "agent"]);

  client.send(Uint8Array.from({ length: 3_200 }, (_, i) => i % 2 ? 9 : 7));
  client.say("paused");
  client.say("resumed", { start: "PT0.2S", discarded: "PT5S" });
  client.send(Uint8Array.from([1, 2]));
  await server.told(() => call.listener.frames.length === 4);
  assertEquals(call.listener.told, ["held", "resumed 5000 at 5200"]);
  assertEquals(call.listener.heard(0), [...Array(1_600).fill(7), 1]);
  assertEquals(call.listener.heard(1), [...Array(1_600).fill(9), 2]);
  assertEquals(call.listener.frames.at(-1)?.startMs, 5_200);

  call.channel.send(line("a", { channel: 1 }));
  const event = await client.text("event");
  assertEquals([event.seq, linesOf(event)], [2, ["a"]]);

  client.say("close", { reason: "end" });
  await server.told(() => call.listener.done !== null);
  client.say("ping");
  await client.text("pong");
  call.channel.send(line("b"));
  call.listener.done!();
  assertEquals(linesOf(await client.text("event")), ["b"]);
  await client.text("closed");
  client.close();
  assertEquals((await client.next()).what, "closed");
  await server.told(() => server.hook.open === 0);
  assertEquals(call.listener.ends, [{ by: "phone", detail: "end" }]);
  assertEquals([server.clock.pending, server.calls.length], [0, 0]);
});

Deno.test("the path decides: the same open is a call with us anywhere else", async () => {
  await using server = new AudioHookServer();
  const people = await opened(server.port, {
    target: "/audiohook/transcribe/north?translate=en-US",
  }, MEDIA);
  const talk = await opened(server.port, { session: sessionNumber(2) }, MEDIA);
  assertEquals(server.transcribed.map((call) => call.invitation.address), [
    "/audiohook/transcribe/north?translate=en-US",
  ]);
  assertEquals(server.calls.map((call) => call.invitation.address), [
    "/audiohook/parcels?tenant=acme",
  ]);
  for (const client of [people, talk]) client.terminate();
  await Promise.all([people.next(), talk.next()]);
});

Deno.test("G-24 a probe of this address learns the languages, and nobody answers it", async () => {
  await using server = new AudioHookServer();
  const client = await connected(server.port, PEOPLE);
  client.say(
    "open",
    openParameters({ conversationId: NIL, supportedLanguages: true, ...MEDIA }),
  );
  assertEquals((await client.text("opened")).parameters, {
    startPaused: false,
    media: [],
    supportedLanguages: ["de-DE", "en-US"],
  });
  await client.hangUp();
  assertEquals([server.probes, server.transcribed.length], [1, 0]);
});

Deno.test("keys, organisations and admission are those of every call", async () => {
  const keys = [{
    key: "demo-api-key-01",
    secrets: [new TextEncoder().encode("0123456789abcdef0123456789abcdef")],
    organizations: [NIL],
  }];
  await using closed = new AudioHookServer({ keys });
  assertEquals(await connect(closed.port, PEOPLE), 401);
  assertEquals(closed.refusals, ["auth_org"]);
  await using server = new AudioHookServer();
  assertEquals(await connect(server.port, { ...PEOPLE, secret: new Uint8Array(32) }), 401);
  server.floor = "full";
  assertEquals(await connect(server.port, PEOPLE), 503);
  server.floor = "open";
  const client = await opened(server.port, PEOPLE, MEDIA);
  assertEquals(await connect(server.port, PEOPLE), 409);
  assertEquals(await connect(server.port), 409);
  client.terminate();
  await client.next();
});

Deno.test("closeAll says goodbye, and lines that our side still has leave before closed", async () => {
  await using server = new AudioHookServer();
  const client = await opened(server.port, PEOPLE, MEDIA);
  const { channel, listener } = server.transcribed[0]!;
  server.hook.closeAll("E_DRAIN");
  assertEquals((await client.text("disconnect")).parameters, { reason: "error", info: "E_DRAIN" });
  client.say("close", { reason: "disconnect" });
  await server.told(() => listener.done !== null);
  channel.send(line("a"));
  listener.done!();
  await client.text("event");
  await client.text("closed");
  client.close();
  await client.next();
  await server.told(() => server.hook.open === 0);
  assertEquals(listener.ends, [{ by: "us", detail: "E_DRAIN" }]);
});

Deno.test("G-20 a connection that is cut ends its call at once, told once", async () => {
  await using server = new AudioHookServer();
  const client = await opened(server.port, PEOPLE, MEDIA);
  client.terminate();
  const { listener } = server.transcribed[0]!;
  await server.told(() => listener.ends.length === 1);
  assertEquals(listener.told, ["closed"]);
  assertEquals(listener.ends[0]?.by, "phone_lost");
  assertEquals([server.hook.open, server.clock.pending], [0, 0]);
  await client.next();
});
