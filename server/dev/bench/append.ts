// O-34: the round trip of a 2 KB message over the socket that carries caller audio to the model.
// A client that leaves Nagle's algorithm on waits about 40 ms for a delayed ACK here.
import { systemClock } from "../../clock.ts";
import { wsSocket } from "../../upstream/ws_socket.ts";

/** Sorted round-trip times in milliseconds of `count` messages, echoed on loopback. */
export async function appendDelays(count = 200): Promise<Float64Array> {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    const { socket, response } = Deno.upgradeWebSocket(request);
    socket.onmessage = () => socket.send("1");
    return response;
  });
  const message = "x".repeat(2048);
  const delays = new Float64Array(count);
  let sent = 0;
  let sentAtMs = 0;
  await new Promise<void>((resolve, reject) => {
    const next = () => {
      sentAtMs = performance.now();
      socket.send(message);
    };
    const socket = wsSocket(systemClock)(`ws://127.0.0.1:${server.addr.port}/`, {}, {
      opened: next,
      text() {
        delays[sent++] = performance.now() - sentAtMs;
        if (sent < count) return next();
        socket.close(1000);
      },
      binary() {},
      pong() {},
      ended: () =>
        sent === count ? resolve() : reject(new Error("Cannot measure: the socket closed")),
    });
  });
  await server.shutdown();
  return delays.sort();
}
