// Stands between a client and a server and can hold everything back without closing anything: as a server that hangs, or
// a cable that was pulled.

export interface StallingProxy {
  port: number;
  stall(): void;
  flow(): void;
  close(): Promise<void>;
}

export function startStallingProxy(targetPort: number): StallingProxy {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open = new Set<Deno.Conn>();
  const under: Promise<void>[] = [];
  let gate = Promise.withResolvers<void>();
  gate.resolve();

  async function pass(from: Deno.Conn, to: Deno.Conn): Promise<void> {
    const piece = new Uint8Array(64 * 1024);
    try {
      for (;;) {
        const read = await from.read(piece);
        await gate.promise;
        if (read === null) break;
        for (let sent = 0; sent < read;) sent += await to.write(piece.subarray(sent, read));
      }
    } catch {
      // One side has gone; so does the other.
    }
    for (const one of [from, to]) end(one);
  }

  function end(connection: Deno.Conn): void {
    if (open.delete(connection)) connection.close();
  }

  async function accept(): Promise<void> {
    for await (const client of listener) {
      open.add(client);
      try {
        const server = await Deno.connect({ hostname: "127.0.0.1", port: targetPort });
        open.add(server);
        under.push(pass(client, server), pass(server, client));
      } catch {
        end(client);
      }
    }
  }

  const accepting = accept();
  return {
    port: listener.addr.port,
    stall: () => gate = Promise.withResolvers<void>(),
    flow: () => gate.resolve(),
    async close() {
      gate.resolve();
      listener.close();
      for (const connection of [...open]) end(connection);
      await accepting;
      await Promise.all(under);
    },
  };
}
