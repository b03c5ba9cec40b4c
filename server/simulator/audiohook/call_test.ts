import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { SILENCE } from "../../audio/ulaw.ts";
import type { Clock } from "../../clock.ts";
import { loadSpeech } from "../speech.ts";
import { type CallReport, placeCall, type PlaceCallOptions } from "./call.ts";
import { Script } from "../caller/caller_script.ts";
import { CallRefused } from "../caller/web_line.ts";
import { probe } from "./probe.ts";
import {
  type ScriptedServer,
  type ScriptedServerOptions,
  startScriptedServer,
} from "./scripted_server.ts";
import { signRequest } from "./signature.ts";

const speech = await loadSpeech();

/** Five times as fast as life; not more, so that a busy machine makes no deadline late. */
const quick: Clock = {
  now: () => performance.now() * 5,
  wall: () => Date.now(),
  after(ms, fn) {
    const timer = setTimeout(fn, ms / 5);
    return () => clearTimeout(timer);
  },
};

async function call(
  server: ScriptedServerOptions,
  options: Partial<PlaceCallOptions> & { steps?: unknown[] } = {},
): Promise<{ report: CallReport; server: ScriptedServer; account: string[] }> {
  const scripted = startScriptedServer(server);
  const { steps = [{ do: "hang_up" }], ...rest } = options;
  const account: string[] = [];
  try {
    const report = await placeCall({
      url: scripted.url,
      apiKey: "demo-api-key-01",
      clock: quick,
      speech,
      script: Script.parse({ name: "test", steps }),
      onEvent: (line) => account.push(line),
      ...rest,
    });
    return { report, server: scripted, account };
  } finally {
    await scripted.stop();
  }
}

const bytes = (ms: number, value = 1) => new Uint8Array(ms * 8).fill(value);
const types = ({ messages }: ScriptedServer) => messages.map(({ type }) => type);

Deno.test("the caller hears the greeting, asks, hears the answer, and the server ends the call with outputs", async () => {
  const greeting = speech.byId("agent-greeting").audio.slice();
  const farewell = speech.byId("agent-farewell").audio.slice();
  const question = speech.byId("caller-thanks");
  const heard: Uint8Array[] = [];
  let answered = false;
  const { report, server, account } = await call({
    onMessage(message, side) {
      if (message.type === "open") {
        side.say("opened", { media: message.parameters.media });
        side.audio(greeting);
        return true;
      }
      if (message.type === "playback_completed" && answered) {
        side.say("disconnect", { reason: "completed", outputVariables: { done: "yes" } });
      }
    },
    onAudio(audio, side) {
      heard.push(audio);
      const all = new Uint8Array(heard.flatMap((frame) => [...frame]));
      if (answered || speech.recognise(all.subarray(-30_000))?.id !== question.id) return;
      answered = true;
      side.audio(farewell);
    },
  }, {
    steps: [{ do: "listen" }, { do: "say", recording: question.id }, { do: "expect_end" }],
    variables: { order: "A-17" },
  });
  assertEquals(report.violations, []);
  assertEquals(report.scriptError, null);
  assertEquals(report.endedBy, "server");
  assertEquals(report.disconnect?.outputVariables, { done: "yes" });
  assertEquals([report.playbacks, report.cutMs], [2, 0]);
  const begins = (sound: Uint8Array) => sound.findIndex((byte) => byte !== SILENCE);
  const at = begins(report.heard) - begins(greeting);
  assert(report.heard.slice(at, at + greeting.length).every((byte, i) => byte === greeting[i]));
  assertEquals(speech.recognise(report.said)?.id, question.id);
  assertEquals(types(server).slice(0, 2), ["open", "playback_started"]);
  assertEquals(server.messages[0]!.parameters.inputVariables, { order: "A-17" });
  assertEquals(server.messages.at(-1)!.parameters, { reason: "disconnect" });
  for (const text of ["Hello, this is Northwind", question.text, "Thank you for calling", "done"]) {
    assertStringIncludes(account.join("\n"), text);
  }
});

Deno.test("barge-in drops what is queued, and no playback_completed follows", async () => {
  let spoken = false;
  const { report, server, account } = await call({
    onMessage(message, side) {
      if (message.type === "playback_started") {
        side.say("event", { entities: [{ type: "barge_in", data: {} }] });
      }
    },
    onAudio(_, side) {
      if (!spoken) side.audio(bytes(5000));
      spoken = true;
    },
  }, { steps: [{ do: "listen", quietMs: 400 }, { do: "hang_up" }] });
  assertEquals(report.violations, []);
  assertEquals([report.bargeIns, report.playbacks, report.cutMs], [1, 1, 0]);
  assertEquals(types(server).includes("playback_completed"), false);
  assertEquals(types(server).at(-1), "close");
  assertMatch(account.join("\n"), /interrupted\n.*barge-in, \d\.\d s dropped/);
});

Deno.test("digits and the last short frame leave before close", async () => {
  const { report, server } = await call({}, {
    steps: [{ do: "press", digits: "4#", gapMs: 100 }, { do: "pause", ms: 350 }],
    digits: "9",
  });
  const digits = server.messages.filter(({ type }) => type === "dtmf");
  assertEquals(digits.map(({ parameters }) => parameters.digit), ["9", "4", "#"]);
  const lengths = server.received.map(({ length }) => length);
  assert(lengths.slice(0, -1).every((length) => length === 1600));
  assertEquals(report.said.length, lengths.reduce((sum, length) => sum + length, 0));
  assertEquals(report.endedBy, "caller");
});

Deno.test("a cough reaches the server as a short loud noise, and what was not expected is told", async () => {
  const { report, account } = await call({}, {
    script: Script.parse({
      name: "test",
      steps: [{ do: "cough", ms: 150 }, { do: "pause", ms: 300 }],
      expect: { bargeIns: 1 },
    }),
  });
  const loud = report.said.filter((byte) => byte !== SILENCE);
  assert(loud.length > 1150 && loud.length <= 1200, `${loud.length}`);
  assertStringIncludes(account.join("\n"), "caller  coughs");
  assertEquals(report.scriptError, "expected 1 barge-ins, received 0");
});

Deno.test("a script that failed on its way is not asked for its expectations too", async () => {
  const { report } = await call({}, {
    script: Script.parse({
      name: "test",
      steps: [{ do: "listen", timeoutMs: 300 }],
      expect: { endReason: "agent_completed" },
    }),
  });
  assertEquals(report.scriptError, "step 1: the agent said nothing within 300 ms");
});

Deno.test("what is cut off by an early disconnect is told", async () => {
  const { report } = await call({
    onMessage(message, side) {
      if (message.type !== "playback_started") return;
      side.say("disconnect", { reason: "completed" });
    },
    onAudio: (_, side) => side.audio(bytes(5000)),
  }, { steps: [{ do: "expect_end" }] });
  assert(report.cutMs > 0, `${report.cutMs}`);
});

Deno.test("a breach of the protocol ends the call as Genesys ends it, and is reported with its time", async () => {
  const { report, server, account } = await call({
    onMessage(message, side) {
      if (message.type === "open") {
        side.say("opened", { media: [{ type: "audio", format: "L16" }] });
        return true;
      }
    },
  });
  assertEquals(report.violations.map(({ code }) => code), ["MEDIA_ALTERED"]);
  assertEquals(report.endedBy, "violation");
  assertEquals(types(server), ["open", "error", "close"]);
  assertStringIncludes(account.join(), "returned unchanged");
});

Deno.test("a server that vanishes is told apart from one that says goodbye", async () => {
  const { report } = await call({ onAudio: (_, side) => side.vanish() }, {
    steps: [{ do: "expect_end" }],
  });
  assertEquals(report.endedBy, "server_lost");
  assertEquals(report.violations.map(({ code }) => code), ["SOCKET_CLOSED"]);
});

Deno.test("a line that the script breaks is no fault of the server's", async () => {
  const { report, server } = await call({}, { steps: [{ do: "drop" }] });
  assertEquals(report.endedBy, "dropped");
  assertEquals(report.violations, []);
  assertEquals(types(server), ["open"]);
});

Deno.test("an agent who says nothing fails the script, and the caller hangs up", async () => {
  const { report } = await call({}, { steps: [{ do: "listen", timeoutMs: 300 }] });
  assertEquals(report.scriptError, "step 1: the agent said nothing within 300 ms");
  assertEquals(report.endedBy, "caller");
});

Deno.test("an abort hangs up in the protocol's way", async () => {
  const abort = new AbortController();
  const { report, server } = await call({ onAudio: () => abort.abort() }, {
    steps: [{ do: "expect_end" }],
    signal: abort.signal,
  });
  assertEquals(report.endedBy, "caller");
  assertEquals(server.messages.at(-1)!.parameters, { reason: "end" });
});

Deno.test("the handshake carries Genesys' headers and a signature over what is dialled", async () => {
  const secret = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
  const { report, server } = await call({}, { secret });
  const [headers] = server.headers;
  assert(headers);
  assertMatch(headers.get("user-agent")!, /^Hookline-Simulator/);
  assertEquals(headers.get("audiohook-session-id"), report.sessionId);
  const input = headers.get("signature-input")!;
  const value = (pattern: RegExp) => pattern.exec(input)![1]!;
  const again = signRequest({
    requestTarget: "/audiohook?tenant=acme",
    authority: headers.get("host")!,
    organizationId: headers.get("audiohook-organization-id")!,
    sessionId: report.sessionId,
    correlationId: headers.get("audiohook-correlation-id")!,
    apiKey: "demo-api-key-01",
    secret: Uint8Array.fromBase64(secret),
    createdS: Number(value(/created=(\d+)/)),
    expiresS: Number(value(/created=(\d+)/)) + 10,
    nonce: value(/nonce="([^"]{22,})"/),
  });
  assertEquals(headers.get("signature"), again.Signature);
  assertEquals(input, again["Signature-Input"]);
});

Deno.test("a wrong key is refused with a sentence that says what to do", async () => {
  const error = await assertRejects(() => call({ refuse: 401 }), CallRefused, "--api-key");
  assertEquals(error.status, 401);
});

Deno.test("where nobody listens the sentence says how to start the server", async () => {
  const server = startScriptedServer();
  await server.stop();
  const options = { url: server.url, apiKey: "k", speech };
  await assertRejects(() => placeCall(options), Error, "deno task start");
});

Deno.test("keys and recordings that cannot work are told before anything is dialled", async () => {
  const options = { url: "ws://127.0.0.1:9/audiohook", speech };
  await assertRejects(() => placeCall({ ...options, apiKey: "no blanks" }), Error, "API key");
  await assertRejects(
    () => placeCall({ ...options, apiKey: "k", secret: "not base64!" }),
    Error,
    "base64",
  );
  const script = Script.parse({ name: "x", steps: [{ do: "say", recording: "caller-nobody" }] });
  await assertRejects(() => placeCall({ ...options, apiKey: "k", script }), Error, "caller-nobody");
});

Deno.test("audio that is handed in is played to the server unchanged", async () => {
  const audio = Uint8Array.from({ length: 4000 }, (_, i) => i % 200);
  const { report } = await call({}, {
    audio,
    steps: [{ do: "say", recording: "wav" }, { do: "pause", ms: 300 }],
  });
  const at = report.said.findIndex((byte, i) => byte === 1 && report.said[i + 1] === 2) - 1;
  assertEquals(report.said.slice(at, at + 4000), audio);
});

Deno.test("a probe passes on a server that only opens and closes, and fails on one that talks into it", async () => {
  const quiet = startScriptedServer();
  const chatty = startScriptedServer({
    onMessage(message, side) {
      if (message.type !== "close") return;
      side.audio(bytes(20));
      side.say("closed");
      return true;
    },
  });
  const passed = await probe({ url: quiet.url, apiKey: "k", clock: quick });
  const failed = await probe({ url: chatty.url, apiKey: "k", clock: quick });
  await Promise.all([quiet.stop(), chatty.stop()]);
  assert(passed.passed);
  assertEquals(types(quiet), ["open", "close"]);
  assertEquals(failed.violations.map(({ code }) => code), ["AUDIO_IN_PROBE"]);
  assertEquals(failed.passed, false);
});
