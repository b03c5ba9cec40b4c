// Real sockets: the route, Deno's upgrade and a WebSocket client, one clause of the protocol each.
import { assert, assertEquals } from "@std/assert";
import { AudioHookServer, rawRequest } from "./testing/audiohook_server.ts";
import { GenesysClient, sessionNumber } from "./testing/genesys_client.ts";
import { NIL, openParameters } from "./testing/session_script.ts";
import { headersOf, idHeaders, parametersAt, signedUpgrade } from "./testing/signed_upgrade.ts";

const { connect, connected, opened } = GenesysClient;

Deno.test("a whole call: opened, audio both ways, a digit, barge-in, closed", async () => {
  await using server = new AudioHookServer();
  const client = await connected(server.port);
  client.say("open", openParameters());
  assertEquals((await client.text("opened")).seq, 1);
  const call = server.calls[0]!;
  assertEquals(call.invitation.origin, "phone");

  client.send(new Uint8Array(1_600).fill(7));
  client.say("dtmf", { digit: "5" });
  await server.told(() => call.listener.told.includes("digit 5"));
  assertEquals(call.listener.frames.map((frame) => frame.length), [1_600]);

  call.channel.play(new Uint8Array(800));
  assertEquals(await client.next(), { what: "audio", bytes: 800 });
  call.channel.clear();
  assertEquals((await client.text("event")).clientseq, 2);

  await client.hangUp();
  await server.told(() => call.listener.ends.length === 1);
  assertEquals(call.listener.ends, [{ by: "phone", detail: "end" }]);
  await server.told(() => server.hook.open === 0);
  assertEquals(server.clock.pending, 0);
});

Deno.test("our goodbye: disconnect, their close, closed, and nothing is left", async () => {
  await using server = new AudioHookServer();
  const client = await opened(server.port);
  const call = server.calls[0]!;
  call.channel.end({ outcome: "completed", code: "", outputs: { intent: "refund" } });
  const disconnect = await client.text("disconnect");
  assertEquals(disconnect.parameters, {
    reason: "completed",
    outputVariables: { intent: "refund" },
  });
  client.say("close", { reason: "disconnect" });
  await client.text("closed");
  client.close();
  assertEquals((await client.next()).what, "closed");
  await server.told(() => server.hook.open === 0);
  assertEquals(call.listener.ends, [{ by: "us", detail: "" }]);
});

Deno.test("A-01 A-02 A-03 refusals are the same bytes: 401, empty, Connection: close, never 101", async () => {
  await using server = new AudioHookServer();
  const upgrade = signedUpgrade({ authority: `127.0.0.1:${server.port}` });
  const unknown = {
    apiKey: "unknown",
    parameters: parametersAt(1_750_000_000, { key: "unknown" }),
  };
  const attempts: Record<string, string>[] = [
    {},
    idHeaders({ ...upgrade, apiKey: "unknown" }),
    headersOf({ ...upgrade, ...unknown }),
    headersOf({ ...upgrade, secret: new Uint8Array(32) }),
    { ...headersOf(upgrade), signature: "sig1=:AAAA:" },
  ];
  const answers: string[] = [];
  for (const headers of attempts) {
    const answer = await rawRequest(server.port, requestText(upgrade.authority, headers), isWhole);
    answers.push(answer.replace(/date: .*\r\n/i, ""));
  }
  assertEquals(new Set(answers).size, 1);
  assert(answers[0]!.startsWith("HTTP/1.1 401 "), answers[0]);
  assert(/connection: close\r\n/i.test(answers[0]!));
  assert(/content-length: 0\r\n/i.test(answers[0]!));
  assertEquals(server.refusals, ["auth_missing", "auth_key", "auth_key", "auth_sig", "auth_sig"]);
});

function requestText(
  host: string,
  headers: Record<string, string>,
  target = signedUpgrade().target,
): string {
  const lines = Object.entries({
    "host": host,
    "upgrade": "websocket",
    "connection": "Upgrade",
    "sec-websocket-version": "13",
    "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
    ...headers,
  }).map(([name, value]) => `${name}: ${value}`);
  return `GET ${target} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`;
}

function isWhole(received: string): boolean {
  return received.includes("\r\n\r\n");
}

Deno.test("A-04 a signature of three bytes ends nothing but itself", async () => {
  await using server = new AudioHookServer();
  assertEquals(await connect(server.port, { headers: { signature: "sig1=:AAAA:" } }), 401);
  const client = await opened(server.port);
  await client.hangUp();
});

Deno.test("A-07 of five equal upgrades exactly one is accepted", async () => {
  await using server = new AudioHookServer();
  const parameters = parametersAt(1_750_000_000);
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => connect(server.port, { parameters })),
  );
  assertEquals(answers.filter((answer) => answer === 401).length, 4);
  const client = answers.find((answer) => typeof answer !== "number") as GenesysClient;
  client.terminate();
  await client.next();
});

Deno.test("A-12 targets with quotes, percent signs and dots verify on our ingress", async () => {
  await using server = new AudioHookServer();
  const authority = `127.0.0.1:${server.port}`;
  const targets = ["/a'b?c=%22d\"", "/%2e%2e/audiohook?", "/a/../b//c?q=a/b", "//x"];
  for (const [i, target] of targets.entries()) {
    const headers = headersOf(signedUpgrade({ authority, target, session: sessionNumber(i) }));
    const answer = await rawRequest(server.port, requestText(authority, headers, target), isWhole);
    assert(answer.startsWith("HTTP/1.1 101 "), `${target}: ${answer}`);
  }
});

Deno.test("A-13 a request with Origin is a browser's: 403", async () => {
  await using server = new AudioHookServer();
  assertEquals(await connect(server.port, { headers: { origin: "https://x.test" } }), 403);
});

Deno.test("while draining or full good calls get 503, bad ones still 401", async () => {
  await using server = new AudioHookServer();
  for (const floor of ["draining", "full"] as const) {
    server.floor = floor;
    assertEquals(await connect(server.port), 503);
    assertEquals(await connect(server.port, { secret: new Uint8Array(32) }), 401);
  }
  assertEquals(server.refusals, ["draining", "auth_sig", "full", "auth_sig"]);
});

Deno.test("half an upgrade is refused, and the listener goes on listening", async () => {
  await using server = new AudioHookServer();
  const headers = headersOf(signedUpgrade({ authority: `127.0.0.1:${server.port}` }));
  const text = requestText(`127.0.0.1:${server.port}`, headers)
    .replace(/sec-websocket-key: .*\r\n/, "");
  assert((await rawRequest(server.port, text, isWhole)).startsWith("HTTP/1.1 426 "));
  await (await opened(server.port)).hangUp();
});

Deno.test("G-01 an upgrade without open is closed with 1008", async () => {
  await using server = new AudioHookServer();
  const client = await connected(server.port);
  assertEquals(server.hook.open, 1);
  server.clock.advance(5_000);
  assertEquals(await client.next(), { what: "closed", code: 1008 });
  server.clock.advance(2_000);
  assertEquals([server.hook.open, server.clock.pending], [0, 0]);
});

Deno.test("G-06 G-07 a text of 65,536 and a binary of 65,537 are closed with 1009, one less is not", async () => {
  await using server = new AudioHookServer();
  const client = await opened(server.port);
  client.send(new Uint8Array(65_536));
  client.say("ping", { padding: "x".repeat(65_000) });
  await client.text("pong");
  client.send(new Uint8Array(65_537));
  assertEquals(await client.next(), { what: "closed", code: 1009 });

  const other = await opened(server.port, { session: sessionNumber(2) });
  other.send("x".repeat(65_536));
  assertEquals(await other.next(), { what: "closed", code: 1009 });
  assertEquals(server.calls[1]?.listener.ends, [{ by: "protocol", detail: "E_SIZE" }]);
  assertEquals(server.violations, ["E_SIZE", "E_SIZE"]);
});

Deno.test("G-10 a message with another live session's id ends its own call only", async () => {
  await using server = new AudioHookServer();
  const victim = await opened(server.port);
  const attacker = await opened(server.port, { session: sessionNumber(2) });
  attacker.say("close", { reason: "end" }, victim.session);
  assertEquals((await attacker.text("disconnect")).parameters.info, "E_ID");
  victim.say("ping");
  await victim.text("pong");
  assertEquals(server.calls[0]?.listener.ends, []);
  attacker.terminate();
  await victim.hangUp();
  await attacker.next();
});

Deno.test("G-20 a connection that is cut ends its call at once", async () => {
  await using server = new AudioHookServer();
  const client = await opened(server.port);
  client.terminate();
  const { listener } = server.calls[0]!;
  await server.told(() => listener.ends.length === 1);
  assertEquals(listener.ends[0]?.by, "phone_lost");
  assertEquals([server.hook.open, server.clock.pending], [0, 0]);
  await client.next();
});

Deno.test("G-24 a probe is opened without media and closed, and nobody answers it", async () => {
  await using server = new AudioHookServer();
  const client = await connected(server.port);
  client.say("open", openParameters({ conversationId: NIL }));
  assertEquals((await client.text("opened")).parameters.media, []);
  await client.hangUp();
  assertEquals([server.probes, server.calls.length], [1, 0]);
});

Deno.test("G-30 a session that is connected already gets 409, and its call goes on", async () => {
  await using server = new AudioHookServer();
  const client = await opened(server.port);
  const again = { session: client.session.toUpperCase() };
  assertEquals(await connect(server.port, again), 409);
  const together = await Promise.all([2, 2, 2].map((n) =>
    connect(server.port, {
      session: sessionNumber(n),
    })
  ));
  assertEquals(together.filter((answer) => answer === 409).length, 2);
  client.say("ping");
  await client.text("pong");
  await client.hangUp();
  const other = together.find((answer) => typeof answer !== "number") as GenesysClient;
  other.terminate();
  await other.next();
});

Deno.test("G-34 broken framing ends its own connection and no other", async () => {
  await using server = new AudioHookServer();
  const client = await opened(server.port);
  const frames = [
    [0x81, 0x02, 0x7b, 0x7d], // a text that is not masked
    [0x83, 0x80, 0, 0, 0, 0], // opcode 3
    [0xc1, 0x80, 0, 0, 0, 0], // a reserved bit
    [0x80, 0x80, 0, 0, 0, 0], // a continuation of nothing
    [0x81, 0x82, 0, 0, 0, 0, 0xc3, 0x28], // invalid UTF-8
    [0x88, 0x81, 0, 0, 0, 0, 0x03], // a close code of one byte
  ];
  for (const [i, frame] of frames.entries()) {
    const authority = `127.0.0.1:${server.port}`;
    const headers = headersOf(signedUpgrade({ authority, session: sessionNumber(100 + i) }));
    using connection = await Deno.connect({ hostname: "127.0.0.1", port: server.port });
    await connection.write(new TextEncoder().encode(requestText(authority, headers)));
    await connection.read(new Uint8Array(1_024));
    await connection.write(Uint8Array.from(frame));
  }
  client.say("ping");
  await client.text("pong");
  await client.hangUp();
});

Deno.test("a fault in one call's listener ends that call, and the process lives", async () => {
  await using server = new AudioHookServer();
  const broken = await opened(server.port);
  const sound = await opened(server.port, { session: sessionNumber(2) });
  server.calls[0]!.listener.onTold = () => {
    throw new Error("fault");
  };
  broken.send(new Uint8Array(160));
  assertEquals((await broken.text("disconnect")).parameters.info, "E_INTERNAL");
  sound.say("ping");
  await sound.text("pong");
  await sound.hangUp();
  await broken.hangUp();
});

Deno.test("a peer that answers nothing is forgotten by our own clock", async () => {
  await using server = new AudioHookServer();
  const authority = `127.0.0.1:${server.port}`;
  {
    using mute = await Deno.connect({ hostname: "127.0.0.1", port: server.port });
    const text = requestText(authority, headersOf(signedUpgrade({ authority })));
    await mute.write(new TextEncoder().encode(text));
    await mute.read(new Uint8Array(1_024));
    server.clock.advance(5_000);
    server.clock.advance(2_000);
    assertEquals([server.hook.open, server.clock.pending], [0, 0]);
  }
});

Deno.test("closeAll says goodbye on every socket, opened or not", async () => {
  await using server = new AudioHookServer();
  const call = await opened(server.port);
  const silent = await connected(server.port, { session: sessionNumber(2) });
  server.hook.closeAll("E_DRAIN");
  for (const client of [call, silent]) {
    const { parameters } = await client.text("disconnect");
    assertEquals(parameters, { reason: "error", info: "E_DRAIN" });
    await client.hangUp();
  }
});

Deno.test("a caller simulated by us is a test call", async () => {
  await using server = new AudioHookServer();
  const headers = { "user-agent": "Hookline-Simulator/1" };
  const client = await opened(server.port, { headers });
  assertEquals(server.calls[0]?.invitation.origin, "test");
  await client.hangUp();
});

Deno.test("refusals are logged once a second and code, with the address and no secret", async () => {
  await using server = new AudioHookServer();
  for (let i = 0; i < 3; i++) await connect(server.port, { secret: new Uint8Array(32) });
  server.clock.advance(1_000);
  await connect(server.port, { secret: new Uint8Array(32) });
  const lines = server.log.lines.filter((line) => line.code === "audiohook_refused");
  assertEquals(lines.map((line) => line.fields.suppressed), [0, 2]);
  assertEquals(lines[0]?.fields.from, "127.0.0.1");
  assertEquals(server.refusals.length, 4);
});
