// The process under measurement: started as a child, its cost read from the kernel.

export interface Target {
  name: string;
  url: string;
  apiKey: string;
  audiohook: boolean;
  /** Seconds of CPU since its start; KiB of resident memory. Linux only. */
  cost(): { cpuS: number; residentKiB: number };
  stop(): Promise<void>;
}

const TICKS_PER_S = 100;
const PAGE_KIB = 4;

/** `script` of this folder prints its port; it gets the model's url and `args`. */
export async function startRelay(
  modelPort: number,
  { script = "relay.ts", args = [] }: { script?: string; args?: readonly string[] } = {},
): Promise<Target> {
  const path = new URL(`./${script}`, import.meta.url).pathname;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", path, `ws://127.0.0.1:${modelPort}/bare`, ...args],
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const reader = child.stdout.getReader();
  const { value } = await reader.read();
  reader.releaseLock();
  void child.stdout.cancel();
  const port = Number(new TextDecoder().decode(value).trim());
  return target({ child, name: "bare relay", url: `ws://127.0.0.1:${port}`, audiohook: false });
}

/** `settings`: more of the server's, over those of every bench. */
export async function startHookline(
  modelPort: number,
  settings: Readonly<Record<string, string>> = {},
): Promise<Target> {
  const main = new URL("../../main.ts", import.meta.url).pathname;
  const dataDir = await Deno.makeTempDir({ prefix: "hookline-bench-" });
  const port = freePort();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", main],
    env: {
      PORT: String(port),
      DATA_DIR: dataDir,
      OPENAI_API_KEY: "bench-key",
      OPENAI_BASE_URL: `http://127.0.0.1:${modelPort}/v1`,
      GENESYS_API_KEY: API_KEY,
      MAX_CALLS: "1000",
      MAX_LAG_MS: "0",
      ...settings,
    },
    stdout: "null",
    stderr: "null",
  }).spawn();
  try {
    await answering(`http://127.0.0.1:${port}/readyz`);
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
  const started = target({
    child,
    name: "Hookline",
    url: `ws://127.0.0.1:${port}/audiohook`,
    audiohook: true,
  });
  return {
    ...started,
    async stop() {
      await started.stop();
      await Deno.remove(dataDir, { recursive: true });
    },
  };
}

const API_KEY = "bench-api-key";

function target(
  { child, ...rest }: { child: Deno.ChildProcess; name: string; url: string; audiohook: boolean },
): Target {
  return {
    ...rest,
    apiKey: API_KEY,
    cost() {
      const stat = Deno.readTextFileSync(`/proc/${child.pid}/stat`);
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const cpuS = (Number(fields[11]) + Number(fields[12])) / TICKS_PER_S;
      return { cpuS, residentKiB: Number(fields[21]) * PAGE_KIB };
    },
    async stop() {
      child.kill("SIGKILL");
      await child.status;
    },
  };
}

export function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  return port;
}

async function answering(url: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const answer = await fetch(url).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("Cannot measure: the server did not become ready within 20 s");
}
