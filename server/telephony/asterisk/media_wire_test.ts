// Real WebSockets: chan_websocket dials in, one clause of avr § 6 each.
import { assert, assertEquals } from "@std/assert";
import { AsteriskServer, TOKEN } from "./testing/asterisk_server.ts";
import { type Dial, MediaClient } from "./testing/media_client.ts";

const PATH = `/asterisk/media/${TOKEN}`;

async function dialled(server: AsteriskServer, dial: Dial = { path: PATH }) {
  const client = await MediaClient.dial(server.httpPort, dial);
  if (typeof client === "number") throw new Error(`refused: ${client}`);
  const before = server.calls.length;
  client.start();
  await server.until(() => server.calls.length > before);
  assertEquals(await client.next(), "ANSWER");
  return { client, call: server.calls.at(-1)! };
}

Deno.test("a whole call: query, sound both ways, a mark, a digit, the caller hangs up", async () => {
  await using server = new AsteriskServer();
  const query = "?from=2000&to=5001&language=fr&shop=north%20side";
  const { client, call } = await dialled(server, { path: PATH + query });
  assertEquals(client.protocol, "media");
  assertEquals({ ...call.invitation, callId: "" }, {
    callId: "",
    protocol: "asterisk-ws",
    caller: "2000",
    called: "5001",
    conversationId: "pbx-1.7",
    organizationId: "",
    address: `/asterisk/media${query}`,
    language: "fr",
    variables: { from: "2000", to: "5001", language: "fr", shop: "north side" },
    origin: "phone",
  });
  client.send(Uint8Array.of(1, 2, 3));
  client.say("DTMF_END digit:5");
  await server.until(() => call.listener.told.includes("digit 5"));
  assertEquals([...call.listener.frames[0]!], [1, 2, 3]);
  call.channel.play(new Uint8Array(200).fill(7));
  call.channel.rest?.();
  assertEquals((await client.next() as Uint8Array).length, 160);
  assertEquals((await client.next() as Uint8Array).length, 160);
  assertEquals(await client.next(), "MARK_MEDIA m1");
  client.say("MEDIA_MARK_PROCESSED m1");
  await server.until(() => call.listener.told.includes("playbackCompleted"));
  client.close();
  await server.until(() => call.listener.ends.length === 1);
  assertEquals(call.listener.ends, [{ by: "phone", detail: "hangup" }]);
  assertEquals([server.asterisk.open, server.clock.pending], [0, 0]);
});

Deno.test("of the channel's variables those of the dialplan count, and the query's before them", async () => {
  await using server = new AsteriskServer();
  const path = `${PATH}?shop=north`;
  const client = await MediaClient.dial(server.httpPort, { path }) as MediaClient;
  client.say(JSON.stringify({
    event: "MEDIA_START",
    connection_id: "bot",
    channel_id: "17.4",
    format: "ulaw",
    optimal_frame_size: 160,
    channel_variables: {
      shop: "south",
      vip: "yes",
      DIALEDPEERNUMBER: "bot/c(ulaw)",
      MEDIA_WEBSOCKET_CONNECTION_ID: "bot",
    },
  }));
  await server.until(() => server.calls.length === 1);
  const { variables } = server.calls[0]!.invitation;
  assertEquals(variables, { shop: "north", vip: "yes" });
  assertEquals(await client.next(), '{"command":"ANSWER"}');
  client.close();
  await client.next();
});

Deno.test("our goodbye: HANGUP, and Asterisk closes", async () => {
  await using server = new AsteriskServer();
  const { client, call } = await dialled(server);
  call.channel.end({ outcome: "completed", code: "", outputs: {} });
  assertEquals(await client.next(), "HANGUP");
  client.close();
  assertEquals(await client.next(), { closed: 1000 });
  await server.until(() => server.asterisk.open === 0);
  assertEquals(call.listener.ends, [{ by: "us", detail: "" }]);
});

Deno.test("G-20 a socket that breaks is a lost phone", async () => {
  await using server = new AsteriskServer();
  const { client, call } = await dialled(server);
  client.terminate();
  await server.until(() => call.listener.ends.length === 1);
  assertEquals(call.listener.ends[0]?.by, "phone_lost");
  await client.next();
});

Deno.test("the token may come as a bearer, and a simulator is known by its name", async () => {
  await using server = new AsteriskServer();
  const headers = { authorization: `Bearer ${TOKEN}`, "user-agent": "Hookline-Simulator/1" };
  const { client, call } = await dialled(server, { headers });
  assertEquals([call.invitation.origin, call.invitation.address], ["test", "/asterisk/media"]);
  client.close();
  await client.next();
});

Deno.test("refusals come before the upgrade, each with its status", async () => {
  await using server = new AsteriskServer();
  const refused = (dial: Dial) => MediaClient.dial(server.httpPort, dial);
  assertEquals(await refused({}), 401);
  assertEquals(await refused({ path: "/asterisk/media/wrong" }), 401);
  assertEquals(await refused({ path: "/asterisk/media/%" }), 401);
  assertEquals(await refused({ path: `${PATH}/more` }), 401);
  assertEquals(await refused({ path: PATH, protocols: [] }), 400);
  assertEquals(await refused({ path: PATH, protocols: ["other"] }), 400);
  assertEquals(await refused({ path: PATH, headers: { origin: "https://example.com" } }), 403);
  const plain = await fetch(`http://127.0.0.1:${server.httpPort}${PATH}`);
  assertEquals([plain.status, plain.headers.get("upgrade")], [426, "websocket"]);
  await plain.body?.cancel();
  server.floor = "full";
  assertEquals(await refused({ path: PATH }), 503);
  assertEquals(server.asterisk.open, 0);
});

Deno.test("V-06 the token appears neither in the log nor in the address of the call", async () => {
  await using server = new AsteriskServer();
  await MediaClient.dial(server.httpPort, { path: `${PATH}/more` });
  const { client, call } = await dialled(server, { path: `${PATH}?shop=1` });
  client.say("{broken");
  client.close();
  await server.until(() => call.listener.ends.length === 1);
  assert(!JSON.stringify([server.log.lines, call.invitation]).includes(TOKEN));
  await client.next();
});

Deno.test("a socket that says nothing is closed after five seconds", async () => {
  await using server = new AsteriskServer();
  const client = await MediaClient.dial(server.httpPort, { path: PATH }) as MediaClient;
  await server.until(() => server.asterisk.open === 1);
  server.clock.advance(5_000);
  assertEquals(await client.next(), { closed: 1000 });
  assertEquals([server.asterisk.open, server.calls.length], [0, 0]);
});

Deno.test("I11 two calls at once get nothing of each other", async () => {
  await using server = new AsteriskServer();
  const one = await dialled(server);
  const two = await dialled(server);
  assert(one.call.invitation.callId !== two.call.invitation.callId);
  one.call.channel.play(new Uint8Array(160).fill(1));
  two.call.channel.play(new Uint8Array(160).fill(2));
  const heard = [await one.client.next(), await two.client.next()] as Uint8Array[];
  assertEquals(heard.map((media) => media[0]), [1, 2]);
  server.asterisk.closeAll("E_STOPPED");
  for (const { client } of [one, two]) {
    assertEquals(await client.next(), "HANGUP");
    client.close();
    await client.next();
  }
  await server.until(() => server.asterisk.open === 0);
  assertEquals(one.call.listener.ends, [{ by: "us", detail: "E_STOPPED" }]);
});
