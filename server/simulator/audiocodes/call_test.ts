import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { FromUlaw, ToUlaw } from "../../audio/sound_format.ts";
import { rms } from "../../audio/ulaw.ts";
import type { Clock } from "../../clock.ts";
import { Script } from "../caller/caller_script.ts";
import type { PhoneCallOptions, PhoneCallReport } from "../caller/phone_call.ts";
import { CallRefused } from "../caller/web_line.ts";
import { loadSpeech } from "../speech.ts";
import { placeAudioCodesCall } from "./call.ts";
import { FORMAT_NAMES, mediaFormat, wavHeader, withoutWavHeader } from "./media_format.ts";
import { probeAudioCodes } from "./probe.ts";
import { type ScriptedBot, type ScriptedBotOptions, startScriptedBot } from "./scripted_bot.ts";

const speech = await loadSpeech();

type OnMessage = NonNullable<ScriptedBotOptions["onMessage"]>;

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
  bot: ScriptedBotOptions,
  { steps = [{ do: "hang_up" }], ...options }: Partial<PhoneCallOptions> & { steps?: unknown[] } =
    {},
): Promise<{ report: PhoneCallReport; bot: ScriptedBot; account: string }> {
  const scripted = startScriptedBot(bot);
  const account: string[] = [];
  try {
    const report = await placeAudioCodesCall({
      url: scripted.url,
      clock: quick,
      speech,
      script: Script.parse({ name: "test", steps }),
      onEvent: (line) => account.push(line),
      ...options,
    });
    return { report, bot: scripted, account: account.join("\n") };
  } finally {
    await scripted.stop();
  }
}

const types = ({ messages }: ScriptedBot) => messages.map(({ type }) => type);
const started = (message: { type: string; activities?: unknown }) =>
  message.type === "activities" && JSON.stringify(message.activities).includes('"start"');

Deno.test("the caller hears the greeting, asks, hears the answer, and the bot hangs up", async () => {
  const greeting = speech.byId("agent-greeting").audio;
  const farewell = speech.byId("agent-farewell").audio;
  const question = speech.byId("caller-thanks");
  let answered = false;
  const { report, bot, account } = await call({
    mediaFormat: "raw/mulaw",
    onMessage(message, side) {
      if (started(message)) side.play("1", greeting.slice(0, 16_000));
      if (message.type !== "userStream.chunk" || answered) return;
      const heard = side.heard().subarray(-30_000);
      const isOver = rms(heard.subarray(-2400)) < 10;
      if (!isOver || speech.recognise(heard)?.id !== question.id) return;
      answered = true;
      side.say("userStream.speech.recognition", { alternatives: [{ text: question.text }] });
      side.play("2", farewell.slice(0, 16_000), { altText: "Goodbye." });
      setTimeout(() => side.hangUp(), 500);
    },
  }, {
    token: "s3cret",
    steps: [{ do: "listen" }, { do: "say", recording: question.id }, { do: "expect_end" }],
    variables: { "X-Order": "A-17" },
  });
  assertEquals(report.breaches, []);
  assertEquals(report.scriptError, null);
  assertEquals([report.endedBy, report.cutMs], ["server", 0]);
  assertEquals(speech.recognise(report.said)?.id, question.id);
  const begin = greeting.findIndex((byte) => rms(Uint8Array.of(byte)) > 2000);
  const at = report.heard.findIndex((byte) => byte === greeting[begin]);
  assert(greeting.subarray(begin, 16_000).every((byte, i) => report.heard[at + i] === byte));
  assertEquals(report.told, [
    { role: "caller", text: question.text },
    { role: "agent", text: "Goodbye." },
  ]);
  assertEquals(report.answerMs.length, 1);
  assert(report.answeredMs !== null && report.firstAudioMs !== null);
  assert(report.arrivals.length >= 2 && report.arrivals[0]!.soundMs === 2000);
  assertEquals(bot.headers[0]!.get("authorization"), "Bearer s3cret");
  assertStringIncludes(bot.headers[0]!.get("user-agent")!, "Hookline-Simulator");
  assertStringIncludes(JSON.stringify(bot.messages[1]), '"X-Order":"A-17"');
  assertEquals(bot.messages.at(-1)!.reasonCode, "bot-disconnected");
  for (const text of [question.text, "the bot hangs up"]) assertStringIncludes(account, text);
});

for (const name of FORMAT_NAMES) {
  Deno.test(`sound in ${name} passes both ways, whole and split`, async () => {
    const tone = Uint8Array.from({ length: 4000 }, (_, i) => i % 8 < 4 ? 0x90 : 0x10);
    const format = mediaFormat(name)!;
    const encoder = new FromUlaw(format.sound);
    const encoded = [...encoder.push(tone), ...encoder.flush()];
    const { report, bot } = await call({
      onMessage(message, side) {
        if (!started(message)) return;
        const header = format.wav ? wavHeader(format) : [];
        side.play("1", Uint8Array.from([...header, ...encoded]), {
          mediaFormat: name,
        });
      },
    }, {
      format: name,
      split: true,
      audio: tone,
      steps: [{ do: "say", recording: "wav" }, { do: "pause", ms: 300 }, { do: "hang_up" }],
    });
    assertEquals(report.breaches, []);
    assert(rms(report.heard) > 1000, `heard ${rms(report.heard)}`);
    assertEquals(report.playbacks, 1);
    const sent = bot.sound();
    const read = format.wav ? withoutWavHeader(sent, format) : { sound: sent };
    assert("sound" in read);
    const received = new ToUlaw(format.sound).push(read.sound);
    assert(rms(received) > 1000, `received ${rms(received)}`);
    const lengths = bot.messages.filter(({ type }) => type === "userStream.chunk")
      .map(({ audioChunk }) => Uint8Array.fromBase64(audioChunk as string).length);
    assert(lengths.some((length) => length % 2 === 1));
  });
}

Deno.test("barge-in silences the phone; without it the caller hears all and is not heard meanwhile", async () => {
  const long = speech.byId("agent-hours").audio.slice(0, 15_000);
  const onMessage: OnMessage = (message, side) => {
    if (!started(message)) return;
    side.play("1", long);
    setTimeout(() => side.say("userStream.speech.started"), 100);
  };
  const steps = [{ do: "listen", quietMs: 200 }, { do: "pause", ms: 300 }];
  const on = await call({ mediaFormat: "raw/mulaw", onMessage }, { steps });
  assertEquals([on.report.breaches, on.report.bargeIns], [[], 1]);
  const off = await call({ mediaFormat: "raw/mulaw", onMessage }, { steps, bargeIn: false });
  assertEquals([off.report.breaches, off.report.bargeIns], [[], 0]);
  assert(rms(off.report.heard.subarray(8000)) > rms(on.report.heard.subarray(8000)));
  const windows = types(off.bot).filter((type) => /^userStream.st/.test(type));
  assertEquals(windows, ["userStream.start", "userStream.stop", "userStream.start"]);
  assertEquals(types(on.bot).filter((type) => /^userStream.st/.test(type)), ["userStream.start"]);
  assert(off.bot.sound().length < on.bot.sound().length + 4000);
});

Deno.test("digits, and a hang-up of the caller's, arrive as the protocol wants them", async () => {
  const { report, bot } = await call({}, { steps: [{ do: "press", digits: "4#" }], digits: "9" });
  const values = bot.messages.flatMap(({ activities }) => (activities ?? []) as { value: string }[])
    .map(({ value }) => value);
  assertEquals(values, [undefined as unknown as string, "9", "4", "#"]);
  assertEquals(bot.messages.at(-1)!.reasonCode, "client-disconnected");
  assertEquals(report.endedBy, "caller");
});

Deno.test("a transfer is told with its target; one that fails leaves the call going", async () => {
  const onMessage = (notifies: boolean): OnMessage => (message, side) => {
    if (!started(message)) return;
    const activityParams = { transferTarget: "tel:+390698765432", transferNotifications: notifies };
    side.say("activities", { activities: [{ type: "Event", name: "transfer", activityParams }] });
  };
  const plain = await call({ onMessage: onMessage(false) }, { steps: [{ do: "expect_end" }] });
  assertEquals([plain.report.transferredTo, plain.report.endedBy], ["tel:+390698765432", "server"]);
  const busy = await call({ onMessage: onMessage(true) }, {
    steps: [{ do: "pause", ms: 900 }],
    variables: { SIMULATED_TRANSFER: "busy" },
  });
  assertEquals([busy.report.transferredTo, busy.report.endedBy], [null, "caller"]);
  const said = JSON.stringify(busy.bot.messages);
  assertStringIncludes(said, '"reasonCode":"busy"');
  assert(!said.includes("SIMULATED_TRANSFER"));
});

Deno.test("C-05 a lost socket is followed by another one that goes on with the conversation", async () => {
  const { report, bot, account } = await call({}, {
    steps: [{ do: "pause", ms: 1500 }],
    loseSocketAfterMs: 300,
  });
  assertEquals([report.breaches, report.endedBy], [[], "caller"]);
  assertEquals(bot.headers.length, 2);
  const openings = bot.messages.filter(({ type }) => /^session\.(initiate|resume)$/.test(type));
  assertEquals(openings.map(({ conversationId }) => conversationId), [
    report.callId,
    report.callId,
  ]);
  assertStringIncludes(account, "the socket is lost");
  assertStringIncludes(account, "the session goes on");
});

Deno.test("a lost socket that cannot be replaced is the server's fault", async () => {
  let initiated = false;
  const { report } = await call({
    onMessage(message, side) {
      if (message.type === "session.resume") side.vanish();
      const again = initiated;
      initiated ||= message.type === "session.initiate";
      return again && message.type === "session.resume";
    },
  }, { steps: [{ do: "pause", ms: 1500 }], loseSocketAfterMs: 200 });
  assertEquals(report.breaches.map(({ rule }) => rule), ["RESUME_REFUSED"]);
  assertEquals(report.endedBy, "server_lost");
});

Deno.test("a breach is told with its rule and the call goes on; a bot that vanishes is told", async () => {
  const { report, account } = await call({
    onMessage(message, side) {
      if (!started(message)) return;
      side.binary(new Uint8Array(20));
      side.vanish();
    },
  }, { steps: [{ do: "expect_end" }] });
  assertEquals(report.breaches.map(({ rule }) => rule), ["BINARY", "CLOSED_WITHOUT_HANGUP"]);
  assertEquals(report.endedBy, "server_lost");
  assertStringIncludes(account, "FAULT   BINARY: All messages are text");
});

Deno.test("a line that the script breaks is no fault of the server's", async () => {
  const { report, bot } = await call({}, { steps: [{ do: "drop" }] });
  assertEquals([report.breaches, report.endedBy], [[], "dropped"]);
  assert(!types(bot).includes("session.end"));
});

Deno.test("a goodbye that is cut off by the hang-up is told", async () => {
  const { report } = await call({
    onMessage(message, side) {
      if (!started(message)) return;
      side.play("1", speech.byId("agent-farewell").audio.slice(0, 12_000), {
        mediaFormat: "raw/mulaw",
      });
      side.hangUp();
    },
  }, { steps: [{ do: "expect_end" }] });
  assertEquals(report.breaches, []);
  assert(report.cutMs > 1000, `${report.cutMs}`);
});

Deno.test("an abort hangs up; before the answer it calls the call off", async () => {
  const abort = new AbortController();
  const { report } = await call({
    onMessage: (message) => {
      if (message.type === "userStream.chunk") abort.abort();
    },
  }, { steps: [{ do: "expect_end" }], signal: abort.signal });
  assertEquals(report.endedBy, "caller");
  const early = new AbortController();
  const dumb = call({
    onMessage() {
      early.abort(new Error("called off"));
      return true;
    },
  }, { signal: early.signal });
  await assertRejects(() => dumb, Error, "called off");
});

Deno.test("a call that cannot be placed is told with what to do", async () => {
  await assertRejects(() => call({ refuse: 401 }), CallRefused, "--token");
  await assertRejects(() => call({ refuse: 503 }), CallRefused, "full");
  await assertRejects(() => call({}, { format: "raw/opus" }), Error, "raw/lpcm16_24");
  await assertRejects(
    () => call({}, { steps: [{ do: "hold", ms: 1 }] }),
    Error,
    'no place for "hold"',
  );
  await assertRejects(
    () => call({}, { variables: { SIMULATED_TRANSFER: "maybe" } }),
    Error,
    "no-answer",
  );
  await assertRejects(
    () =>
      call({
        onMessage(message, side) {
          if (message.type === "session.initiate") {
            side.say("session.error", { reason: "no agent" });
          }
          return true;
        },
      }),
    Error,
    "it answered: no agent",
  );
});

Deno.test("both probes pass on a good bot; each fault of another is told in a sentence", async () => {
  const good = startScriptedBot();
  const report = await probeAudioCodes(good.url, "s3cret");
  await good.stop();
  assertEquals([report.passed, report.faults], [true, []]);
  assert(report.socketMs !== null);
  assertEquals(types(good), ["connection.validate"]);
  assert(good.headers.every((headers) => headers.get("authorization") === "Bearer s3cret"));

  const wrong = startScriptedBot({
    check: "OK",
    onMessage(_, side) {
      side.say("connection.validated", { success: false });
      return true;
    },
  });
  const told = await probeAudioCodes(wrong.url, undefined);
  await wrong.stop();
  assertEquals([told.passed, told.faults.length, told.socketMs], [false, 3, null]);
  assertStringIncludes(told.faults.join("\n"), "success false");

  const closed = startScriptedBot({ refuse: 401 });
  const refused = await probeAudioCodes(closed.url, "wrong");
  await closed.stop();
  assertStringIncludes(refused.faults[0]!, "--token");
});
