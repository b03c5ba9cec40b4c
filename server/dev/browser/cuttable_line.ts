// A line to a server that can be cut and mended, as a network does it: what is on its way is lost without a word.

export interface CuttableLine {
  port: number;
  /** All connections break; new ones are refused until it is mended. */
  cut(): void;
  mend(): void;
  stop(): Promise<void>;
}

export function cuttableLine(toPort: number): CuttableLine {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open = new Set<Deno.Conn>();
  let whole = true;
  const serving = (async () => {
    for await (const near of listener) {
      if (whole) void join(near);
      else near.close();
    }
  })();

  async function join(near: Deno.Conn): Promise<void> {
    const far = await Deno.connect({ hostname: "127.0.0.1", port: toPort });
    for (const side of [near, far]) open.add(side);
    await Promise.allSettled([
      near.readable.pipeTo(far.writable),
      far.readable.pipeTo(near.writable),
    ]);
    for (const side of [near, far]) close(side);
  }

  function close(side: Deno.Conn): void {
    if (!open.delete(side)) return;
    try {
      side.close();
    } catch {
      // Its streams have closed it.
    }
  }

  function cut(): void {
    whole = false;
    for (const side of [...open]) close(side);
  }

  return {
    port: listener.addr.port,
    cut,
    mend: () => whole = true,
    async stop() {
      cut();
      listener.close();
      await serving.catch(() => {});
    },
  };
}
