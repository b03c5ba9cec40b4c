// A proxy before several instances, as small as one can be: each connection goes to one of them, the next in turn; one
// that cannot be reached, or answers 503 to a request without a body, is passed over. What a proxy of a real fleet must
// do for calls, and no more; server/deploy/ has the real ones.

export interface Balancer {
  port: number;
  /** Ports of instances on this machine; connections that are open stay where they are. */
  backends: number[];
  /** Connections that found no instance. */
  readonly refused: number;
  stop(): Promise<void>;
}

const HEAD_END = [13, 10, 13, 10];
const MOST_HEAD_BYTES = 64 * 1024;

export function startBalancer(backends: readonly number[] = []): Balancer {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open = new Set<Deno.Conn>();
  const serving = new Set<Promise<void>>();
  let next = 0;
  let refused = 0;

  const balancer: Balancer = {
    port: listener.addr.port,
    backends: [...backends],
    get refused() {
      return refused;
    },
    async stop() {
      listener.close();
      await accepting;
      for (const connection of open) close(connection);
      await Promise.all(serving);
    },
  };

  async function serve(client: Deno.Conn): Promise<void> {
    open.add(client);
    try {
      const head = await readHead(client);
      if (head) await passOn(client, head);
    } catch {
      // Either side left: the other is told by the close below.
    } finally {
      open.delete(client);
      close(client);
    }
  }

  async function passOn(client: Deno.Conn, head: Uint8Array): Promise<void> {
    const inTurn = balancer.backends.map((_, i, all) => all[(next + i) % all.length]);
    next++;
    for (const port of inTurn) {
      const server = await Deno.connect({ hostname: "127.0.0.1", port: port ?? 0 })
        .catch(() => null);
      if (!server) continue;
      open.add(server);
      try {
        await writeAll(server, head);
        const answer = await readSome(server);
        const isBusy = new TextDecoder().decode(answer.subarray(0, 12)) === "HTTP/1.1 503";
        if (answer.byteLength === 0 || isBusy) continue;
        await writeAll(client, answer);
        await both(client, server);
        return;
      } finally {
        open.delete(server);
        close(server);
      }
    }
    refused++;
    const answer = "HTTP/1.1 503 Service Unavailable\r\nretry-after: 2\r\ncontent-length: 0\r\n" +
      "connection: close\r\n\r\n";
    await writeAll(client, new TextEncoder().encode(answer));
  }

  const accepting = (async () => {
    try {
      for await (const client of listener) {
        const served = serve(client).finally(() => serving.delete(served));
        serving.add(served);
      }
    } catch {
      // Closed.
    }
  })();
  return balancer;
}

async function readSome(from: Deno.Conn): Promise<Uint8Array> {
  const buffer = new Uint8Array(MOST_HEAD_BYTES);
  return buffer.subarray(0, await from.read(buffer) ?? 0);
}

/** Null: the client left before it had asked. */
async function readHead(client: Deno.Conn): Promise<Uint8Array | null> {
  const head = new Uint8Array(MOST_HEAD_BYTES);
  let bytes = 0;
  while (bytes < head.length) {
    const read = await client.read(head.subarray(bytes));
    if (read === null) return null;
    bytes += read;
    const end = head.subarray(0, bytes);
    if (end.some((_, i) => HEAD_END.every((byte, at) => end[i + at] === byte))) return end;
  }
  return null;
}

/** Until one side has nothing more to say: a WebSocket is over for both then. */
async function both(client: Deno.Conn, server: Deno.Conn): Promise<void> {
  const oneWay = async (from: Deno.Conn, to: Deno.Conn) => {
    const buffer = new Uint8Array(MOST_HEAD_BYTES);
    for (let read; (read = await from.read(buffer)) !== null;) {
      await writeAll(to, buffer.subarray(0, read));
    }
  };
  const ways = [oneWay(client, server), oneWay(server, client)];
  await Promise.race(ways).catch(() => {});
  close(client);
  close(server);
  await Promise.allSettled(ways);
}

async function writeAll(to: Deno.Conn, data: Uint8Array): Promise<void> {
  for (let at = 0; at < data.byteLength;) at += await to.write(data.subarray(at));
}

function close(connection: Deno.Conn): void {
  try {
    connection.close();
  } catch {
    // It is already.
  }
}
