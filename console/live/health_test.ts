import { assert, assertEquals } from "@std/assert";
import { DOORS, type SelfCallResult } from "../../server/contract/health.ts";
import { SAMPLE_HEALTH } from "../../server/contract/sample_health.ts";
import { test } from "../testing.ts";
import { diagnosticsText } from "./diagnostics.ts";
import { phoneSystems, refusalWords } from "./phone_setup.ts";
import {
  answerWords,
  doorRows,
  lagBars,
  megabyteWords,
  selfCallBars,
  selfCallWords,
  upWords,
} from "./health_words.ts";

test("calls are counted at the door they came by", () => {
  const calls = { live: 4, byProtocol: { avr: 1, "avr-http": 1, "asterisk-ws": 2, browser: 3 } };
  const rows = doorRows({ ...SAMPLE_HEALTH, calls });
  assertEquals(rows.map((row) => [row.name, row.open, row.calls]), [
    ["Genesys AudioHook", true, 0],
    ["AudioCodes", false, 0],
    ["Agent Voice Response", true, 2],
    ["Asterisk AudioSocket", false, 0],
    ["Asterisk WebSocket", true, 2],
  ]);
});

test("figures are said as one would say them", () => {
  assertEquals(upWords(7260), "2 hours 1 minute");
  assertEquals(upWords(90_061), "1 day 1 hour");
  assertEquals(upWords(12), "12 seconds");
  assertEquals(megabyteWords(140_000_000), "140 MB");
  assertEquals(
    answerWords(SAMPLE_HEALTH.answerTimes),
    "640 ms in the middle, one in twenty over 1.24 s",
  );
  const none = { answers: 0, p50Ms: null, p95Ms: null, p99Ms: null };
  assertEquals(answerWords(none), "No answer was measured yet");
});

test("a self-call says whether it was answered, or why not", () => {
  const [failed, leftOut, answered] = SAMPLE_HEALTH.selfCall.results;
  const words = (last: SelfCallResult) =>
    selfCallWords({ on: true, okSinceMs: null, results: [last] });
  assertEquals(words(answered!), { tone: "ok", words: "Answered", tookMs: 612, code: "" });
  assertEquals(words(failed!)?.code, "E_UP_LIMIT");
  assertEquals(words(leftOut!)?.words, "Left out: nearly all places are taken");
  assertEquals(selfCallWords({ on: true, okSinceMs: null, results: [] }), null);
  assertEquals(selfCallBars(SAMPLE_HEALTH.selfCall).map(({ look }) => look), ["bad", "none", "ok"]);
  assertEquals(lagBars([2, 400]).map(({ look, height }) => [look, height]), [["ok", 0.06], [
    "bad",
    1,
  ]]);
});

test("each way in says what to paste and why somebody was turned away; tokens stay names", () => {
  const [genesys, avr] = phoneSystems(SAMPLE_HEALTH);
  assertEquals(genesys?.addresses.map(({ url }) => url), ["wss://calls.example.com/audiohook"]);
  assertEquals([genesys?.open, genesys?.snippet], [true, ""]);
  assertEquals(avr?.snippet, "STS_URL=ws://127.0.0.1:6030/<AVR_TOKEN>");
  assertEquals(refusalWords(avr!.refused.last!.code), "The token in the path is missing or wrong.");
  assertEquals(refusalWords("E_KIND").startsWith("It broke the protocol"), true);
  assertEquals(refusalWords("of_tomorrow"), "of_tomorrow");
  const setup = DOORS.map((door) => ({ door, addresses: ["ws://here/x"], settings: [] }));
  for (const { name, steps } of phoneSystems({ ...SAMPLE_HEALTH, setup })) {
    assert(name.length > 5 && steps.length === 5, name);
  }
});

test("the diagnostics say what runs and hold neither an address nor a trouble's own words", () => {
  const text = diagnosticsText({
    health: { ...SAMPLE_HEALTH, store: { ...SAMPLE_HEALTH.store, trouble: "CANARY /data" } },
    status: {
      version: "1.2.3",
      answeredBy: "openai",
      audiohookUrl: "wss://canary.example/audiohook",
      consoleUrl: "https://canary.example",
      signaturesRequired: true,
      draining: false,
      spend: { day: "2026-11-21", usd: 3, budgetUsd: null },
      fallbackReady: false,
      deliveriesWaiting: 2,
      firstRun: { keyAccepted: true, simulatedCall: true, realSocket: true, published: true },
      storeTrouble: "CANARY",
    },
    console: { phase: "live", lastEvent: 42, clockOffsetMs: 12.4, userAgent: "Browser/1" },
  });
  assertEquals(text.split("\n").slice(0, 2), [
    "hookline: 1.2.3, alive, up 2 hours 1 minute",
    "at: 2023-11-14T22:13:20.000Z",
  ]);
  assert(text.includes("avr: 1 open, 4 let in (last 2023-11-14T22:13:15.000Z), 3 refused (last"));
  assert(text.includes("audiocodes: not set up"));
  assert(text.includes("self-call: answered in 612 ms"));
  assert(text.includes("store: in trouble, 8 MB"));
  assert(text.includes("E_UP_LIMIT"));
  assert(!/canary/i.test(text));
});
