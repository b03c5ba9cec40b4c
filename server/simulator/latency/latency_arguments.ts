// Reads the arguments of `deno task latency`: those of `deno task call` that say whom to call and as whom, and how often
// to ask. It knows no calls and no files.
import { type CallArguments, readCallArguments } from "../call_arguments.ts";

export interface LatencyArguments {
  call: CallArguments;
  /** Questions in a call. */
  turns: number;
}

export type ReadLatency = { ok: true; value: LatencyArguments } | { ok: false; problem: string };

export const HELP =
  `Measures how soon and how evenly a voice server answers: places calls, asks questions, prints a table.

  deno task latency [options]

  --protocol NAME    as in deno task call; so are --url, --token, --api-key, --secret, --organization,
                     --format, --split, --no-barge-in, --announce, --language, --ani, --dnis, --var, --as-genesys
  --calls N          how many calls (10)
  --concurrency N    how many at once (5)
  --turns K          questions in each (3)
  --wav FILE         asks this each time (8 kHz WAV, PCM 16 bit or mu-law), for servers that answer it
                     better than the recordings of this project
  --help             this

An answer's time runs from the last sound of the question to the first sound of the answer, at the phone.
Exit code 1 when a call failed or nothing could be timed, 2 when the arguments are wrong.`;

/** Calls that do something else than ask and listen. */
const STRAY = [
  "script",
  "random",
  "seed",
  "dtmf",
  "record",
  "probe",
  "list",
  "transcribe",
  "lose-socket-after",
];
const DEFAULTS = ["--calls", "10", "--concurrency", "5"];
const DEFAULT_TURNS = 3;
const MAX_TURNS = 100;

/** `env`: the server's settings, as in readCallArguments. */
export function readLatencyArguments(
  argv: readonly string[],
  env?: (name: string) => string | undefined,
): ReadLatency {
  const own = argv[0] === "--" ? argv.slice(1) : argv;
  const { rest, turnsText } = withoutTurns(own);
  const turns = turnsText === undefined ? DEFAULT_TURNS : Number(turnsText);
  if (!Number.isInteger(turns) || turns < 1 || turns > MAX_TURNS) {
    const problem =
      `--turns must be a whole number from 1 to ${MAX_TURNS}, received "${turnsText}"`;
    return { ok: false, problem };
  }
  const stray = STRAY.find((name) =>
    rest.some((word) => word === `--${name}` || word.startsWith(`--${name}=`))
  );
  if (stray) return { ok: false, problem: `--${stray} does not go with deno task latency` };
  // Of an option that is given twice the last counts.
  const read = readCallArguments([...DEFAULTS, ...rest], env);
  return read.ok ? { ok: true, value: { call: read.value, turns } } : read;
}

function withoutTurns(argv: readonly string[]): { rest: string[]; turnsText?: string } {
  const at = argv.findIndex((word) => word === "--turns" || word.startsWith("--turns="));
  if (at < 0) return { rest: [...argv] };
  const [, given] = argv[at]!.split("=", 2);
  return given === undefined
    ? { rest: argv.toSpliced(at, 2), turnsText: argv[at + 1] ?? "" }
    : { rest: argv.toSpliced(at, 1), turnsText: given };
}
