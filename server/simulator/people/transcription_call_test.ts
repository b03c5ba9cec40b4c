import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import type { Clock } from "../../clock.ts";
import { joined } from "../realtime/bytes.ts";
import { CallRefused } from "../caller/web_line.ts";
import { type Offering, offersFor } from "../audiohook/offers.ts";
import {
  type ClientMessage,
  type ScriptedServerOptions,
  type ServerSide,
  startScriptedServer,
} from "../audiohook/scripted_server.ts";
import { loadSpeech } from "../speech.ts";
import { differences } from "./differences.ts";
import { PeopleScript } from "./people_script.ts";
import { transcript } from "./sample_transcript.ts";
import {
  placeTranscriptionCall,
  type PlaceTranscriptionOptions,
  type TranscriptionReport,
} from "./transcription_call.ts";

const speech = await loadSpeech();
const german = speech.byId("people-caller-en-german");
const number = speech.byId("people-agent-en-number");

/** Five times as fast as life; not more, so that a busy machine makes no deadline late. */
const quick: Clock = {
  now: () => performance.now() * 5,
  wall: () => Date.now(),
  after(ms, fn) {
    const timer = setTimeout(fn, ms / 5);
    return () => clearTimeout(timer);
  },
};

const BOTH = [
  { do: "say", who: "caller", recording: german.id, gapMs: 200 },
  { do: "say", who: "agent", recording: number.id, gapMs: -500 },
];

async function call(
  server: ScriptedServerOptions,
  options: Partial<PlaceTranscriptionOptions> & { steps?: unknown[]; more?: object } = {},
) {
  const { steps = BOTH, more = {}, ...rest } = options;
  const messages: ClientMessage[] = [];
  const scripted = startScriptedServer({
    ...server,
    onMessage(message, side) {
      messages.push(message);
      if (server.onMessage?.(message, side)) return true;
      if (message.type !== "open") return;
      opened(message, side);
      return true;
    },
  });
  const account: string[] = [];
  try {
    const report = await placeTranscriptionCall({
      url: scripted.url,
      apiKey: "demo-api-key-01",
      clock: quick,
      speech,
      script: PeopleScript.parse({ name: "test", steps, endAfterMs: 100, ...more }),
      onEvent: (line) => account.push(line),
      ...rest,
    });
    return { report, messages, audio: joined(scripted.received), account: account.join("\n") };
  } finally {
    await scripted.stop();
  }
}

/** Takes the first offer. */
function opened(message: ClientMessage, side: ServerSide): void {
  const [media] = message.parameters.media as unknown[];
  side.say("opened", { media: [media], supportedLanguages: ["en-US", "de-DE"] });
}

function lines(side: ServerSide, ...data: Record<string, unknown>[]): void {
  side.say("event", { entities: data.map((one) => ({ type: "transcript", data: one })) });
}

const codes = ({ violations }: TranscriptionReport) => violations.map(({ code }) => code);
const spotted = (audio: Uint8Array) =>
  speech.spotWords().listen(audio).map(({ text }) => text).join(" ");

/** What a perfect server writes. */
const perfect = (channel: (who: string) => number): ScriptedServerOptions => ({
  onMessage(message, side) {
    if (message.type !== "close") return;
    lines(
      side,
      transcript(german.text, {
        channel: channel("caller"),
        offsetMs: 200,
        durationMs: german.audio.length / 8,
      }),
    );
    lines(
      side,
      transcript(number.text, {
        id: "4f0c8b1e-6a52-4e0b-9c59-0d7a6a0e7c11",
        channel: channel("agent"),
        offsetMs: 200 + german.audio.length / 8 - 500,
        durationMs: number.audio.length / 8,
      }),
    );
  },
});

Deno.test("both sides are heard on their channels, and what comes back is laid beside what was said", async () => {
  for (const offering of ["stereo", "inverted"] as Offering[]) {
    const first = offering === "stereo" ? "caller" : "agent";
    const channel = (who: string) => who === first ? 0 : 1;
    const framing = offering === "stereo" ? "200" : "odd";
    const { report, audio, messages, account } = await call(perfect(channel), {
      offering,
      framing,
    });
    const side = (n: number) => audio.filter((_, i) => i % 2 === n);
    assertEquals(spotted(side(channel("caller"))), german.text);
    assertEquals(spotted(side(channel("agent"))), number.text);
    assertEquals(report.violations, []);
    assertEquals(differences(report), []);
    assertEquals([report.lines.length, report.lastLines, report.endedBy], [2, 2, "conversation"]);
    assertEquals(report.truth.map(({ heard }) => heard), ["whole", "whole"]);
    assertEquals(report.media, offersFor(offering)[0]!);
    assertEquals(report.languages, ["en-US", "de-DE"]);
    const { inputVariables, supportedLanguages, language } = messages[0]!.parameters;
    assertEquals([inputVariables, supportedLanguages, language], [undefined, true, "en-us"]);
    assertMatch(account, /agent {3}May I have your order number\? {2}\(en-US, 0\.8 s\)/);
  }
});

Deno.test("of one channel only its side can be known", async () => {
  const { report, audio } = await call({}, { offering: "internal", language: null });
  assertEquals(spotted(audio), number.text);
  assertEquals(report.truth.map(({ who, heard }) => [who, heard]), [["caller", "none"], [
    "agent",
    "whole",
  ]]);
  assertEquals(differences(report).length, 1);
});

Deno.test("what falls into a pause or a loss is known as unheard, on the clock of the media", async () => {
  const steps = [
    { do: "pause", ms: 2500, gapMs: 100 },
    { do: "say", who: "caller", recording: german.id, gapMs: -2000 },
    { do: "discard", ms: 700, gapMs: 0 },
    { do: "say", who: "agent", recording: number.id, gapMs: -300 },
  ];
  const { report, audio, messages } = await call({}, { steps });
  assertEquals(spotted(audio.filter((_, i) => i % 2 === 0)), "");
  assertEquals(report.truth.map(({ heard }) => heard), ["none", "part"]);
  const gaps = messages.filter(({ type }) => type === "resumed" || type === "discarded");
  assertEquals(gaps.map(({ type, parameters }) => [type, parameters]), [
    ["resumed", { start: "PT0.1S", discarded: "PT2.5S" }],
    ["discarded", { start: "PT2.6S", discarded: "PT0.7S" }],
  ]);
  assertEquals(report.violations, []);
});

Deno.test("a clock that stands still reports no gap and loses nothing", async () => {
  const steps = [...BOTH, { do: "pause", ms: 1000, gapMs: -900 }];
  const { report, audio, messages } = await call({}, { steps, pauseClock: "stands" });
  const { parameters } = messages.find(({ type }) => type === "resumed")!;
  assertEquals(parameters.discarded, "PT0.0S");
  assertEquals(spotted(audio.filter((_, i) => i % 2 === 0)), german.text);
  assertEquals(report.truth.map(({ heard }) => heard), ["whole", "whole"]);
});

Deno.test("a server that pauses leaves a gap that is known", async () => {
  let heard = 0;
  const { report } = await call({
    onAudio(_, side) {
      heard++;
      if (heard === 1) side.say("pause");
    },
    onMessage(message, side) {
      if (message.type === "paused") side.say("resume");
    },
  });
  assertEquals(report.violations, []);
  assert(report.truth.every((said) => said.heard !== "none"));
});

Deno.test("lines that break the rules, foreign entities and audio are told", async () => {
  const { report, account } = await call({
    onMessage(message, side) {
      if (message.type !== "close") return;
      lines(side, transcript("Hello.", { offsetMs: 60_000 }));
      lines(side, transcript("Hello.", { offsetMs: 0 }));
      side.say("event", { entities: [{ type: "barge_in", data: {} }] });
    },
  });
  assertEquals(codes(report), ["TRANSCRIPT_AHEAD", "TRANSCRIPT_FINAL_TWICE", "ENTITY_FOREIGN"]);
  assertStringIncludes(
    account,
    "FAULT   TRANSCRIPT_AHEAD: A line ends before the present position",
  );
  const loud = await call({ onAudio: (_, side) => side.audio(new Uint8Array(1600)) });
  assertEquals(codes(loud.report)[0], "AUDIO_UNWANTED");
  assertEquals(loud.report.endedBy, "violation");
});

Deno.test("a language change is answered, or it is told that it was not", async () => {
  const steps = [...BOTH, { do: "language", tag: "de-de", gapMs: 50 }];
  const rude = await call({}, { steps });
  assertEquals(codes(rude.report), ["UPDATE_UNANSWERED"]);
  assertEquals(rude.messages.find(({ type }) => type === "update")!.parameters, {
    language: "de-de",
  });
  const good = await call({
    onMessage(message, side) {
      if (message.type === "update") side.say("updated");
    },
  }, { steps });
  assertEquals([codes(good.report), good.report.updates], [[], 1]);
});

Deno.test("the end is told: by the conversation, whatever reason it gives, or by the server", async () => {
  const steps = [{ do: "wait", ms: 100 }];
  for (const endReason of ["end", "error", "reconnect"]) {
    const { report, messages } = await call({}, { steps, more: { endReason } });
    assertEquals(messages.at(-1)!.parameters, { reason: endReason });
    assertEquals([report.endedBy, codes(report)], ["conversation", []]);
    assert(report.closedMs !== null && report.openedMs !== null);
  }
  const asked = await call({
    onAudio: (_, side) => side.say("disconnect", { reason: "error", info: "no model" }),
  });
  assertEquals([asked.report.endedBy, asked.report.disconnect?.info], ["server", "no model"]);
  const lost = await call({ onAudio: (_, side) => side.vanish() });
  assertEquals([lost.report.endedBy, codes(lost.report)], ["server_lost", ["SOCKET_CLOSED"]]);
});

Deno.test("recorded sides are played in place of a script; a refusal is told", async () => {
  const scripted = startScriptedServer({});
  const options = { url: scripted.url, apiKey: "k", clock: quick, speech };
  const report = await placeTranscriptionCall({
    ...options,
    external: german.audio.subarray(0, 4000),
    internal: number.audio.subarray(0, 2000),
    offering: "mono",
  });
  await scripted.stop();
  const [, ...rest] = scripted.received.length > 0 ? joined(scripted.received) : [];
  assertEquals(rest.slice(0, 3999), [...german.audio.subarray(1, 4000)]);
  assertEquals(report.truth, []);
  const refusing = startScriptedServer({ refuse: 401 });
  await assertRejects(
    () => placeTranscriptionCall({ ...options, url: refusing.url }),
    CallRefused,
    "HTTP 401",
  );
  await refusing.stop();
});

Deno.test("an abort ends the call in the protocol's way", async () => {
  const abort = new AbortController();
  const { report, messages } = await call({ onAudio: () => abort.abort() }, {
    signal: abort.signal,
  });
  assertEquals(messages.at(-1)!.parameters, { reason: "end" });
  assert(report.truth.every(({ heard }) => heard !== "whole"));
});
