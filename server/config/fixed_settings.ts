// Which of the settings that an admin can change are decided by the environment, and how.
import type { Config } from "./config.ts";
import type { FixedSetting } from "../settings/settings_book.ts";

type Source = Pick<
  Config,
  "RETENTION_DAYS" | "RECORDING_DAYS" | "AUDIT_DAYS" | "REDACT_CARD_NUMBERS" | "SELF_CALL"
>;

/** Variables that are not set decide nothing. */
export function fixedSettings(config: Source): FixedSetting[] {
  const all = [
    { path: "retention.callsDays", variable: "RETENTION_DAYS" },
    { path: "retention.recordingsDays", variable: "RECORDING_DAYS" },
    { path: "retention.auditDays", variable: "AUDIT_DAYS" },
    { path: "redaction.cardNumbers", variable: "REDACT_CARD_NUMBERS" },
    { path: "selfCall.on", variable: "SELF_CALL" },
  ] as const;
  return all
    .map(({ path, variable }) => ({ path, variable, value: config[variable] }))
    .filter(({ value }) => value !== null);
}
