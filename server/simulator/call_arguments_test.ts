import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type CallArguments, readCallArguments } from "./call_arguments.ts";
import { HELP } from "./call_help.ts";

const DEFAULT_URL = "ws://127.0.0.1:8080/audiohook";

function read(...argv: string[]): CallArguments {
  const result = readCallArguments(argv);
  assert(result.ok, result.ok ? "" : result.problem);
  return result.value;
}

Deno.test("without arguments one call goes to the server on this machine", () => {
  assertEquals(read(), {
    protocol: "audiohook",
    bargeIn: true,
    split: false,
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
    protocol: "audiohook",
    bargeIn: true,
    split: false,
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

Deno.test("every argument of the other protocols arrives where it belongs", () => {
  const words = "--protocol audiocodes --url https://voice.example --token t --format raw/mulaw " +
    "--no-barge-in --split --lose-socket-after 900 --dtmf 1";
  const { protocol, url, token, format, bargeIn, split, loseSocketAfterMs, digits } = read(
    ...words.split(" "),
  );
  assertEquals(
    { protocol, url, token, format, bargeIn, split, loseSocketAfterMs, digits },
    {
      protocol: "audiocodes",
      url: "wss://voice.example/audiocodes",
      token: "t",
      format: "raw/mulaw",
      bargeIn: false,
      split: true,
      loseSocketAfterMs: 900,
      digits: "1",
    },
  );
  const announced = read("--protocol", "audiosocket", "--announce", "http://h/asterisk/calls");
  assertEquals(announced.announceUrl, "http://h/asterisk/calls");
});

const DEFAULTS: [string, string][] = [
  ["audiocodes", "ws://127.0.0.1:8080/audiocodes"],
  ["avr", "ws://127.0.0.1:6030/"],
  ["avr-http", "http://127.0.0.1:6030/speech-to-speech-stream"],
  ["audiosocket", "tcp://127.0.0.1:9092"],
  ["asterisk-ws", "ws://127.0.0.1:8080/asterisk/media"],
];

for (const [protocol, url] of DEFAULTS) {
  Deno.test(`${protocol} is dialled where the server listens, or where it is told`, () => {
    assertEquals(read("--protocol", protocol).url, url);
    const settings: Record<string, string> = {
      HOST: "::",
      PORT: "9000",
      AVR_HOST: "0.0.0.0",
      AVR_PORT: "9001",
      AUDIOSOCKET_HOST: "::1",
      AUDIOSOCKET_PORT: "9002",
    };
    const result = readCallArguments(["--protocol", protocol], (name) => settings[name]);
    assert(result.ok);
    const host = protocol === "audiosocket" ? "[::1]" : "127.0.0.1";
    const port = protocol.startsWith("avr") ? 9001 : protocol === "audiosocket" ? 9002 : 9000;
    const { host: authority, pathname } = new URL(result.value.url);
    assertEquals([authority, pathname], [`${host}:${port}`, new URL(url).pathname]);
    const path = read("--protocol", protocol, "--url", `${new URL(url).protocol}//h:1/x?y=z`).url;
    assertEquals(path, `${new URL(url).protocol}//h:1/x?y=z`);
  });
}

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
  ["--protocol sip", "--protocol must be one of audiohook, audiocodes"],
  ["--protocol audiosocket --url ws://h:1", "--url must be like tcp://127.0.0.1:9092"],
  ["--protocol avr --format slin", "--format does not go with --protocol avr"],
  ["--protocol avr-http --dtmf 1", "--dtmf does not go with --protocol avr-http"],
  ["--protocol audiocodes --api-key k", "--api-key does not go with --protocol audiocodes"],
  ["--protocol avr --probe", "--probe does not go with --protocol avr"],
  ["--protocol asterisk-ws --no-barge-in", "--no-barge-in does not go with"],
  ["--protocol audiocodes --transcribe", "--transcribe does not go with --protocol audiocodes"],
  ["--token t", "--token does not go with --protocol audiohook"],
  ["--split", "--split does not go with --protocol audiohook"],
  ["--protocol audiocodes --lose-socket-after soon", "--lose-socket-after must be a whole number"],
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
    "stereo, inverted, mono, internal frames interims protocol token format no-barge-in split " +
    "lose-socket-after announce";
  for (const name of names.split(" ")) {
    assertStringIncludes(HELP, `--${name} `);
  }
});
