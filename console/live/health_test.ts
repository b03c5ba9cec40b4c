import { assert, assertEquals } from "@std/assert";
import { SAMPLE_HEALTH } from "../../server/contract/sample_health.ts";
import { test } from "../testing.ts";
import { diagnosticsText } from "./diagnostics.ts";
import { answerWords, doorRows, megabyteWords, upWords } from "./health_words.ts";

test("calls are counted at the door they came by", () => {
  const calls = { live: 4, byProtocol: { avr: 1, "avr-http": 1, "asterisk-ws": 2, browser: 3 } };
  const rows = doorRows({ ...SAMPLE_HEALTH, calls });
  assertEquals(rows.map((row) => [row.name, row.open, row.calls]), [
    ["Genesys AudioHook", true, 0],
    ["AudioCodes", false, 0],
    ["Agent Voice Response", true, 2],
    ["Asterisk", true, 2],
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

test("the diagnostics say what runs and hold neither an address nor a trouble's own words", () => {
  const text = diagnosticsText({
    health: { ...SAMPLE_HEALTH, store: { trouble: "CANARY /data", deliveriesWaiting: 2 } },
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
  assert(text.includes("E_UP_LIMIT"));
  assert(!/canary/i.test(text));
});
