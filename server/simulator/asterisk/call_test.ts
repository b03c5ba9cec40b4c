import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { encodeUlaw, SILENCE } from "../../audio/ulaw.ts";
import { Script } from "../caller/caller_script.ts";
import { loadSpeech } from "../speech.ts";
import {
  type AudioSocketCallOptions,
  type AudioSocketCallReport,
  placeAudioSocketCall,
} from "./call.ts";
import { FORMATS } from "./audio_socket_frame.ts";
import { quickClock } from "./quick_clock.ts";
import {
  type AudioSocketSide,
  type ScriptedAudioSocket,
  type ScriptedAudioSocketOptions,
  startScriptedAudioSocket,
} from "./scripted_audio_socket.ts";

const speech = await loadSpeech();
const FRAME = 320;

async function call(
  server: ScriptedAudioSocketOptions,
  options: Partial<AudioSocketCallOptions> & { steps?: unknown[]; tells?: boolean } = {},
): Promise<{ report: AudioSocketCallReport; server: ScriptedAudioSocket; account: string }> {
  const scripted = startScriptedAudioSocket(server);
  const { steps = [{ do: "pause", ms: 300 }], tells = false, ...rest } = options;
  const account: string[] = [];
  try {
    const report = await placeAudioSocketCall({
      url: scripted.url,
      clock: quickClock,
      speech,
      script: Script.parse({ name: "test", steps }),
      // Without an account nobody has to recognise the agent's words, which takes its time.
      ...(tells ? { onEvent: (line: string) => account.push(line) } : {}),
      ...rest,
    });
    return { report, server: scripted, account: account.join("\n") };
  } finally {
    await scripted.stop();
  }
}

/** 20 ms of a tone at 8 kHz. */
const tone = pcmBytes(Int16Array.from({ length: 160 }, (_, i) => Math.sin(i / 3) * 8000));
const quiet = new Uint8Array(FRAME);

function pcmBytes(pcm: Int16Array): Uint8Array {
  return new Uint8Array(pcm.buffer);
}

function pcmOf(bytes: Uint8Array): Int16Array {
  return new Int16Array(bytes.slice().buffer);
}

const rules = ({ breaches }: AudioSocketCallReport) => breaches.map(({ rule }) => rule);
const loudMs = ({ heard }: AudioSocketCallReport) =>
  heard.reduce((sum, byte) => sum + (byte === SILENCE ? 0 : 1), 0) / 8;
/** Answers each frame with one: silence but for the frames from `from` to `until`. */
const flow = (from: number, until: number, frame = tone) =>
(
  _: unknown,
  nth: number,
  side: AudioSocketSide,
) => {
  if (nth > 0) side.send(0x10, nth >= from && nth < until ? frame : quiet);
};

Deno.test("a call is its UUID, sound every 20 ms, digits, and an end without 0x00", async () => {
  const { report, server } = await call({ onFrame: flow(5, 30) }, {
    conversationId: "00112233-4455-6677-8899-aabbccddeeff",
    steps: [{ do: "listen", quietMs: 400 }, { do: "press", digits: "5#", gapMs: 60 }],
  });
  assertEquals(report.breaches, []);
  assertEquals([report.endedBy, report.scriptError, report.playbacks], ["caller", null, 1]);
  assertEquals(report.callId, "00112233-4455-6677-8899-aabbccddeeff");
  const [first, ...others] = server.frames;
  assertEquals([first!.type, first!.payload.toHex()], [1, "00112233445566778899aabbccddeeff"]);
  const digits = others.filter(({ type }) => type === 3);
  assertEquals(digits.map(({ payload }) => new TextDecoder().decode(payload)), ["5", "#"]);
  const sounds = others.filter(({ type }) => type === 0x10);
  assert(sounds.every(({ payload }) => payload.length === FRAME));
  assertEquals(sounds.length + digits.length, others.length);
  assertEquals(server.ends, ["end"]);
  assert(loudMs(report) > 400 && loudMs(report) <= 500, `${loudMs(report)} ms`);
  assertEquals(report.flow.frames > 25, true);
});

Deno.test("what the caller says reaches the server untouched, in frames or in pieces of frames", async () => {
  const { id, audio } = speech.byId("caller-yes");
  for (const split of [false, true]) {
    const { report, server } = await call({ onFrame: flow(0, 0) }, {
      split,
      steps: [{ do: "say", recording: id }],
    });
    assertEquals(report.breaches, []);
    const sound = server.frames.filter(({ type }) => type === 0x10);
    const said = encodeUlaw(pcmOf(Uint8Array.from(sound.flatMap(({ payload }) => [...payload]))));
    assertEquals(speech.recognise(said)?.id, id);
    assertEquals(server.reads.filter((length) => length < FRAME).length > 10, split);
    // The last frame of a call may not fill.
    assert(said.length > audio.length - 160);
  }
});

for (const [format, { type, rateHz }] of Object.entries(FORMATS)) {
  Deno.test(`with ${format} sound goes both ways at ${rateHz} Hz`, async () => {
    const bytes = rateHz / 50 * 2;
    const pcm = Int16Array.from(
      { length: bytes / 2 },
      (_, i) => Math.sin(2 * Math.PI * 400 * i / rateHz) * 8000,
    );
    const { report, server } = await call({
      onFrame(_, nth, side) {
        if (nth > 0) side.send(type, nth < 25 ? pcmBytes(pcm) : new Uint8Array(bytes));
      },
    }, { format, steps: [{ do: "listen", quietMs: 400 }] });
    assertEquals(report.breaches, []);
    assert(loudMs(report) > 350, `${loudMs(report)} ms`);
    const sound = server.frames.filter((frame) => frame.type !== 1);
    assert(sound.every((frame) => frame.type === type && frame.payload.length === bytes));
  });
}

Deno.test("the server's hang-up ends the call, and so does its closing", async () => {
  const bye = await call({ onFrame: (_, nth, side) => nth === 5 && side.send(0x00) }, {
    tells: true,
    steps: [{ do: "expect_end" }],
  });
  const close = await call({ onFrame: (_, nth, side) => nth === 5 && side.close() }, {
    tells: true,
    steps: [{ do: "expect_end" }],
  });
  for (const { report } of [bye, close]) {
    assertEquals([report.breaches, report.endedBy, report.scriptError], [[], "server", null]);
  }
  assertStringIncludes(bye.account, "the server hangs up");
  assertStringIncludes(close.account, "the server closes the connection");
});

Deno.test("a line that the script breaks is a reset at the server, and no fault of its", async () => {
  const { report, server } = await call({ onFrame: flow(0, 0) }, {
    steps: [{ do: "pause", ms: 200 }, { do: "drop" }],
  });
  assertEquals([report.breaches, report.endedBy], [[], "dropped"]);
  assertEquals(server.ends, ["reset"]);
});

Deno.test("what is queued when the server hangs up is not heard", async () => {
  const { report } = await call({
    onFrame(_, nth, side) {
      if (nth !== 3) return;
      for (let i = 0; i < 40; i++) side.send(0x10, tone);
      side.send(0x00);
    },
  }, { steps: [{ do: "expect_end" }] });
  assertEquals(report.endedBy, "server");
  assert(report.cutMs > 600, `${report.cutMs}`);
});

const FATAL: [string, string, (side: AudioSocketSide) => void][] = [
  ["FRAME_TYPE", "another type", (side) => side.send(0x42)],
  ["FRAME_TYPE", "the UUID", (side) => side.send(0x01, new Uint8Array(16))],
  ["DIGIT_SENT", "a digit", (side) => side.send(0x03, new Uint8Array([0x35]))],
  ["ERROR_SENT", "an error", (side) => side.send(0xff, new Uint8Array([1]))],
  ["AUDIO_EMPTY", "a frame without sound", (side) => side.send(0x10)],
  ["FRAME_SPLIT", "half a frame", (side) => side.write(new Uint8Array([0x10, 1, 64, 0, 0]))],
];
for (const [rule, what, send] of FATAL) {
  Deno.test(`Asterisk ends the call over ${what}`, async () => {
    const { report } = await call({ onFrame: (_, nth, side) => nth === 3 && send(side) }, {
      steps: [{ do: "expect_end" }],
    });
    assertEquals([rules(report), report.endedBy], [[rule], "violation"]);
  });
}

const SUFFERED: [string, string, ScriptedAudioSocketOptions][] = [
  ["AUDIO_RATE", "sound of another rate", {
    onFrame: (_, nth, side) => side.send(nth === 15 ? 0x12 : 0x10, quiet),
  }],
  ["AUDIO_ODD", "half a sample", {
    onFrame: (_, nth, side) => side.send(0x10, nth === 3 ? new Uint8Array(321) : quiet),
  }],
  ["FLOW_GAP", "sound that stops flowing", {
    onFrame: (_, nth, side) => nth > 0 && nth % 40 < 5 && side.send(0x10, quiet),
  }],
];
for (const [rule, what, server] of SUFFERED) {
  Deno.test(`${what} is told and the call goes on`, async () => {
    const { report } = await call(server, { steps: [{ do: "pause", ms: 1500 }] });
    assertEquals([rules(report), report.endedBy], [[rule], "caller"]);
  });
}

Deno.test("silence of any rate is right until Asterisk has told its own, sound is not", async () => {
  const first = (frame: Uint8Array): ScriptedAudioSocketOptions => ({
    onConnected: (side) => side.send(0x10, frame),
    onFrame: (_, nth, side) => side.send(0x12, new Uint8Array(nth > 3 ? 640 : 2)),
  });
  assertEquals(rules((await call(first(quiet), { format: "slin16" })).report), []);
  assertEquals(rules((await call(first(tone), { format: "slin16" })).report), ["AUDIO_RATE"]);
});

Deno.test("gaps are counted with the largest", async () => {
  const { report } = await call({
    onFrame: (_, nth, side) => nth > 0 && nth % 40 < 25 && side.send(0x10, quiet),
  }, { steps: [{ do: "pause", ms: 1900 }] });
  const { gaps, largestGapMs } = report.flow;
  assert(gaps >= 2 && largestGapMs > 200, `${gaps} of at most ${largestGapMs} ms`);
});

Deno.test("of three seconds written at once the caller hears one", async () => {
  const { report } = await call({
    onFrame(_, nth, side) {
      if (nth === 3) { for (let i = 0; i < 150; i++) side.send(0x10, tone); }
      else if (nth > 60) side.send(0x10, quiet);
    },
  }, { steps: [{ do: "listen", quietMs: 200 }, { do: "pause", ms: 1200 }] });
  assert(rules(report).includes("BURST"), rules(report).join());
  assert(loudMs(report) < 1500, `${loudMs(report)} ms`);
});

Deno.test("two seconds without anything in either direction end the call", async () => {
  const { report } = await call({}, {
    suppressSilence: true,
    steps: [{ do: "pause", ms: 8000 }],
  });
  assertEquals([rules(report), report.endedBy], [["IDLE"], "violation"]);
  const kept = await call({
    onFrame: ({ type }, _, side) => {
      if (type === 3) side.send(0x10, quiet);
    },
  }, {
    suppressSilence: true,
    steps: [{ do: "press", digits: "111", gapMs: 1500 }, { do: "pause", ms: 500 }],
  });
  assertEquals(kept.report.endedBy, "caller");
});

Deno.test("an end within a frame, a reset and a connection that stays open are told", async () => {
  const cut = await call({
    onFrame(_, nth, side) {
      if (nth !== 3) return;
      side.write(new Uint8Array([0x10, 1]));
      side.close();
    },
  });
  assertEquals([rules(cut.report), cut.report.endedBy], [["FRAME_CUT"], "server_lost"]);
  const open = await call({ staysOpen: true });
  assertEquals([rules(open.report), open.report.endedBy], [["LEFT_OPEN"], "caller"]);
});

Deno.test("a call that is called off hangs up", async () => {
  const abort = new AbortController();
  const { report } = await call({ onFrame: (_, nth) => nth === 3 && abort.abort() }, {
    signal: abort.signal,
    steps: [{ do: "expect_end" }],
  });
  assertEquals(report.endedBy, "caller");
});

Deno.test("a call is announced with what is known of it, where there is a token", async () => {
  const posts: [string | null, unknown][] = [];
  const http = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    posts.push([request.headers.get("authorization"), await request.json()]);
    return new Response(null, { status: posts.length > 1 ? 401 : 202 });
  });
  const options = {
    token: "t0ken",
    variables: { order: "A-17" },
    caller: "+4930",
    conversationId: "00112233-4455-6677-8899-aabbccddeeff",
    announceUrl: `http://127.0.0.1:${http.addr.port}/asterisk/calls`,
  };
  await call({}, options);
  assertEquals(posts, [["Bearer t0ken", {
    uuid: options.conversationId,
    payload: { from: "+4930", to: "+4930555010100", order: "A-17" },
  }]]);
  await assertRejects(() => call({}, options), Error, "answered HTTP 401");
  await http.shutdown();
});

Deno.test("what cannot be dialled is told before the call, and where nobody listens", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const script = Script.parse({ name: "test", steps: [{ do: "hang_up" }] });
  const place = (options: Partial<AudioSocketCallOptions>) =>
    placeAudioSocketCall({ url: `tcp://127.0.0.1:${port}`, script, speech, ...options });
  await assertRejects(() => place({}), Error, "ECONNREFUSED");
  await assertRejects(() => place({ format: "slin48" }), Error, "slin24");
  await assertRejects(() => place({ url: "http://127.0.0.1/" }), Error, "tcp://host:port");
  await assertRejects(() => place({ conversationId: "x" }), Error, "UUID");
});
