import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type CallArguments, DEFAULT_URL, HELP, readCallArguments } from "./call_arguments.ts";

function read(...argv: string[]): CallArguments {
  const result = readCallArguments(argv);
  assert(result.ok, result.ok ? "" : result.problem);
  return result.value;
}

Deno.test("without arguments one call goes to the server on this machine", () => {
  assertEquals(read(), {
    url: DEFAULT_URL,
    calls: 1,
    concurrency: 1,
    variables: {},
    random: false,
    asGenesys: false,
    probe: false,
    transcribe: false,
    offering: "stereo",
    framing: "200",
    interims: false,
    list: false,
    help: false,
  });
});

Deno.test("a call between people goes below the usual address, with its own arguments", () => {
  const plain = read("--transcribe");
  assertEquals([plain.url, plain.transcribe], [`${DEFAULT_URL}/transcribe`, true]);
  const words =
    "--transcribe --url ws://h/x --wav-external a.wav --wav-internal b.wav --inverted " +
    "--frames odd --interims --calls 2";
  const { url, wavExternal, wavInternal, offering, framing, interims, calls } = read(
    ...words.split(" "),
  );
  assertEquals(
    { url, wavExternal, wavInternal, offering, framing, interims, calls },
    {
      url: "ws://h/x",
      wavExternal: "a.wav",
      wavInternal: "b.wav",
      offering: "inverted",
      framing: "odd",
      interims: true,
      calls: 2,
    },
  );
});

Deno.test("every argument arrives where it belongs", () => {
  const words =
    "-- --url https://voice.example/hook?x=1 --api-key k --secret cw== --organization o --script brief " +
    "--calls 30 --dtmf 12# --var a=1 --var b=x=y --language de-de --ani tel:+1 " +
    "--dnis tel:+2 --record o.wav --as-genesys --probe";
  assertEquals(read(...words.split(" ")), {
    url: "wss://voice.example/hook?x=1",
    apiKey: "k",
    secret: "cw==",
    organization: "o",
    script: "brief",
    calls: 30,
    concurrency: 10,
    digits: "12#",
    variables: { a: "1", b: "x=y" },
    language: "de-de",
    ani: "tel:+1",
    dnis: "tel:+2",
    record: "o.wav",
    random: false,
    asGenesys: true,
    probe: true,
    transcribe: false,
    offering: "stereo",
    framing: "200",
    interims: false,
    list: false,
    help: false,
  });
  assertEquals(read("--random", "--seed", "0").seed, 0);
});

const MISTAKES: [string, string][] = [
  ["--url phone", "--url must be like ws://"],
  ["--calls 0", "--calls must be a whole number of at least 1"],
  ["--calls many", 'received "many"'],
  ["--concurrency 1.5", "--concurrency"],
  ["--dtmf 12A", "--dtmf must be of 0-9 * #"],
  ["--var novalue", "NAME=VALUE"],
  ["--seed 4", "--seed belongs to --random"],
  ["--random --script brief", "leave out --script"],
  ["--script brief --wav x.wav", "not both"],
  ["--transcribe --wav x.wav", "--wav does not go with --transcribe"],
  ["--mono", "--mono does not go without --transcribe"],
  ["--transcribe --mono --inverted", "Give one of --inverted, --mono"],
  ["--transcribe --frames 10", "--frames must be one of 200, 20, odd"],
  ["--transcribe --script plain --wav-external x.wav", "not both"],
  ["--colour red", "--colour"],
  ["--url", "--url"],
  ["now", "now"],
];

for (const [words, sentence] of MISTAKES) {
  Deno.test(`the mistake in "${words}" is told in a sentence`, () => {
    const result = readCallArguments(words.split(" "));
    assert(!result.ok);
    assertStringIncludes(result.problem, sentence);
  });
}

Deno.test("the help names every option", () => {
  const names =
    "url api-key secret organization script list wav dtmf var language ani dnis calls " +
    "concurrency random seed record as-genesys probe help transcribe wav-external wav-internal " +
    "stereo, inverted, mono, internal frames interims";
  for (const name of names.split(" ")) {
    assertStringIncludes(HELP, `--${name} `);
  }
});
