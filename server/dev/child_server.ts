// The real server as a child process with a data folder of its own: for tests of its life and of the console.

export interface ChildServer {
  origin: string;
  audiohookUrl: string;
  /** The one-use link that the terminal showed. */
  signInLink: string;
  apiKey: string;
  dataDir: string;
  /** Everything it has printed so far: its standard output, then its log. */
  output(): string;
  /** Resolves once the output has matched. */
  printed(pattern: RegExp): Promise<RegExpMatchArray>;
  kill(signal: Deno.Signal): void;
  /** The exit code. */
  readonly ended: Promise<number>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

const MAIN = new URL("../main.ts", import.meta.url).pathname;
const ROOT = new URL("../../", import.meta.url).pathname;
const PERMISSIONS = ["--allow-net", "--allow-env", "--allow-sys", "--allow-read", "--allow-write"];

/** Starts it and waits for its banner; rejects with what it printed when it ends before that. */
export async function startServer(env: Record<string, string> = {}): Promise<ChildServer> {
  const dataDir = env.DATA_DIR ?? await Deno.makeTempDir({ prefix: "hookline-test-" });
  const process = runMain({ PORT: "0", DATA_DIR: dataDir, MAX_LAG_MS: "0", ...env });
  const banner = await Promise.race([
    process.printed(
      /Console\s+(\S+)[\s\S]*Genesys\s+(\S+)[\s\S]*?(\S+#code=\S+)[\s\S]*"message":"started"/,
    ),
    process.ended.then((code) => {
      throw new Error(`The server ended with ${code}: ${process.output()}`);
    }),
  ]);
  const [, origin, audiohookUrl, signInLink] = banner as unknown as [
    string,
    string,
    string,
    string,
  ];
  const apiKey = env.GENESYS_API_KEY ??
    (await Deno.readTextFile(`${dataDir}/genesys_api_key`)).trim();
  return {
    ...process,
    origin,
    audiohookUrl,
    signInLink,
    apiKey,
    dataDir,
    async stop() {
      try {
        process.kill("SIGINT");
      } catch {
        // It has ended already.
      }
      await process.ended;
      await Deno.remove(dataDir, { recursive: true });
    },
  };
}

export interface MainProcess {
  output(): string;
  printed(pattern: RegExp): Promise<RegExpMatchArray>;
  kill(signal: Deno.Signal): void;
  ended: Promise<number>;
}

/** Runs main.ts with only the settings given, whatever the shell or a .env file says. */
export function runMain(
  env: Record<string, string>,
  flags: readonly string[] = [],
): MainProcess {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", ...PERMISSIONS, "--no-prompt", ...flags, MAIN],
    cwd: ROOT,
    clearEnv: true,
    env: {
      PATH: Deno.env.get("PATH") ?? "",
      HOME: Deno.env.get("HOME") ?? "",
      NO_COLOR: "1",
      ...denoDir(),
      ...env,
    },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  // Which stream is read first is chance: the banner comes before the log here, whatever a busy machine does.
  const printed = { stdout: "", stderr: "" };
  const text = () => printed.stdout + printed.stderr;
  let waiting: (() => void)[] = [];
  const take = async (name: keyof typeof printed) => {
    for await (const chunk of child[name].pipeThrough(new TextDecoderStream())) {
      printed[name] += chunk;
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
    }
  };
  const read = Promise.all([take("stdout"), take("stderr")]);
  return {
    output: text,
    async printed(pattern) {
      for (;;) {
        const found = text().match(pattern);
        if (found) return found;
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
    kill: (signal) => child.kill(signal),
    ended: child.status.then(async ({ code }) => {
      await read;
      return code;
    }),
  };
}

function denoDir(): Record<string, string> {
  const dir = Deno.env.get("DENO_DIR");
  return dir === undefined ? {} : { DENO_DIR: dir };
}
