// Reads the arguments of `deno task call`; every mistake becomes a sentence. It knows no calls and no files.
import { parseArgs } from "node:util";
import type { Offering } from "./audiohook/offers.ts";
import { type Framing, FRAMINGS } from "./people/line_feed.ts";
import {
  dialledUrl,
  localUrl,
  phoneProtocol,
  type ProtocolName,
  PROTOCOLS,
  SPECIAL_FLAGS,
} from "./phone_protocol.ts";

export interface CallArguments {
  protocol: ProtocolName;
  url: string;
  /** undefined: from the environment. */
  token?: string;
  format?: string;
  bargeIn: boolean;
  split: boolean;
  loseSocketAfterMs?: number;
  /** undefined: as the server's settings say. */
  announceUrl?: string;
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

const OPTIONS = {
  protocol: { type: "string" },
  token: { type: "string" },
  format: { type: "string" },
  "no-barge-in": { type: "boolean" },
  split: { type: "boolean" },
  "lose-socket-after": { type: "string" },
  announce: { type: "string" },
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

/** @param env the server's settings: where to call when --url is not given */
export function readCallArguments(
  argv: readonly string[],
  env: (name: string) => string | undefined = () => undefined,
): ReadArguments {
  try {
    return { ok: true, value: read(argv, env) };
  } catch (error) {
    const isParseError = error instanceof Error &&
      String((error as { code?: unknown }).code).startsWith("ERR_PARSE_ARGS");
    if (!(error instanceof Mistake) && !isParseError) throw error;
    return { ok: false, problem: (error as Error).message };
  }
}

function read(
  argv: readonly string[],
  env: (name: string) => string | undefined,
): CallArguments {
  // `deno task call -- --url …` hands the dashes through.
  const args = argv[0] === "--" ? argv.slice(1) : [...argv];
  const { values } = parseArgs({ args, options: OPTIONS, strict: true, allowPositionals: false });
  const protocol = protocolOf(values.protocol ?? "audiohook");
  const { flags } = phoneProtocol(protocol);
  const misplaced = SPECIAL_FLAGS.find((name) =>
    values[name as keyof typeof values] !== undefined && !flags.includes(name)
  );
  if (misplaced) throw new Mistake(`--${misplaced} does not go with --protocol ${protocol}`);
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
    protocol,
    url: address(
      protocol,
      values.url ?? `${localUrl(protocol, env)}${transcribe ? "/transcribe" : ""}`,
    ),
    bargeIn: !values["no-barge-in"],
    split: values.split ?? false,
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
    ...given("token", values.token),
    ...given("format", values.format),
    ...given("announceUrl", values.announce),
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
    ...(values["lose-socket-after"] === undefined ? {} : {
      loseSocketAfterMs: count("--lose-socket-after", values["lose-socket-after"], 1),
    }),
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

function protocolOf(text: string): ProtocolName {
  const found = PROTOCOLS.find((one) => one === text);
  if (found) return found;
  throw new Mistake(`--protocol must be one of ${PROTOCOLS.join(", ")}, received "${text}"`);
}

function address(protocol: ProtocolName, text: string): string {
  const url = dialledUrl(protocol, text);
  if (url) return url;
  const example = localUrl(protocol, () => undefined);
  throw new Mistake(`--url must be like ${example}, received "${text}"`);
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
