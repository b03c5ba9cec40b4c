import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { writeWav } from "../../audio/wav.ts";
import { type ScriptedServerOptions, startScriptedServer } from "../audiohook/scripted_server.ts";
import { runLatencyCommand } from "./latency_command.ts";

async function run(argv: string[], options: ScriptedServerOptions = {}) {
  const server = startScriptedServer(options);
  const printed: string[] = [];
  const complained: string[] = [];
  const code = await runLatencyCommand(["--url", server.url, "--api-key", "key", ...argv], {
    env: () => undefined,
    print: (line) => printed.push(line),
    complain: (line) => complained.push(line),
  });
  await server.stop();
  return { code, server, printed: printed.join("\n"), complained: complained.join("\n") };
}

/** Says something half a second after the first sound of each question is over. */
function answering(): ScriptedServerOptions {
  const greeting = new Uint8Array(400).fill(0x21);
  let heard = false;
  return {
    onMessage(message, side) {
      if (message.type !== "open") return;
      side.say("opened", { media: message.parameters.media });
      side.audio(greeting);
      return true;
    },
    onAudio(audio, side) {
      if (audio.includes(0x31)) heard = true;
      else if (heard) {
        heard = false;
        side.audio(new Uint8Array(800).fill(0x21));
      }
    },
  };
}

Deno.test("a server's answers are timed at the phone and told in a table", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const wav = `${folder}/question.wav`;
    await Deno.writeFile(wav, writeWav(new Uint8Array(1600).fill(0x31)));
    const { code, printed, complained, server } = await run(
      ["--calls", "1", "--turns", "1", "--wav", wav],
      answering(),
    );
    assertEquals([code, complained], [0, ""], printed);
    assertEquals(server.headers.length, 1);
    assertMatch(printed, /^audiohook, 127\.0\.0\.1:\d+: a call, a question each$/m);
    assertMatch(printed, /^end of speech to first sound +(\d+) +\1 +\1 +1$/m);
    assertMatch(printed, /^calls with faults +0 of 1$/m);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a server that refuses makes faults of all calls, each with its sentence", async () => {
  const { code, printed, complained } = await run(["--calls", "2"], { refuse: 401 });
  assertEquals(code, 1);
  assertMatch(printed, /^calls with faults +2 of 2$/m);
  assertStringIncludes(complained, "[2] Cannot place the call");
});

Deno.test("wrong arguments end with 2, help with 0, and neither places a call", async () => {
  const wrong = await run(["--turns", "none"]);
  assertEquals([wrong.code, wrong.server.headers.length], [2, 0]);
  assertStringIncludes(wrong.complained, "deno task latency --help");
  const help = await run(["--help"]);
  assertEquals([help.code, help.server.headers.length], [0, 0]);
  assertStringIncludes(help.printed, "--turns K");
});
