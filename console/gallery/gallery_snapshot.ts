// A server about which there is much to say.
import { ALERT_KINDS } from "../../server/contract/alert_kinds.ts";
import type { Snapshot } from "../../server/contract/feed.ts";

export function gallerySnapshot(): Snapshot {
  const nowMs = Date.now();
  return {
    seq: 1,
    nowMs,
    calls: [],
    notices: [{
      id: "notice-1",
      text: "Trains between Porto and Braga do not run today.",
      by: "Ada",
      createdAtMs: nowMs - 600_000,
      expiresAtMs: nowMs + 3_000_000,
      calls: 12,
    }],
    status: {
      version: "0",
      answeredBy: "stand-in",
      audiohookUrl: "ws://127.0.0.1/audiohook",
      consoleUrl: "http://127.0.0.1",
      signaturesRequired: true,
      draining: true,
      spend: { day: "2026-01-01", usd: 45, budgetUsd: 50 },
      fallbackReady: true,
      deliveriesWaiting: 3,
      alerts: ALERT_KINDS.map((kind, index) => ({
        id: kind,
        kind,
        sinceMs: nowMs - index * 60_000,
        facts: {},
      })),
      firstRun: { keyAccepted: true, simulatedCall: true, realSocket: false, published: false },
      storeTrouble: "The disk is full.",
    },
  };
}
