// A PostgreSQL server of a test's own: the system's binaries, a free port, a folder that goes away with it. Not durable on
// purpose, so that it is quick; never one that somebody else uses.

export interface RealPostgres {
  url: string;
  /** As if its machine lost power: whoever is connected is cut off at once. */
  kill(): Promise<void>;
  /** Again on the same port, with what was committed. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** PostgreSQL refuses to run as root; this user owns nothing. */
const NOBODY = 65_534;

/** Null: there are no binaries on this machine. */
export function postgresBinaries(): string | null {
  const versions = [...readFolders("/usr/lib/postgresql")].sort((a, b) => Number(b) - Number(a));
  return versions[0] === undefined ? null : `/usr/lib/postgresql/${versions[0]}/bin`;
}

export async function startRealPostgres(): Promise<RealPostgres> {
  const bin = postgresBinaries();
  if (bin === null) {
    throw new Error("Cannot test with PostgreSQL: install it (apt-get install postgresql)");
  }
  const folder = await Deno.makeTempDir({ prefix: "hookline-postgres-" });
  const owner = Deno.uid() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  if (Deno.uid() === 0) await Deno.chown(folder, NOBODY, NOBODY);
  const run = (program: string, args: string[]) =>
    new Deno.Command(`${bin}/${program}`, {
      args,
      ...owner,
      cwd: "/",
      env: { LC_ALL: "C.UTF-8" },
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    });
  const data = `${folder}/data`;
  const made = await run("initdb", [
    ...["-D", data, "-U", "hookline", "-E", "UTF8", "--locale", "C.UTF-8"],
    ...["--auth", "trust", "--no-sync"],
  ]).output();
  if (!made.success) throw new Error(new TextDecoder().decode(made.stderr));

  const port = freePort();
  let server: Deno.ChildProcess | null = null;
  let log: Promise<void> = Promise.resolve();

  async function start(): Promise<void> {
    server = run("postgres", [
      ...["-D", data, "-p", String(port), "-k", folder, "-h", "127.0.0.1"],
      // What tests provoke is told to them; only beginnings and ends are read here.
      ...["-F", "-c", "shared_buffers=16MB", "-c", "log_min_messages=log"],
    ]).spawn();
    const ready = Promise.withResolvers<void>();
    log = readLog(server.stderr, (line) => {
      if (line.includes("ready to accept connections")) ready.resolve();
      // Whoever waits for it to come back may be too early, which is no fault of its.
      const isEarly = line.includes("the database system is");
      if (line.includes("FATAL") && !isEarly) ready.reject(new Error(line));
    });
    await ready.promise;
  }

  async function end(signal: Deno.Signal): Promise<void> {
    if (!server) return;
    const ended = server;
    server = null;
    ended.kill(signal);
    await ended.status;
    await log;
  }

  await start();
  return {
    url: `postgres://hookline@127.0.0.1:${port}/postgres`,
    // "Immediate": no checkpoint, no goodbye. SIGKILL would leave its children and their memory behind.
    kill: () => end("SIGQUIT"),
    start,
    async stop() {
      await end("SIGINT");
      await Deno.remove(folder, { recursive: true });
    },
  };
}

async function readLog(
  stderr: ReadableStream<Uint8Array<ArrayBuffer>>,
  tell: (line: string) => void,
): Promise<void> {
  for await (const text of stderr.pipeThrough(new TextDecoderStream())) {
    for (const line of text.split("\n")) tell(line);
  }
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

function* readFolders(path: string): Iterable<string> {
  try {
    for (const { name } of Deno.readDirSync(path)) yield name;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
