import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { readWav, writeWav } from "../audio/wav.ts";
import { scriptNames } from "./caller/conversations.ts";
import { type ScriptedBotOptions, startScriptedBot } from "./audiocodes/scripted_bot.ts";
import { type ScriptedServerOptions, startScriptedServer } from "./audiohook/scripted_server.ts";
import { runCallCommand } from "./call_command.ts";

/** Runs the command against a scripted server; the terminal is two lists of lines. */
async function run(
  argv: string[],
  options: { server?: ScriptedServerOptions; env?: Record<string, string> } = {},
) {
  const server = startScriptedServer(options.server);
  const env: Record<string, string> = { GENESYS_API_KEY: "key-of-env", ...options.env };
  const printed: string[] = [];
  const complained: string[] = [];
  const code = await runCallCommand(["--url", server.url, ...argv], {
    env: (name) => env[name],
    print: (line) => printed.push(line),
    complain: (line) => complained.push(line),
  });
  await server.stop();
  return { code, server, printed: printed.join("\n"), complained: complained.join("\n") };
}

async function inFolder(fn: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await fn(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function scriptFile(folder: string, steps: unknown[], more = {}): Promise<string> {
  const path = `${folder}/script.json`;
  await Deno.writeTextFile(path, JSON.stringify({ name: "script", steps, ...more }));
  return path;
}

Deno.test("a call on a well-behaved server ends with 0 and a summary", () =>
  inFolder(async (folder) => {
    const script = await scriptFile(folder, [{ do: "press", digits: "7" }]);
    const { code, printed, server } = await run(["--script", script, "--var", "a=1"]);
    assertEquals(code, 0, printed);
    assertMatch(printed, /caller {2}presses 7/);
    assertMatch(printed, /the caller hung up after \d/);
    assertStringIncludes(printed, "no breach of the protocol");
    assertEquals(server.headers[0]!.get("x-api-key"), "key-of-env");
    assertEquals(server.headers[0]!.get("signature"), null);
  }));

Deno.test("a breach of the protocol ends with 1 and is told with its rule", () =>
  inFolder(async (folder) => {
    const script = await scriptFile(folder, [{ do: "pause", ms: 100 }]);
    const { code, printed } = await run(["--script", script], {
      server: {
        onMessage(message, side) {
          if (message.type === "close") side.audio(new Uint8Array());
        },
      },
    });
    assertEquals(code, 1);
    assertMatch(printed, /AUDIO_EMPTY: A binary message has at least one sample/);
  }));

Deno.test("a wrong key ends with 1 and the sentence of the 401, for a probe too", async () => {
  for (const argv of [[], ["--probe"]]) {
    const { code, complained } = await run(argv, { server: { refuse: 401 } });
    assertEquals(code, 1);
    assertStringIncludes(complained, "HTTP 401");
    assertStringIncludes(complained, "--api-key");
    assert(!complained.includes("key-of-env"));
  }
});

Deno.test("the key that the server made for itself is found in its data folder", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/genesys_api_key`, "key-of-file\n");
    const env = { DATA_DIR: folder, GENESYS_CLIENT_SECRET: "c2VjcmV0" };
    const { code, server, printed } = await run(["--probe"], {
      env: { ...env, GENESYS_API_KEY: undefined as unknown as string },
    });
    assertEquals(code, 0, printed);
    assertEquals(server.headers[0]!.get("x-api-key"), "key-of-file");
    assertMatch(server.headers[0]!.get("signature")!, /^sig1=:/);
    assertMatch(printed, /Probe passed: opened in \d+ ms/);
  }));

Deno.test("without any key the sentence says where one comes from", () =>
  inFolder(async (folder) => {
    const env = { DATA_DIR: folder, GENESYS_API_KEY: undefined as unknown as string };
    const { code, complained } = await run([], { env });
    assertEquals(code, 1);
    assertStringIncludes(complained, "Start the server once");
  }));

Deno.test("several calls are counted, each with its number", () =>
  inFolder(async (folder) => {
    const script = await scriptFile(folder, [{ do: "hang_up" }]);
    const { code, printed, server } = await run(
      ["--script", script, "--calls", "3", "--concurrency", "2"],
    );
    assertEquals(code, 0, printed);
    assertEquals(server.headers.length, 3);
    assertStringIncludes(printed, "[3] ");
    assertStringIncludes(printed, "3 calls, 0 with faults");
  }));

Deno.test("a recording holds what the caller heard, silence where there was silence", () =>
  inFolder(async (folder) => {
    const out = `${folder}/out.wav`;
    const wav = `${folder}/in.wav`;
    await Deno.writeFile(wav, writeWav(new Uint8Array(1600).fill(0x21)));
    const { code, printed } = await run(["--wav", wav, "--record", out], {
      server: {
        onAudio: (audio, side) => {
          if (audio.includes(0x21)) side.say("disconnect", { reason: "completed" });
        },
      },
    });
    assertEquals(code, 0, printed);
    const file = await Deno.readFile(out);
    assertEquals(new DataView(file.buffer).getUint16(22, true), 1);
    assert(readWav(file).every((byte) => byte === 0xff));
  }));

Deno.test("an expectation that is not met ends with 1 and says what came instead", () =>
  inFolder(async (folder) => {
    const expect = { outputs: { Intent: "/^returns$/" }, endReason: "agent_completed" };
    const script = await scriptFile(folder, [{ do: "expect_end" }], { expect });
    const ending = (outputVariables: Record<string, string>): ScriptedServerOptions => ({
      onMessage(message, side) {
        if (message.type !== "open") return;
        side.say("opened", { media: message.parameters.media });
        side.say("disconnect", { reason: "completed", outputVariables });
        return true;
      },
    });
    const outputs = { END_REASON: "agent_completed", Intent: "sales" };
    const wrong = await run(["--script", script], { server: ending(outputs) });
    assertEquals(wrong.code, 1);
    assertStringIncludes(wrong.printed, "expected output Intent to be /^returns$/, received sales");
    const right = { ...outputs, Intent: "returns" };
    assertEquals((await run(["--script", script], { server: ending(right) })).code, 0);
  }));

Deno.test("a script brings its variables and its number; the command line comes over them", () =>
  inFolder(async (folder) => {
    const script = await scriptFile(folder, [{ do: "hang_up" }], {
      variables: { AI_VOICE: "cedar", " LANGUAGE ": "German" },
      customConfig: { tenant: "acme" },
      dnis: "tel:+4930200",
    });
    const opened = async (...argv: string[]) => {
      const { code, printed, server } = await run(["--script", script, ...argv]);
      assertEquals(code, 0, printed);
      const { inputVariables, participant, customConfig } = server.messages[0]!.parameters;
      return { inputVariables, dnis: Object(participant).dnis, customConfig };
    };
    assertEquals(await opened(), {
      inputVariables: { AI_VOICE: "cedar", " LANGUAGE ": "German" },
      dnis: "tel:+4930200",
      customConfig: { tenant: "acme" },
    });
    assertEquals(await opened("--var", "AI_VOICE=ash", "--var", "b=1", "--dnis", "tel:+1"), {
      inputVariables: { AI_VOICE: "ash", " LANGUAGE ": "German", b: "1" },
      dnis: "tel:+1",
      customConfig: { tenant: "acme" },
    });
  }));

Deno.test("the list names every shipped script, with what it needs, and places no call", async () => {
  const { code, printed, server } = await run(["--list"]);
  assertEquals([code, server.headers.length], [0, 0]);
  for (const name of await scriptNames()) assertMatch(printed, new RegExp(`^${name} +\\S`, "m"));
  assertMatch(printed, /^ +needs \S/m);
});

Deno.test("a call between people shows its lines and what they lack; a probe of it shows the languages", () =>
  inFolder(async (folder) => {
    const script = await scriptFile(folder, [
      { do: "say", who: "caller", recording: "people-caller-en-german", gapMs: 0 },
    ], { endAfterMs: 0 });
    const server: ScriptedServerOptions = {
      onMessage(message, side) {
        const [media] = Array<unknown>().concat(message.parameters.media);
        if (message.type !== "open") return;
        side.say("opened", { media: [media], supportedLanguages: ["en-US"] });
        return true;
      },
    };
    const { code, printed } = await run(["--transcribe", "--script", script], { server });
    assertEquals(code, 0, printed);
    assertStringIncludes(printed, "caller and agent audio");
    assertStringIncludes(printed, "1 differences to what was said");
    assertStringIncludes(printed, '"Can we speak German?" is missing');
    const probed = await run(["--transcribe", "--probe"], { server });
    assertEquals(probed.code, 0, probed.printed);
    assertStringIncludes(probed.printed, "languages: en-US");
    const listed = await run(["--transcribe", "--list"]);
    assertMatch(listed.printed, /^secure_pause +\S/m);
  }));

/** Runs the command against a scripted bot of AudioCodes. */
async function runOnBot(
  argv: string[],
  { bot, env = {} }: { bot?: ScriptedBotOptions; env?: Record<string, string> } = {},
) {
  const server = startScriptedBot(bot);
  const printed: string[] = [];
  const complained: string[] = [];
  const { origin } = new URL(server.url);
  const code = await runCallCommand(["--protocol", "audiocodes", "--url", origin, ...argv], {
    env: (name) => env[name],
    print: (line) => printed.push(line),
    complain: (line) => complained.push(line),
  });
  await server.stop();
  return { code, server, printed: printed.join("\n"), complained: complained.join("\n") };
}

Deno.test("a call on another protocol ends with 0 and a summary, with the token of the settings", () =>
  inFolder(async (folder) => {
    const expect = { endReason: "agent_completed" };
    const script = await scriptFile(folder, [{ do: "press", digits: "7" }], { expect });
    const out = `${folder}/out.wav`;
    const { code, printed, server } = await runOnBot(
      ["--script", script, "--calls", "2", "--dnis", "tel:+2", "--record", out],
      { env: { AUDIOCODES_TOKEN: "new, old" } },
    );
    assertEquals(code, 0, printed);
    assertEquals(server.headers.map((headers) => headers.get("authorization")), [
      "Bearer new",
      "Bearer new",
    ]);
    for (const text of ["only Genesys gets any", "no breach", "2 calls, 0 with faults"]) {
      assertStringIncludes(printed, text);
    }
    assertStringIncludes(JSON.stringify(server.messages), '"callee":"tel:+2"');
    assert(readWav(await Deno.readFile(`${folder}/out-2.wav`)).length > 0);
  }));

Deno.test("a breach on another protocol ends with 1 and is told with its rule, a transfer with its target", () =>
  inFolder(async (folder) => {
    const script = await scriptFile(folder, [{ do: "expect_end" }]);
    const activityParams = { transferTarget: "tel:+2" };
    const { code, printed } = await runOnBot(["--script", script], {
      bot: {
        onMessage(message, side) {
          if (message.type !== "userStream.start") return;
          side.say("playStream.stop", { streamId: "1" });
          side.say("activities", {
            activities: [{ type: "event", name: "transfer", activityParams }],
          });
        },
      },
    });
    assertEquals(code, 1);
    assertStringIncludes(printed, "STOP_OUTSIDE: playStream.stop ends the stream that is open");
    assertStringIncludes(printed, "put through to tel:+2");
  }));

Deno.test("both checks of AudioCodes are told, passed and failed", async () => {
  const good = await runOnBot(["--probe"]);
  assertEquals(good.code, 0, good.printed);
  assertMatch(good.printed, /Probe passed: plain requests answered in \d+ ms/);
  const bad = await runOnBot(["--probe"], { bot: { check: "OK" } });
  assertEquals(bad.code, 1);
  assertStringIncludes(bad.printed, "Probe failed");
});

Deno.test("random callers press no keys where there is no place for them, and can be placed", async () => {
  const complained: string[] = [];
  const code = await runCallCommand(
    [
      "--protocol",
      "avr-http",
      "--url",
      "http://127.0.0.1:9",
      "--random",
      "--seed",
      "3",
      "--calls",
      "4",
    ],
    { env: () => undefined, print: () => {}, complain: (line) => complained.push(line) },
  );
  assertEquals([code, complained.length], [1, 4]);
  for (const line of complained) assertStringIncludes(line, "Cannot reach http://127.0.0.1:9");
});

Deno.test("wrong arguments end with 2, help with 0, and neither places a call", async () => {
  const wrong = await run(["--calls", "none"]);
  assertEquals([wrong.code, wrong.server.headers.length], [2, 0]);
  assertStringIncludes(wrong.complained, "--help");
  const help = await run(["--help"]);
  assertEquals([help.code, help.server.headers.length], [0, 0]);
  const missing = await run(["--wav", "/nonexistent.wav"]);
  assertEquals([missing.code, missing.server.headers.length], [1, 0]);
  assertStringIncludes(missing.complained, "Cannot find the file");
});
