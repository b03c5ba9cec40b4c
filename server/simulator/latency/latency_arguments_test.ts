import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { HELP, readLatencyArguments } from "./latency_arguments.ts";

function read(...argv: string[]) {
  const result = readLatencyArguments(argv);
  assert(result.ok, result.ok ? "" : result.problem);
  return result.value;
}

Deno.test("without arguments ten calls go to the server on this machine, three questions each", () => {
  const { call, turns } = read();
  assertEquals(
    [call.protocol, call.url, call.calls, call.concurrency, turns],
    ["audiohook", "ws://127.0.0.1:8080/audiohook", 10, 5, 3],
  );
});

Deno.test("the flags of a call arrive, and those of this command are no part of them", () => {
  const words = "-- --protocol audiosocket --turns 7 --url tcp://pbx.example:9092 --token t " +
    "--calls 40 --concurrency 20 --format slin24 --split --var a=1 --ani 100 --dnis 200";
  const { call, turns } = read(...words.split(" "));
  const { protocol, url, token, calls, concurrency, format, split, variables, ani, dnis } = call;
  assertEquals(
    { protocol, url, token, calls, concurrency, format, split, variables, ani, dnis, turns },
    {
      protocol: "audiosocket",
      url: "tcp://pbx.example:9092",
      token: "t",
      calls: 40,
      concurrency: 20,
      format: "slin24",
      split: true,
      variables: { a: "1" },
      ani: "100",
      dnis: "200",
      turns: 7,
    },
  );
  assertEquals(read("--turns=2", "--calls=1").turns, 2);
});

const MISTAKES: [string, string][] = [
  ["--turns 0", 'a whole number from 1 to 100, received "0"'],
  ["--turns", 'received ""'],
  ["--turns=many", 'received "many"'],
  ["--calls 0", "--calls must be a whole number of at least 1"],
  ["--script brief", "--script does not go with deno task latency"],
  ["--seed=4", "--seed does not go with"],
  ["--transcribe", "--transcribe does not go with"],
  ["--protocol pigeon", "--protocol must be one of audiohook"],
  ["--protocol avr --format slin", "--format does not go with --protocol avr"],
  ["--url phone", "--url must be like ws://"],
  ["--colour red", "--colour"],
];

for (const [words, sentence] of MISTAKES) {
  Deno.test(`the mistake in "${words}" is told in a sentence`, () => {
    const result = readLatencyArguments(words.split(" "));
    assert(!result.ok);
    assertStringIncludes(result.problem, sentence);
  });
}

Deno.test("the help names what is this command's own", () => {
  assert(read("--help").call.help);
  for (const name of ["turns", "calls", "concurrency", "protocol", "url", "token", "wav"]) {
    assertStringIncludes(HELP, `--${name}`);
  }
});
