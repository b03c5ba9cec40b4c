import { assert, assertEquals } from "@std/assert";
import { appendEvent } from "./client_events.ts";
import { nativeSocket } from "./native_socket.ts";
import type { Socket, SocketEnd } from "./socket.ts";

function dial(url: string, opened: (socket: Socket) => void = () => {}) {
  const got: string[] = [];
  const ended = Promise.withResolvers<SocketEnd>();
  const socket: Socket = nativeSocket(url, { "X-Test": "1" }, {
    opened: () => opened(socket),
    text: (text) => (got.push(text), socket.close(1000)),
    binary: () => void got.push("binary"),
    pong() {},
    ended: ended.resolve,
  });
  return { got, socket, ended: ended.promise };
}

function serve(answer: (request: Request) => Response) {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, answer);
  return { server, url: `ws://127.0.0.1:${server.addr.port}/` };
}

Deno.test("Deno's own socket sends headers and text, and tells the close", async () => {
  const { server, url } = serve((request) => {
    assertEquals(request.headers.get("x-test"), "1");
    const { socket, response } = Deno.upgradeWebSocket(request);
    socket.onmessage = ({ data }) => {
      socket.send(new Uint8Array([1]));
      socket.send(`echo ${data}`);
    };
    return response;
  });
  const { got, ended, socket } = dial(url, (socket) => socket.send("hello"));
  assertEquals(await ended, { how: "closed", code: 1000, reason: "" });
  assertEquals(got, ["binary", "echo hello"]);
  socket.send("too late is no error");
  assertEquals(socket.ping(), false);
  await server.shutdown();
});

Deno.test("an append of its largest piece stays below 1,024 bytes", () => {
  const { socket } = dial("ws://127.0.0.1:1/");
  assertEquals(socket.appendBytes, 640);
  assert(appendEvent(new Uint8Array(socket.appendBytes)).length < 1024);
});

Deno.test("a refused handshake is known by the status in the error's words", async () => {
  const { server, url } = serve(() => new Response("no", { status: 401 }));
  assertEquals(await dial(url).ended, {
    how: "refused",
    status: 401,
    retryAfter: null,
    body: "",
  });
  await server.shutdown();
});
