// A server's health for tests: one way in is busy, one turns people away, one is closed.
import type { ServerHealth } from "./health.ts";

const AT_MS = 1_700_000_000_000;
const QUIET = { handshakes: 0, lastHandshakeAtMs: null, refusals: 0, lastRefusal: null };

export const SAMPLE_HEALTH: ServerHealth = {
  atMs: AT_MS,
  status: "alive",
  version: "1.2.3",
  answeredBy: "openai",
  upSeconds: 7260,
  calls: { live: 3, byProtocol: { audiohook: 2, avr: 1 } },
  answerTimes: { answers: 40, p50Ms: 640, p95Ms: 1240, p99Ms: 1800 },
  doors: [
    {
      door: "audiohook",
      open: true,
      sockets: 2,
      handshakes: 118,
      lastHandshakeAtMs: AT_MS - 60_000,
      refusals: 0,
      lastRefusal: null,
    },
    { door: "audiocodes", open: false, sockets: 0, ...QUIET },
    {
      door: "avr",
      open: true,
      sockets: 1,
      handshakes: 4,
      lastHandshakeAtMs: AT_MS - 5000,
      refusals: 3,
      lastRefusal: { code: "auth_token", atMs: AT_MS - 120_000 },
    },
    { door: "audiosocket", open: false, sockets: 0, ...QUIET },
    { door: "asterisk", open: true, sockets: 0, ...QUIET },
  ],
  setup: [
    {
      door: "audiohook",
      addresses: ["wss://calls.example.com/audiohook"],
      settings: [{ name: "PUBLIC_URL", set: true, does: "allows" }],
    },
    {
      door: "avr",
      addresses: ["ws://127.0.0.1:6030/<AVR_TOKEN>"],
      settings: [{ name: "AVR_TOKEN", set: true, does: "guards" }],
    },
  ],
  selfCall: {
    on: true,
    okSinceMs: AT_MS - 60_000,
    results: [
      { atMs: AT_MS - 180_000, ok: false, code: "E_UP_LIMIT", answerMs: null },
      { atMs: AT_MS - 120_000, ok: null, code: "full", answerMs: null },
      { atMs: AT_MS - 60_000, ok: true, code: null, answerMs: 612 },
    ],
  },
  model: {
    sessions: 122,
    lastReadyAtMs: AT_MS - 5000,
    lastConnectMs: 410,
    failures: 1,
    lastFailure: { code: "E_UP_LIMIT", atMs: AT_MS - 3_600_000 },
  },
  process: { worstLagMs: 3.2, lagByMinuteMs: [2, 41, 3.2], residentBytes: 140_000_000 },
  store: { trouble: null, deliveriesWaiting: 0, bytes: 8_400_000, recordingsBytes: null },
};
