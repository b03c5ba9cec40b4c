// Settings that an admin changes while the server runs. What the environment sets (config/settings.ts) wins, is named in
// `fixed` and cannot be changed here.
import { z } from "zod";
import { ALERT_KINDS } from "./alert_kinds.ts";
import { SETTING_RANGES } from "./settings_limits.ts";

/** A whole number in the range of that setting. */
function ranged(path: keyof typeof SETTING_RANGES) {
  const { min, max } = SETTING_RANGES[path];
  return z.int().min(min).max(max);
}

export const serverSettingsSchema = z.strictObject({
  retention: z.strictObject({
    /** Days after their end that calls are kept; null: for ever. */
    callsDays: ranged("retention.callsDays").nullable(),
    /** The same for recordings, which never outlive their call. */
    recordingsDays: ranged("retention.recordingsDays").nullable(),
    auditDays: ranged("retention.auditDays").nullable(),
  }),
  redaction: z.strictObject({
    /** Numbers of payment cards (by their check digit) are left out of transcripts before they are kept or shown. */
    cardNumbers: z.boolean(),
  }),
  alerts: z.strictObject({
    on: z.array(z.enum(ALERT_KINDS)),
    /** "call_waits": a live call wants an eye for so long. */
    callWaitsMs: ranged("alerts.callWaitsMs"),
    /** "failed_calls": so many of the last hundred. */
    failedCalls: ranged("alerts.failedCalls"),
    /** "held_up": the event loop is so late at its worst in a minute. */
    heldUpMs: ranged("alerts.heldUpMs"),
  }),
  selfCall: z.strictObject({
    /** The server calls its default agent every minute, to see that calls are answered. With a paid model it costs. */
    on: z.boolean(),
  }),
}).meta({ id: "ServerSettings" });
export type ServerSettings = z.infer<typeof serverSettingsSchema>;

/** GET /api/settings; PUT takes `settings` with If-Match. */
export const serverSettingsAnswerSchema = z.object({
  settings: serverSettingsSchema,
  revision: z.int(),
  /** By path ("retention.callsDays") the name of the variable that sets it. */
  fixed: z.record(z.string(), z.string()),
}).meta({ id: "ServerSettingsAnswer" });
export type ServerSettingsAnswer = z.infer<typeof serverSettingsAnswerSchema>;
