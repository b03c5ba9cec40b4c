// What the server's settings are at first, and from where to where they go. Plain values: the console imports them.
import { ALERT_KINDS } from "./alert_kinds.ts";
import type { ServerSettings } from "./server_settings.ts";

const DAYS = { min: 1, max: 36_500 } as const;

/** By path; whole numbers, both ends included. */
export const SETTING_RANGES = {
  "retention.callsDays": DAYS,
  "retention.recordingsDays": DAYS,
  "retention.auditDays": DAYS,
  "alerts.callWaitsMs": { min: 10_000, max: 3_600_000 },
  "alerts.failedCalls": { min: 1, max: 100 },
  "alerts.heldUpMs": { min: 20, max: 10_000 },
} as const;

export const SERVER_SETTINGS_DEFAULTS: ServerSettings = {
  retention: { callsDays: null, recordingsDays: 30, auditDays: 400 },
  redaction: { cardNumbers: true },
  alerts: {
    on: [...ALERT_KINDS],
    callWaitsMs: 120_000,
    failedCalls: 10,
    heldUpMs: 250,
  },
  selfCall: { on: false },
};
