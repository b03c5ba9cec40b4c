// A NATS server of a test's own, on a free port of this machine.

export interface RealNats {
  url: string;
  kill(): Promise<void>;
  /** Again on the same port. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

const PROGRAM = "/usr/sbin/nats-server";

/** Elsewhere than in CI what needs it is left out. */
export const WITHOUT_NATS: boolean = !hasNats() && Deno.env.get("CI") !== "true";
if (WITHOUT_NATS) console.warn(`No ${PROGRAM}: what needs NATS is not tested`);

export function hasNats(): boolean {
  try {
    return Deno.statSync(PROGRAM).isFile;
  } catch {
    return false;
  }
}

/** `more`: of its options. */
export async function startRealNats(more: readonly string[] = []): Promise<RealNats> {
  const port = freePort();
  let server: Deno.ChildProcess | null = null;

  async function start(): Promise<void> {
    const args = ["-a", "127.0.0.1", "-p", String(port), ...more];
    server = new Deno.Command(PROGRAM, { args, stdin: "null", stdout: "null", stderr: "null" })
      .spawn();
    await untilOpen(port);
  }

  async function end(signal: Deno.Signal): Promise<void> {
    const ended = server;
    server = null;
    ended?.kill(signal);
    await ended?.status;
  }

  await start();
  return {
    url: `nats://127.0.0.1:${port}`,
    kill: () => end("SIGKILL"),
    start,
    stop: () => end("SIGTERM"),
  };
}

/** It says nothing that could be waited for; the first line that it sends is. */
async function untilOpen(port: number): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    try {
      using socket = await Deno.connect({ hostname: "127.0.0.1", port });
      await socket.read(new Uint8Array(1024));
      return;
    } catch (error) {
      if (!(error instanceof Deno.errors.ConnectionRefused)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
  throw new Error("NATS did not start");
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
