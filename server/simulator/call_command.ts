// `deno task call`: places simulated Genesys calls from a terminal, tells what happens, and judges the server.
// Run with --allow-net --allow-env --allow-read, and --allow-write for --record.
import { readWav, writeWav } from "../audio/wav.ts";
import { type CallReport, describeViolation, placeCall } from "./audiohook/call.ts";
import { loadScript, scriptNames } from "./caller/conversations.ts";
import { GENESYS_USER_AGENT } from "./audiohook/handshake.ts";
import { probe } from "./audiohook/probe.ts";
import { randomScript } from "./caller/random_script.ts";
import { type CallArguments, HELP, readCallArguments } from "./call_arguments.ts";
import { runTranscription } from "./people/transcribe_command.ts";
import { loadPeopleScript, peopleScriptNames } from "./people/people_script.ts";
import { seededRandom } from "./seeded_random.ts";
import { loadSpeech } from "./speech.ts";
import { readFile, sentenceOf, type Terminal } from "./terminal.ts";

/** @returns the exit code: 0 well, 1 a call failed or the server broke the protocol, 2 wrong arguments */
export async function runCallCommand(argv: readonly string[], terminal: Terminal): Promise<number> {
  const read = readCallArguments(argv, localUrl(terminal.env));
  if (!read.ok) {
    terminal.complain(`${read.problem}\nSee: deno task call --help`);
    return 2;
  }
  if (read.value.help) {
    terminal.print(HELP);
    return 0;
  }
  if (read.value.list) {
    for (const line of await scriptLines(read.value.transcribe)) terminal.print(line);
    return 0;
  }
  try {
    const options = { ...read.value, ...await credentials(read.value, terminal) };
    if (options.probe) return await runProbe(options, terminal);
    return options.transcribe
      ? await inTurn(options, terminal, await runTranscription(options, terminal))
      : await inTurn(options, terminal, await runCalls(options, terminal));
  } catch (error) {
    terminal.complain(sentenceOf(error));
    return 1;
  }
}

/** Where the server listens by its own settings. */
function localUrl(env: Terminal["env"]): string {
  const host = env("HOST")?.trim() || "127.0.0.1";
  const reachable = ["0.0.0.0", "::"].includes(host) ? "127.0.0.1" : host;
  const authority = reachable.includes(":") ? `[${reachable}]` : reachable;
  return `ws://${authority}:${env("PORT")?.trim() || "8080"}/audiohook`;
}

/** What `--script` can be, for people. */
async function scriptLines(transcribe: boolean): Promise<string[]> {
  const scripts = transcribe
    ? await Promise.all((await peopleScriptNames()).map(loadPeopleScript))
    : await Promise.all((await scriptNames()).map((name) => loadScript(name)));
  const width = Math.max(...scripts.map(({ name }) => name.length));
  return scripts.flatMap(({ name, about, needs }) => [
    `${name.padEnd(width)}  ${about}`,
    ...(needs ? [`${" ".repeat(width)}  needs ${needs}`] : []),
  ]);
}

type Ready = CallArguments & { apiKey: string };

async function credentials(
  { apiKey, secret, organization }: CallArguments,
  { env }: Terminal,
): Promise<{ apiKey: string; secret?: string; organization?: string }> {
  const key = apiKey ?? await secretOf("GENESYS_API_KEY", env) ??
    await keyOfServer(env("DATA_DIR") ?? "data");
  // The server takes several organisations, separated by commas; the first will do.
  const first = (name: string) => env(name)?.split(",")[0]?.trim();
  const clientSecret = secret ?? await audiohookSecret(env);
  const organizationId = organization ?? first("GENESYS_ORG_ID");
  return {
    apiKey: key,
    ...(clientSecret ? { secret: clientSecret } : {}),
    ...(organizationId ? { organization: organizationId } : {}),
  };
}

/** GENESYS_CLIENT_SECRET is AudioHook's only where there is no OAuth client (decision 9). */
async function audiohookSecret(env: Terminal["env"]): Promise<string | undefined> {
  const own = await secretOf("GENESYS_AUDIOHOOK_SECRET", env);
  if (own || env("GENESYS_CLIENT_ID")?.trim()) return own;
  return await secretOf("GENESYS_CLIENT_SECRET", env);
}

/** A secret as the server reads it: from the variable, or from the file that NAME_FILE names. */
async function secretOf(name: string, env: Terminal["env"]): Promise<string | undefined> {
  const path = env(`${name}_FILE`);
  return env(name)?.trim() || (path ? (await Deno.readTextFile(path)).trim() : undefined);
}

/** The key that the server made for itself at its first start. */
async function keyOfServer(dataDir: string): Promise<string> {
  const path = `${dataDir}/genesys_api_key`;
  try {
    return (await Deno.readTextFile(path)).trim();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new Error(
      `No API key: ${path} does not exist. Start the server once (deno task start), or give --api-key or GENESYS_API_KEY.`,
    );
  }
}

async function runProbe(options: Ready, { print }: Terminal): Promise<number> {
  const report = await probe({
    url: options.url,
    apiKey: options.apiKey,
    ...(options.secret ? { secret: options.secret } : {}),
    ...(options.organization ? { organizationId: options.organization } : {}),
    ...(options.asGenesys ? { userAgent: GENESYS_USER_AGENT } : {}),
    listensOnly: options.transcribe,
  });
  for (const violation of report.violations) print(`  FAULT  ${describeViolation(violation)}`);
  if (report.disconnect) {
    print(`  the server refused: ${report.disconnect.reason} ${report.disconnect.info}`);
  }
  const opened = report.openedMs === null ? "never" : `in ${report.openedMs.toFixed(0)} ms`;
  if (report.languages) print(`  languages: ${report.languages.join(", ") || "none"}`);
  print(`${report.passed ? "Probe passed" : "Probe failed"}: opened ${opened}`);
  return report.passed ? 0 : 1;
}

type PlaceOne = (number: number) => Promise<boolean>;

async function runCalls(options: Ready, terminal: Terminal): Promise<PlaceOne> {
  const { calls } = options;
  const speech = await loadSpeech();
  const sayings = speech.recordings.filter(({ role }) => role === "caller").map(({ id }) => id);
  const script = options.script === undefined ? undefined : await loadScript(options.script);
  const audio = options.wav === undefined ? undefined : readWav(await readFile(options.wav));
  const seed = options.seed ?? Math.floor(Math.random() * 1e9);
  if (script?.needs) {
    terminal.print(
      `This script means something only with ${script.needs} (no check is made of that).`,
    );
  }
  if (options.random) terminal.print(`Random callers, again with: --random --seed ${seed}`);

  return async (number) => {
    const prefix = calls > 1 ? `[${number}] ` : "";
    const print = (line: string) => terminal.print(prefix + line);
    const itsScript = options.random
      ? randomScript(seededRandom(seed + number - 1), sayings)
      : script;
    try {
      const report = await placeCall({
        url: options.url,
        apiKey: options.apiKey,
        variables: options.variables,
        speech,
        onEvent: print,
        ...(options.secret ? { secret: options.secret } : {}),
        ...(options.organization ? { organizationId: options.organization } : {}),
        ...(itsScript ? { script: itsScript } : {}),
        ...(audio ? { audio } : {}),
        ...(options.digits ? { digits: options.digits } : {}),
        ...(options.language ? { language: options.language } : {}),
        ...(options.ani ? { ani: options.ani } : {}),
        ...(options.dnis ? { dnis: options.dnis } : {}),
        ...(options.asGenesys ? { userAgent: GENESYS_USER_AGENT } : {}),
        ...(terminal.signal ? { signal: terminal.signal } : {}),
      });
      for (const line of summaryOf(report)) print(line);
      if (options.record) {
        const path = calls > 1
          ? options.record.replace(/(\.wav)?$/i, `-${number}.wav`)
          : options.record;
        await Deno.writeFile(path, writeWav(report.heard));
        print(`Recorded to ${path}`);
      }
      return isWell(report);
    } catch (error) {
      terminal.complain(prefix + sentenceOf(error));
      return false;
    }
  };
}

/** @returns the exit code */
async function inTurn(
  { calls, concurrency }: Ready,
  terminal: Terminal,
  placeOne: PlaceOne,
): Promise<number> {
  let next = 1;
  let failed = 0;
  const worker = async () => {
    while (next <= calls && !terminal.signal?.aborted) {
      if (!await placeOne(next++)) failed++;
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, calls) }, worker));
  if (calls > 1) terminal.print(`${next - 1} calls, ${failed} with faults`);
  return failed === 0 ? 0 : 1;
}

function isWell({ violations, endedBy, disconnect, scriptError }: CallReport): boolean {
  return violations.length === 0 && scriptError === null && endedBy !== "server_lost" &&
    (disconnect === null || disconnect.reason === "completed");
}

const ENDS: Record<CallReport["endedBy"], string> = {
  caller: "the caller hung up",
  server: "the server ended the call",
  violation: "Genesys ended the call over a breach of the protocol",
  server_lost: "the server closed the socket without a goodbye",
  dropped: "the line was broken on purpose",
};

function summaryOf(report: CallReport): string[] {
  const ms = (value: number | null) => value === null ? "never" : `${value.toFixed(0)} ms`;
  const { disconnect } = report;
  return [
    `Call ${report.sessionId}: ${ENDS[report.endedBy]} after ${
      (report.durationMs / 1000).toFixed(1)
    } s`,
    `  answered ${ms(report.openedMs)}, first sound ${ms(report.firstAudioMs)}, ` +
    `${report.playbacks} playbacks, ${report.bargeIns} barge-ins, ${ms(report.cutMs)} cut off`,
    ...(disconnect ? [`  disconnect ${disconnect.reason} ${disconnect.info}`.trimEnd()] : []),
    ...Object.entries(disconnect?.outputVariables ?? {}).map(([name, value]) =>
      `  output ${name} = ${value}`
    ),
    ...(report.scriptError ? [`  script failed: ${report.scriptError}`] : []),
    report.violations.length === 0
      ? "  no breach of the protocol"
      : `  ${report.violations.length} breaches of the protocol:`,
    ...report.violations.map((violation) =>
      `    ${(violation.atMs / 1000).toFixed(3)} s  ${describeViolation(violation)}`
    ),
  ];
}

if (import.meta.main) {
  await import("@std/dotenv/load");
  const hangUp = new AbortController();
  Deno.addSignalListener("SIGINT", () => hangUp.abort(new Error("Interrupted")));
  Deno.exit(
    await runCallCommand(Deno.args, {
      env: (name) => Deno.env.get(name),
      print: (line) => console.log(line),
      complain: (line) => console.error(line),
      signal: hangUp.signal,
    }),
  );
}
