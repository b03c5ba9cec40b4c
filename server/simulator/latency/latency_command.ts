// `deno task latency`: how soon and how evenly any server of the phone protocols answers, measured at simulated phones.
// Run with --allow-net --allow-env --allow-read.
import { readWav } from "../../audio/wav.ts";
import { credentials } from "../call_credentials.ts";
import { type CallBy, placeOn } from "../place_calls.ts";
import { loadSpeech } from "../speech.ts";
import { readFile, sentenceOf, type Terminal } from "../terminal.ts";
import { HELP, type LatencyArguments, readLatencyArguments } from "./latency_arguments.ts";
import { latencyTable, type Measured } from "./latency_table.ts";
import { questionScript } from "./question_script.ts";

/** @returns the exit code: 0 well, 1 a call failed or there is nothing to tell, 2 wrong arguments */
export async function runLatencyCommand(
  argv: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const read = readLatencyArguments(argv, terminal.env);
  if (!read.ok) {
    terminal.complain(`${read.problem}\nSee: deno task latency --help`);
    return 2;
  }
  if (read.value.call.help) {
    terminal.print(HELP);
    return 0;
  }
  try {
    const { call: { protocol, url }, turns } = read.value;
    const measured = await measureAll(read.value, terminal);
    if (measured.length === 0) throw new Error("Nothing was measured: no call was placed");
    const { lines, well } = latencyTable(measured);
    const count = measured.length === 1 ? "a call" : `${measured.length} calls`;
    const questions = turns === 1 ? "a question" : `${turns} questions`;
    terminal.print(`${protocol}, ${new URL(url).host}: ${count}, ${questions} each`);
    for (const line of lines) terminal.print(line);
    return well ? 0 : 1;
  } catch (error) {
    terminal.complain(sentenceOf(error));
    return 1;
  }
}

async function measureAll(
  { call, turns }: LatencyArguments,
  terminal: Terminal,
): Promise<Measured[]> {
  const options = { ...call, ...await credentials(call, terminal) };
  const audio = call.wav === undefined ? undefined : readWav(await readFile(call.wav));
  const by: Omit<CallBy, "onEvent"> = {
    speech: await loadSpeech(),
    script: questionScript(turns, audio !== undefined),
    ...(audio ? { audio } : {}),
    ...(terminal.signal ? { signal: terminal.signal } : {}),
  };
  const measured: Measured[] = [];
  let next = 1;
  const worker = async () => {
    while (next <= call.calls && !terminal.signal?.aborted) {
      const number = next++;
      const account: string[] = [];
      try {
        const summary = await placeOn(options, { ...by, onEvent: (line) => account.push(line) });
        const { answerMs, arrivals, well } = summary;
        // Without what was heard, which would fill the memory over many calls.
        measured.push({ answerMs, arrivals, well });
        if (well) continue;
        // What went wrong is worth more than a count.
        for (const line of [...account, ...summary.lines]) terminal.print(`[${number}] ${line}`);
      } catch (error) {
        measured.push(null);
        terminal.complain(`[${number}] ${sentenceOf(error)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(call.concurrency, call.calls) }, worker));
  return measured;
}

if (import.meta.main) {
  await import("@std/dotenv/load");
  const hangUp = new AbortController();
  Deno.addSignalListener("SIGINT", () => hangUp.abort(new Error("Interrupted")));
  Deno.exit(
    await runLatencyCommand(Deno.args, {
      env: (name) => Deno.env.get(name),
      print: (line) => console.log(line),
      complain: (line) => console.error(line),
      signal: hangUp.signal,
    }),
  );
}
