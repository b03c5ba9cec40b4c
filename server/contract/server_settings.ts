// Settings that an admin changes while the server runs. What the environment sets (config_settings.ts) wins, is named in
// `fixed` and cannot be changed here.
import { z } from "zod";
import { ALERT_KINDS } from "./alert_kinds.ts";

const days = z.int().min(1).max(36_500).nullable();

export const serverSettingsSchema = z.strictObject({
  retention: z.strictObject({
    /** Days after their end that calls are kept; null: for ever. */
    callsDays: days,
    /** The same for recordings, which never outlive their call. */
    recordingsDays: days,
    auditDays: days,
  }),
  redaction: z.strictObject({
    /** Numbers of payment cards (by their check digit) are left out of transcripts before they are kept or shown. */
    cardNumbers: z.boolean(),
  }),
  alerts: z.strictObject({
    on: z.array(z.enum(ALERT_KINDS)),
    /** "call_waits": a live call wants an eye for so long. */
    callWaitsMs: z.int().min(10_000).max(3_600_000),
    /** "failed_calls": so many of the last hundred. */
    failedCalls: z.int().min(1).max(100),
    /** "held_up": the event loop is so late at its worst in a minute. */
    heldUpMs: z.int().min(20).max(10_000),
  }),
  selfCall: z.strictObject({
    /** The server calls its default agent every minute, to see that calls are answered. With a paid model it costs. */
    on: z.boolean(),
  }),
}).meta({ id: "ServerSettings" });
export type ServerSettings = z.infer<typeof serverSettingsSchema>;

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

/** GET /api/settings; PUT takes `settings` with If-Match. */
export const serverSettingsAnswerSchema = z.object({
  settings: serverSettingsSchema,
  revision: z.int(),
  /** By path ("retention.callsDays") the name of the variable that sets it. */
  fixed: z.record(z.string(), z.string()),
}).meta({ id: "ServerSettingsAnswer" });
export type ServerSettingsAnswer = z.infer<typeof serverSettingsAnswerSchema>;
