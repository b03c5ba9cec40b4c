// A plain TCP hop in front of the stand-in's server, so that a connection can break or fall silent as networks
// do: a WebSocket in Deno can only be closed politely. It knows no HTTP and no frames.

/** One connection through the relay. */
export interface Line {
  /** Ends both legs at once, without a word to either. */
  drop(): void;
  /** Moves no byte any more, in either direction, and keeps the connection. */
  stall(): void;
}

export interface Relay {
  port: number;
  /** The line whose inner leg came from this local port. */
  line(innerPort: number): Line | undefined;
  stop(): Promise<void>;
}

export function startRelay(
  options: { hostname: string; port: number; innerPort: number },
): Relay {
  const listener = Deno.listen({ hostname: options.hostname, port: options.port });
  const lines = new Map<number, RelayedLine>();
  const running = new Set<Promise<void>>();

  const accept = async () => {
    for await (const outer of listener) {
      const carried = carry(outer).finally(() => running.delete(carried));
      running.add(carried);
    }
  };
  const carry = async (outer: Deno.TcpConn) => {
    const line = await RelayedLine.open(outer, options.innerPort);
    if (!line) return;
    lines.set(line.innerPort, line);
    await line.over;
    lines.delete(line.innerPort);
  };
  const accepting = accept().catch(() => {});
  return {
    port: listener.addr.port,
    line: (innerPort) => lines.get(innerPort),
    async stop() {
      listener.close();
      for (const line of lines.values()) line.drop();
      await accepting;
      await Promise.all(running);
    },
  };
}

class RelayedLine implements Line {
  readonly innerPort: number;
  readonly over: Promise<void>;
  #outer: Deno.TcpConn;
  #inner: Deno.TcpConn;
  #stalled: Promise<void> | null = null;
  #release: () => void = () => {};
  #dropped = false;

  private constructor(outer: Deno.TcpConn, inner: Deno.TcpConn) {
    this.#outer = outer;
    this.#inner = inner;
    this.innerPort = inner.localAddr.port;
    this.over = Promise.all([this.#copy(outer, inner), this.#copy(inner, outer)])
      .then(() => this.drop());
  }

  static async open(outer: Deno.TcpConn, innerPort: number): Promise<RelayedLine | null> {
    try {
      const inner = await Deno.connect({ hostname: "127.0.0.1", port: innerPort });
      // Small frames must not wait for acknowledgements.
      outer.setNoDelay(true);
      inner.setNoDelay(true);
      return new RelayedLine(outer, inner);
    } catch {
      outer.close();
      return null;
    }
  }

  drop(): void {
    if (this.#dropped) return;
    this.#dropped = true;
    this.#release();
    for (const leg of [this.#outer, this.#inner]) {
      try {
        leg.close();
      } catch {
        // It was closed from the other side.
      }
    }
  }

  stall(): void {
    this.#stalled ??= new Promise((resolve) => this.#release = resolve);
  }

  async #copy(from: Deno.TcpConn, to: Deno.TcpConn): Promise<void> {
    const buffer = new Uint8Array(64 * 1024);
    try {
      for (;;) {
        const count = await from.read(buffer);
        if (this.#stalled) await this.#stalled;
        if (this.#dropped) return;
        if (count === null) {
          await to.closeWrite();
          return;
        }
        for (let at = 0; at < count;) at += await to.write(buffer.subarray(at, count));
      }
    } catch {
      // One leg is gone, so the other goes too.
      this.drop();
    }
  }
}
