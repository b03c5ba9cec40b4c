// `deno task call`: places simulated calls of all protocols from a terminal, tells what happens, and judges the server.
// Run with --allow-net --allow-env --allow-read, and --allow-write for --record.
import { probeAudioCodes } from "./audiocodes/probe.ts";
import { describeViolation } from "./audiohook/call.ts";
import { GENESYS_USER_AGENT } from "./audiohook/handshake.ts";
import { probe } from "./audiohook/probe.ts";
import { readCallArguments } from "./call_arguments.ts";
import { credentials } from "./call_credentials.ts";
import { HELP } from "./call_help.ts";
import { loadScript, scriptNames } from "./caller/conversations.ts";
import { runTranscription } from "./people/transcribe_command.ts";
import { loadPeopleScript, peopleScriptNames } from "./people/people_script.ts";
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
