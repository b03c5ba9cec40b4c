import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { decodeUlaw, SILENCE } from "../../audio/ulaw.ts";
import { quickClock } from "../asterisk/quick_clock.ts";
import { Script } from "../caller/caller_script.ts";
import { CallRefused } from "../caller/web_line.ts";
import { loadSpeech } from "../speech.ts";
import { startFakeAmi } from "./ami.ts";
import { type AvrCallOptions, type AvrCallReport, placeAvrCall } from "./call.ts";
import {
  type ConnectorSide,
  type ScriptedConnector,
  type ScriptedConnectorOptions,
  startScriptedConnector,
} from "./scripted_connector.ts";

const speech = await loadSpeech();

async function call(
  server: ScriptedConnectorOptions,
  options: Partial<AvrCallOptions> & { steps?: unknown[]; tells?: boolean } = {},
): Promise<{ report: AvrCallReport; server: ScriptedConnector; account: string }> {
  const scripted = startScriptedConnector(server);
  const { steps = [{ do: "pause", ms: 300 }], tells = false, ...rest } = options;
  const account: string[] = [];
  try {
    const report = await placeAvrCall({
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

const tone = new Uint8Array(
  Int16Array.from({ length: 160 }, (_, i) => Math.sin(i / 3) * 8000).buffer,
).toBase64();

function speak(side: ConnectorSide, frames: number): void {
  for (let i = 0; i < frames; i++) side.send({ type: "audio", audio: tone });
}

const at =
  (frame: number, act: (side: ConnectorSide) => void) => (nth: number, side: ConnectorSide) => {
    if (nth === frame) act(side);
  };
const rules = ({ breaches }: AvrCallReport) => breaches.map(({ rule }) => rule);
const loudMs = ({ heard }: AvrCallReport) =>
  heard.reduce((sum, byte) => sum + (byte === SILENCE ? 0 : 1), 0) / 8;

Deno.test("avr-core tells of a call in the query, names it in init, sends frames and digits", async () => {
  const { report, server } = await call({}, {
    caller: "+4930",
    variables: { order: "A-17" },
    conversationId: "6a0d7a3e-6b3c-4f39-9d8c-0d4d3f3a7a11",
    steps: [{ do: "press", digits: "5#", gapMs: 40 }, { do: "pause", ms: 200 }],
  });
  assertEquals([report.breaches, report.endedBy], [[], "caller"]);
  assertEquals(Object.fromEntries(server.dialled[0]!.searchParams), {
    from: "+4930",
    to: "+4930555010100",
    uniqueid: report.callId,
    order: "A-17",
  });
  assertEquals(server.dialled[0]!.pathname, "/");
  assertEquals(server.messages[0], { type: "init", uuid: report.callId });
  const digits = server.messages.filter(({ type }) => type === "dtmf_digit");
  assertEquals(digits.map(({ digit }) => digit), ["5", "#"]);
  assert(server.sound.length > 5 && server.sound.every(({ length }) => length === 320));
  assertEquals(server.closes, [1005]);
});

Deno.test("a token is the last part of the path", async () => {
  const { server } = await call({}, { token: "t0 ken", steps: [{ do: "hang_up" }] });
  assertEquals(server.dialled[0]!.pathname, "/t0%20ken");
});

Deno.test("what comes faster than real time is heard in real time, to its end", async () => {
  const { report } = await call({ onInit: (side) => speak(side, 60) }, {
    steps: [{ do: "listen", quietMs: 300 }],
  });
  assertEquals([rules(report), report.playbacks, report.cutMs], [[], 1, 0]);
  assert(loudMs(report) > 1150 && loudMs(report) <= 1200, `${loudMs(report)}`);
  assert(report.durationMs > 1400, `${report.durationMs}`);
});

Deno.test("an interruption empties the queue; with nothing in it, it is put up with", async () => {
  const { report } = await call({
    onInit: (side) => speak(side, 200),
    onAudio(nth, side) {
      if (nth === 20 || nth === 25) side.send({ type: "interruption" });
    },
  }, { steps: [{ do: "pause", ms: 1500 }] });
  assertEquals([rules(report), report.bargeIns, report.idleInterruptions], [[], 1, 1]);
  assert(loudMs(report) < 900, `${loudMs(report)}`);
});

Deno.test("lines of talk and complaints are kept as the connector told them", async () => {
  const { report, account } = await call({
    onInit(side) {
      side.send({ type: "transcript", role: "agent", text: "salve" });
      side.send({ type: "transcript", role: "user", text: "ciao" });
      side.send({ type: "error", message: "model refused" });
    },
    onAudio: at(2, (side) => side.close(1000)),
  }, { tells: true, steps: [{ do: "expect_end" }] });
  assertEquals(report.told, [{ role: "agent", text: "salve" }, { role: "caller", text: "ciao" }]);
  assertEquals([rules(report), report.errors, report.endedBy], [[], ["model refused"], "server"]);
  assertStringIncludes(account, "model refused");
});

Deno.test("when the connector closes, what is queued is not heard", async () => {
  const { report } = await call({
    onInit: (side) => speak(side, 100),
    onAudio: at(10, (side) => side.close(1000)),
  }, { steps: [{ do: "expect_end" }] });
  assertEquals([rules(report), report.endedBy, report.scriptError], [[], "server", null]);
  assert(report.cutMs > 1000, `${report.cutMs}`);
});

Deno.test("split sound cuts samples in two, and none is lost", async () => {
  const { id, audio } = speech.byId("caller-yes");
  const { report, server } = await call({}, { split: true, steps: [{ do: "say", recording: id }] });
  assertEquals(rules(report), []);
  assert(server.sound.some(({ length }) => length % 2 === 1));
  const bytes = Uint8Array.from(server.sound.flatMap((one) => [...one]));
  const pcm = new Int16Array(bytes.slice(0, bytes.length & ~1).buffer);
  const wanted = decodeUlaw(audio.subarray(2000, 2200));
  assert(pcm.some((_, from) => wanted.every((one, i) => pcm[from + i] === one)));
});

Deno.test("avr-ami puts a call through or hangs it up, and then avr-core closes", async () => {
  const ami = startFakeAmi();
  const ask = (path: string, more: object) =>
    fetch(`${ami.url}${path}`, {
      method: "POST",
      body: JSON.stringify({ uuid: "u-1", ...more }),
    }).then((response) => response.body?.cancel());
  const place = (path: string, more: object) =>
    call({ onAudio: at(3, () => void ask(path, more)) }, {
      ami,
      conversationId: "u-1",
      steps: [{ do: "expect_end" }],
    });
  const transferred = await place("/transfer", { exten: "600" });
  const hungUp = await place("/hangup", {});
  await ami.stop();
  assertEquals([transferred.report.endedBy, transferred.report.transferredTo], ["server", "600"]);
  assertEquals([hungUp.report.endedBy, hungUp.report.transferredTo], ["server", null]);
  assertEquals(hungUp.report.breaches, []);
});

const BROKEN: [string, string, (side: ConnectorSide) => void][] = [
  ["BINARY", "binary sound", (side) => side.binary(new Uint8Array(320))],
  ["MESSAGE", "text that is no JSON", (side) => side.text("{")],
  ["MESSAGE_TYPE", "a type of its own", (side) => side.send({ type: "ready" })],
  ["AUDIO_BASE64", "broken base64", (side) => side.send({ type: "audio", audio: "%" })],
  ["AUDIO_SIZE", "a short frame", (side) => side.send({ type: "audio", audio: "AAAA" })],
  ["TRANSCRIPT_ROLE", "a third role", (side) => {
    side.send({ type: "transcript", role: "bot", text: "x" });
  }],
];
for (const [rule, what, act] of BROKEN) {
  Deno.test(`${what} is a breach and the call goes on`, async () => {
    const { report } = await call({
      onAudio: at(2, act),
    }, { steps: [{ do: "pause", ms: 500 }, { do: "hang_up" }] });
    assertEquals([rules(report), report.endedBy], [[rule], "caller"]);
  });
}

Deno.test("what is sent before init is a breach", async () => {
  const { report } = await call({ onConnected: (side) => side.send({ type: "interruption" }) });
  assertEquals(rules(report), ["BEFORE_INIT"]);
});

Deno.test("a socket that breaks is told, a line that the script breaks is not", async () => {
  const lost = await call({ onAudio: at(2, (side) => side.close(4000)) }, {
    steps: [{ do: "expect_end" }],
  });
  assertEquals([rules(lost.report), lost.report.endedBy], [["SOCKET_LOST"], "server_lost"]);
  const dropped = await call({}, { steps: [{ do: "pause", ms: 100 }, { do: "drop" }] });
  assertEquals([rules(dropped.report), dropped.report.endedBy], [[], "dropped"]);
});

Deno.test("a refusal is told with its status, and an abort hangs up", async () => {
  await assertRejects(() => call({ refuse: 503 }), CallRefused, "HTTP 503");
  const abort = new AbortController();
  const { report } = await call({ onAudio: at(2, () => abort.abort()) }, {
    signal: abort.signal,
    steps: [{ do: "expect_end" }],
  });
  assertEquals(report.endedBy, "caller");
});
