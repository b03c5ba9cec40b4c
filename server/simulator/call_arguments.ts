// Reads the arguments of `deno task call`; every mistake becomes a sentence. It knows no calls and no files.
import { parseArgs } from "node:util";
import type { Offering } from "./audiohook/offers.ts";
import { type Framing, FRAMINGS } from "./people/line_feed.ts";

export interface CallArguments {
  url: string;
  /** undefined: from the environment or the server's key file. */
  apiKey?: string;
  secret?: string;
  organization?: string;
  wav?: string;
  script?: string;
  calls: number;
  concurrency: number;
  variables: Record<string, string>;
  digits?: string;
  record?: string;
  random: boolean;
  seed?: number;
  language?: string;
  ani?: string;
  dnis?: string;
  asGenesys: boolean;
  probe: boolean;
  /** A call between people, to be written down. */
  transcribe: boolean;
  /** Of such a call: the sound of each side, what is offered, the size of frames. */
  wavExternal?: string;
  wavInternal?: string;
  offering: Offering;
  framing: Framing;
  /** Shows lines that are not final, too. */
  interims: boolean;
  /** Only names the scripts there are. */
  list: boolean;
  help: boolean;
}

export type ReadArguments = { ok: true; value: CallArguments } | { ok: false; problem: string };

export const DEFAULT_URL = "ws://127.0.0.1:8080/audiohook";

export const HELP =
  `Places simulated Genesys calls on an AudioHook server and checks how it keeps the protocol.

  deno task call [options]

  --url URL          where to call; default: HOST and PORT as the server reads them (${DEFAULT_URL})
  --api-key KEY      default: GENESYS_API_KEY, else the key file in DATA_DIR (data/genesys_api_key)
  --secret BASE64    client secret; default: GENESYS_AUDIOHOOK_SECRET; unsigned without one
  --organization ID  Genesys' organisation, a UUID; default: GENESYS_ORG_ID, else an invented one
  --script NAME      a conversation of server/simulator/conversations, or the path of a JSON file (parcel)
  --list             names those conversations, with what each needs of the agent
  --wav FILE         says this instead (8 kHz WAV, PCM 16 bit or mu-law); the built-in stand-in
                     understands only its own recordings
  --dtmf DIGITS      presses these after the agent has spoken first, for instance 12#
  --var NAME=VALUE   an input variable; may be repeated; comes over the script's
  --language TAG     for instance de-de (en-us)
  --ani ADDRESS      the caller's address, for instance tel:+15550100
  --dnis ADDRESS     the address that is dialled, for instance tel:+15550199; comes over the script's
  --calls N          how many calls (1)
  --concurrency N    how many at once (all, at most 10)
  --random           random callers: interruptions, digits, pauses, hang-ups, broken lines
  --seed N           makes random callers the same again
  --record FILE      WAV of what the caller heard, in real time, with silence where there was silence
  --as-genesys       gives Genesys' User-Agent instead of the simulator's
  --probe            only the connection probe, as when the integration is activated
  --transcribe       a call between people that is written down: calls /audiohook/transcribe, shows
                     the lines that come back; --script is one of server/simulator/conversations_two (plain)
  --wav-external FILE, --wav-internal FILE  what the caller says, and the agent, instead of a script
  --stereo, --inverted, --mono, --internal  which channels are offered (stereo)
  --frames SIZE      milliseconds of a frame: 200, 20 or odd (200)
  --interims         shows lines that are not final, too
  --help             this

Exit code 1 when a call failed, a script's expectation was not met or the server broke the protocol, 2 when the arguments are wrong.`;

const OPTIONS = {
  url: { type: "string" },
  "api-key": { type: "string" },
  secret: { type: "string" },
  organization: { type: "string" },
  wav: { type: "string" },
  script: { type: "string" },
  calls: { type: "string" },
  concurrency: { type: "string" },
  var: { type: "string", multiple: true },
  dtmf: { type: "string" },
  record: { type: "string" },
  random: { type: "boolean" },
  seed: { type: "string" },
  language: { type: "string" },
  ani: { type: "string" },
  dnis: { type: "string" },
  "as-genesys": { type: "boolean" },
  probe: { type: "boolean" },
  transcribe: { type: "boolean" },
  "wav-external": { type: "string" },
  "wav-internal": { type: "string" },
  stereo: { type: "boolean" },
  inverted: { type: "boolean" },
  mono: { type: "boolean" },
  internal: { type: "boolean" },
  frames: { type: "string" },
  interims: { type: "boolean" },
  list: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/** A mistake of the person at the keyboard. */
class Mistake extends Error {}

/** `url`: where to call when --url is not given; a call between people goes below it. */
export function readCallArguments(argv: readonly string[], url = DEFAULT_URL): ReadArguments {
  try {
    return { ok: true, value: read(argv, url) };
  } catch (error) {
    const isParseError = error instanceof Error &&
      String((error as { code?: unknown }).code).startsWith("ERR_PARSE_ARGS");
    if (!(error instanceof Mistake) && !isParseError) throw error;
    return { ok: false, problem: (error as Error).message };
  }
}

function read(argv: readonly string[], url: string): CallArguments {
  // `deno task call -- --url …` hands the dashes through.
  const args = argv[0] === "--" ? argv.slice(1) : [...argv];
  const { values } = parseArgs({ args, options: OPTIONS, strict: true, allowPositionals: false });
  const random = values.random ?? false;
  if (random && (values.script || values.wav)) {
    throw new Mistake("--random makes up its own callers: leave out --script and --wav");
  }
  if (values.script && values.wav) throw new Mistake("Give either --script or --wav, not both");
  if (values.seed !== undefined && !random) throw new Mistake("--seed belongs to --random");
  if (values.dtmf !== undefined && !/^[0-9*#]+$/.test(values.dtmf)) {
    throw new Mistake(`--dtmf must be of 0-9 * #, received "${values.dtmf}"`);
  }
  const transcribe = values.transcribe ?? false;
  const stray = transcribe ? ["wav", "dtmf", "var", "record", "random"] : [
    "wav-external",
    "wav-internal",
    "stereo",
    "inverted",
    "mono",
    "internal",
    "frames",
    "interims",
  ];
  const foreign = stray.find((name) => values[name as keyof typeof values] !== undefined);
  if (foreign) {
    throw new Mistake(
      `--${foreign} does not ${transcribe ? "go with" : "go without"} --transcribe`,
    );
  }
  const wavs = values["wav-external"] !== undefined || values["wav-internal"] !== undefined;
  if (values.script && wavs) throw new Mistake("Give either --script or WAV files, not both");
  const calls = count("--calls", values.calls, 1);
  return {
    url: address(values.url ?? (transcribe ? `${url}/transcribe` : url)),
    calls,
    concurrency: count("--concurrency", values.concurrency, Math.min(calls, 10)),
    variables: variables(values.var ?? []),
    random,
    asGenesys: values["as-genesys"] ?? false,
    probe: values.probe ?? false,
    transcribe,
    offering: offering(values),
    framing: framing(values.frames ?? "200"),
    interims: values.interims ?? false,
    list: values.list ?? false,
    help: values.help ?? false,
    ...given("apiKey", values["api-key"]),
    ...given("secret", values.secret),
    ...given("organization", values.organization),
    ...given("wav", values.wav),
    ...given("wavExternal", values["wav-external"]),
    ...given("wavInternal", values["wav-internal"]),
    ...given("script", values.script),
    ...given("digits", values.dtmf),
    ...given("record", values.record),
    ...given("language", values.language),
    ...given("ani", values.ani),
    ...given("dnis", values.dnis),
    ...(values.seed === undefined ? {} : { seed: count("--seed", values.seed, 0) }),
  };
}

function given<K extends string>(name: K, value: string | undefined): { [k in K]?: string } {
  return value === undefined ? {} : { [name]: value } as { [k in K]: string };
}

function offering(values: Partial<Record<Offering, boolean>>): Offering {
  const named = (["stereo", "inverted", "mono", "internal"] as const).filter((one) => values[one]);
  if (named.length > 1) {
    throw new Mistake(`Give one of ${named.map((one) => `--${one}`).join(", ")}`);
  }
  return named[0] ?? "stereo";
}

function framing(text: string): Framing {
  const found = FRAMINGS.find((one) => one === text);
  if (found) return found;
  throw new Mistake(`--frames must be one of ${FRAMINGS.join(", ")}, received "${text}"`);
}

function address(text: string): string {
  const url = URL.parse(text);
  if (url && /^https?:$/.test(url.protocol)) url.protocol = url.protocol.replace("http", "ws");
  if (!url || !/^wss?:$/.test(url.protocol)) {
    throw new Mistake(`--url must be like ${DEFAULT_URL}, received "${text}"`);
  }
  return url.href;
}

function count(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  const least = name === "--seed" ? 0 : 1;
  if (!/^\d+$/.test(text) || value < least || value > 1_000_000_000) {
    throw new Mistake(`${name} must be a whole number of at least ${least}, received "${text}"`);
  }
  return value;
}

function variables(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(pairs.map((pair) => {
    const at = pair.indexOf("=");
    if (at < 1) throw new Mistake(`--var must be NAME=VALUE, received "${pair}"`);
    return [pair.slice(0, at), pair.slice(at + 1)];
  }));
}
