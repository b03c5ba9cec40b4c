// The socket over npm:ws against real servers on 127.0.0.1, and a whole session over it.
import { assert, assertEquals } from "@std/assert";
import { type Clock, systemClock } from "../clock.ts";
import { silentLog } from "../observe/log.ts";
import { socketFailure } from "./failure.ts";
import { createOpenUpstream } from "./open_upstream.ts";
import { KEY, settingsOf, UPDATED } from "./scripted_session.ts";
import type { Socket, SocketEnd } from "./socket.ts";
import type { UpstreamEvent } from "./upstream.ts";
import { wsSocket } from "./ws_socket.ts";

/** Dials and collects what comes until the end. */
function dial(url: string, act: (socket: Socket) => void = () => {}, open = wsSocket(systemClock)) {
  const got: string[] = [];
  const ended = Promise.withResolvers<SocketEnd>();
  const socket: Socket = open(url, { "X-Test": "1" }, {
    opened: () => (got.push("opened"), act(socket)),
    text: (text) => (got.push(text), act(socket)),
    binary: () => void got.push("binary"),
    pong: () => (got.push("pong"), act(socket)),
    ended: ended.resolve,
  });
  return { got, ended: ended.promise };
}

/** A clock whose deadlines are over at once. */
const HASTY: Clock = { ...systemClock, after: (_ms, fn) => systemClock.after(0, fn) };

const codeOf = (end: SocketEnd) => socketFailure(end, { wallMs: 0, last: null }).code;

function serve(answer: (request: Request) => Response | Promise<Response>) {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, answer);
  return { server, url: `ws://127.0.0.1:${server.addr.port}/v1/realtime` };
}

Deno.test("text goes both ways, binary frames are told apart, the close has its code", async () => {
  const headers: (string | null)[] = [];
  const { server, url } = serve((request) => {
    for (const name of ["x-test", "sec-websocket-protocol", "sec-websocket-extensions"]) {
      headers.push(request.headers.get(name));
    }
    const { socket, response } = Deno.upgradeWebSocket(request);
    socket.onmessage = ({ data }) => {
      socket.send(new Uint8Array([1]));
      socket.send(`echo ${data}`);
      socket.close(4004, "invalid_request_error.model_not_found");
    };
    return response;
  });
  let sent = false;
  const { got, ended } = dial(url, (socket) => {
    if (!sent) socket.send("hällo");
    sent = true;
  });
  assertEquals(await ended, {
    how: "closed",
    code: 4004,
    reason: "invalid_request_error.model_not_found",
  });
  assertEquals(got, ["opened", "binary", "echo hällo"]);
  assertEquals(headers, ["1", null, null]);
  await server.shutdown();
});

Deno.test("F03 O-04 a refused handshake tells status, Retry-After and at most 2 KiB of its body", async () => {
  const { server, url } = serve(() =>
    new Response("x".repeat(100_000), { status: 429, headers: { "Retry-After": "7" } })
  );
  const end = await dial(url).ended;
  assert(end.how === "refused");
  assertEquals([end.status, end.retryAfter, end.body.length], [429, "7", 2048]);
  await server.shutdown();
});

Deno.test("a refusal whose body never ends still tells its status", async () => {
  const { server, url } = serve(() =>
    new Response(new ReadableStream({ start: (body) => body.enqueue(new Uint8Array([65])) }), {
      status: 503,
    })
  );
  const end = await dial(url, undefined, wsSocket(HASTY)).ended;
  assertEquals([end.how, codeOf(end)], ["refused", "E_UP_5XX"]);
  await server.shutdown();
});

Deno.test("a ping is answered and told", async () => {
  const { server, url } = serve((request) => {
    const { socket, response } = Deno.upgradeWebSocket(request);
    socket.onmessage = () => socket.close(1000);
    return response;
  });
  const { got, ended } = dial(url, (socket) => {
    if (got.length === 1) assert(socket.ping());
    else socket.send("enough");
  });
  await ended;
  assertEquals(got, ["opened", "pong"]);
  await server.shutdown();
});

Deno.test("F21 a message beyond 32 MiB breaks the socket", async () => {
  const { server, url } = serve((request) => {
    const { socket, response } = Deno.upgradeWebSocket(request);
    socket.onopen = () => socket.send("x".repeat(33 * 1024 * 1024));
    return response;
  });
  const { got, ended } = dial(url);
  const end = await ended;
  assertEquals([end.how, codeOf(end), got], ["error", "E_UP_LOST", ["opened"]]);
  await server.shutdown();
});

Deno.test("nobody listening is told as a refused connection", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  assertEquals(codeOf(await dial(`ws://127.0.0.1:${port}/`).ended), "E_UP_CONNECT");
});

Deno.test("O-01 a name that does not exist is told as such", async () => {
  assertEquals(codeOf(await dial("ws://no-such-host.invalid/").ended), "E_UP_DNS");
});

Deno.test("O-03 a server that speaks no TLS is told as such, and never dialled in the clear", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const accepted = listener.accept().then(async (conn) => {
    const first = new Uint8Array(1);
    await conn.read(first);
    await conn.write(new TextEncoder().encode("HTTP/1.1 400 no\r\n\r\n"));
    conn.close();
    return first[0];
  });
  const end = await dial(`wss://127.0.0.1:${listener.addr.port}/`).ended;
  assertEquals(codeOf(end), "E_UP_TLS");
  assertEquals(await accepted, 0x16); // a TLS handshake record, not "GET"
  listener.close();
});

Deno.test("O-02 a handshake that nobody answers can be cut", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const accepted = listener.accept();
  const ended = Promise.withResolvers<SocketEnd>();
  const socket = wsSocket(systemClock)(`ws://127.0.0.1:${listener.addr.port}/`, {}, {
    opened() {},
    text() {},
    binary() {},
    pong() {},
    ended: ended.resolve,
  });
  const conn = await accepted;
  socket.terminate();
  assertEquals((await ended.promise).how, "error");
  conn.close();
  listener.close();
});

Deno.test("F01 a connection that breaks without a word is told as 1006", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { conn, dialled } = await upgradeByHand(listener);
  conn.close();
  assertEquals(codeOf(await dialled.ended), "E_UP_LOST");
  listener.close();
});

Deno.test("F15 what a peer does not read is counted, and its silence does not hold the close", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  let buffered = 0;
  const { conn, dialled } = await upgradeByHand(listener, (socket) => {
    // More than the system's own buffers take of a peer that reads nothing.
    for (let i = 0; i < 24; i++) socket.send("x".repeat(1024 * 1024));
    buffered = socket.bufferedBytes;
    socket.terminate();
  });
  await dialled.ended;
  assert(buffered > 1024 * 1024, `only ${buffered} bytes counted`);
  conn.close();
  listener.close();
});

/** A server that says 101 and then nothing more. */
async function upgradeByHand(listener: Deno.TcpListener, act?: (socket: Socket) => void) {
  const dialled = dial(`ws://127.0.0.1:${listener.addr.port}/`, act);
  const conn = await listener.accept();
  const buffer = new Uint8Array(4096);
  const read = await conn.read(buffer);
  const request = new TextDecoder().decode(buffer.subarray(0, read ?? 0));
  const key = /Sec-WebSocket-Key: (.+)\r/i.exec(request)![1]!;
  const digest = await crypto.subtle.digest(
    "SHA-1",
    new TextEncoder().encode(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`),
  );
  const accept = new Uint8Array(digest).toBase64();
  await conn.write(new TextEncoder().encode(
    `HTTP/1.1 101 x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  ));
  return { conn, dialled };
}

Deno.test("a call's session over a real socket: set up, heard, answered, closed", async () => {
  const received: { type: string; audio?: string }[] = [];
  const closed = Promise.withResolvers<number>();
  const { server, url } = serve((request) => {
    assertEquals(request.headers.get("authorization"), `Bearer ${KEY}`);
    assertEquals(request.headers.get("openai-beta"), null);
    const { socket, response } = Deno.upgradeWebSocket(request);
    const send = (event: unknown) => socket.send(JSON.stringify(event));
    socket.onopen = () => send({ type: "session.created", session: { id: "sess_1" } });
    socket.onclose = ({ code }) => closed.resolve(code);
    socket.onmessage = ({ data }) => {
      const event = JSON.parse(data);
      received.push(event);
      if (event.type === "session.update") send(UPDATED);
      if (event.type !== "response.create") return;
      send({ type: "response.created", response: { id: "r", metadata: event.response.metadata } });
      send({
        type: "response.output_audio.delta",
        response_id: "r",
        item_id: "i",
        delta: new Uint8Array([7, 8, 9]).toBase64(),
      });
      send({ type: "response.done", response: { id: "r", status: "completed", usage: null } });
    };
    return response;
  });
  const events: UpstreamEvent[] = [];
  const done = Promise.withResolvers<void>();
  const openUpstream = createOpenUpstream({
    target: { baseUrl: url.replace(/\/realtime$/, ""), apiKey: KEY, keyHeader: "bearer" },
    clock: systemClock,
    log: silentLog,
  });
  const upstream = openUpstream(settingsOf(), "hash", (event) => {
    events.push(event);
    if (event.type === "ready") {
      upstream.append(new Uint8Array([1, 2, 3]));
      upstream.respond({ cause: "greeting" });
    }
    if (event.type === "response_done" || event.type === "lost") done.resolve();
  });
  await done.promise;
  upstream.close();
  assertEquals(await closed.promise, 1000);
  assertEquals(received.map(({ type }) => type), [
    "session.update",
    "input_audio_buffer.append",
    "response.create",
  ]);
  assertEquals(received[1]?.audio, "AQID");
  assertEquals(events.map(({ type }) => type), [
    "ready",
    "response_started",
    "audio",
    "response_done",
  ]);
  await server.shutdown();
});
