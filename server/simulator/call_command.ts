// `deno task call`: places simulated calls of all protocols from a terminal, tells what happens, and judges the server.
// Run with --allow-net --allow-env --allow-read, and --allow-write for --record.
import { probeAudioCodes } from "./audiocodes/probe.ts";
import { describeViolation } from "./audiohook/call.ts";
import { GENESYS_USER_AGENT } from "./audiohook/handshake.ts";
import { probe } from "./audiohook/probe.ts";
import { type CallArguments, readCallArguments } from "./call_arguments.ts";
import { HELP } from "./call_help.ts";
import { loadScript, scriptNames } from "./caller/conversations.ts";
import { runTranscription } from "./people/transcribe_command.ts";
import { loadPeopleScript, peopleScriptNames } from "./people/people_script.ts";
import { localAnnouncement, phoneProtocol } from "./phone_protocol.ts";
import { type PlaceOne, prepareCalls, type ReadyArguments } from "./place_calls.ts";
import { sentenceOf, type Terminal } from "./terminal.ts";

/** @returns the exit code: 0 well, 1 a call failed or the server broke the protocol, 2 wrong arguments */
export async function runCallCommand(argv: readonly string[], terminal: Terminal): Promise<number> {
  const read = readCallArguments(argv, terminal.env);
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
    if (options.probe) {
      return options.protocol === "audiocodes"
        ? await runAudioCodesProbe(options, terminal)
        : await runProbe(options, terminal);
    }
    return options.transcribe
      ? await inTurn(options, terminal, await runTranscription(options, terminal))
      : await inTurn(options, terminal, await prepareCalls(options, terminal));
  } catch (error) {
    terminal.complain(sentenceOf(error));
    return 1;
  }
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

type Credentials = Pick<
  ReadyArguments,
  "apiKey" | "secret" | "organization" | "token" | "announceUrl"
>;

async function credentials(args: CallArguments, { env }: Terminal): Promise<Credentials> {
  if (args.protocol !== "audiohook") {
    const { tokenSetting } = phoneProtocol(args.protocol);
    const setting = tokenSetting ? await secretOf(tokenSetting, env) : undefined;
    // The server takes several, separated by commas; the first will do.
    const token = args.token ?? setting?.split(",")[0]?.trim();
    const announceUrl = args.announceUrl ?? announcementNear(args.url, env);
    return {
      apiKey: "",
      ...(token ? { token } : {}),
      ...(announceUrl ? { announceUrl } : {}),
    };
  }
  return await genesysCredentials(args, env);
}

/** By our own settings, where it is our own server that is called. */
function announcementNear(url: string, env: Terminal["env"]): string | undefined {
  const local = localAnnouncement(env);
  return URL.parse(url)?.hostname === URL.parse(local)?.hostname ? local : undefined;
}

async function genesysCredentials(
  { apiKey, secret, organization }: CallArguments,
  env: Terminal["env"],
): Promise<Credentials> {
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

async function runProbe(options: ReadyArguments, { print }: Terminal): Promise<number> {
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

async function runAudioCodesProbe(
  { url, token }: ReadyArguments,
  { print }: Terminal,
): Promise<number> {
  const { passed, faults, httpMs, socketMs } = await probeAudioCodes(url, token);
  for (const fault of faults) print(`  FAULT  ${fault}`);
  const socket = socketMs === null ? "not" : `in ${socketMs.toFixed(0)} ms`;
  print(
    `${passed ? "Probe passed" : "Probe failed"}: ` +
      `plain requests answered in ${httpMs.toFixed(0)} ms, the socket's check ${socket}`,
  );
  return passed ? 0 : 1;
}

/** @returns the exit code */
async function inTurn(
  { calls, concurrency }: ReadyArguments,
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
