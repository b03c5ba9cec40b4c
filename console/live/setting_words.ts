// Names and values of the server's settings, as the form and a conflict say them. Pure.
import type { AlertKind } from "../../server/contract/alert_kinds.ts";
import { SETTING_PATHS, type SettingPath } from "./settings.ts";
import { SETTINGS_TEXTS as TEXTS } from "../texts/settings.ts";
import { lengthWords } from "../ui/time_words.ts";

export function isSettingPath(path: string): path is SettingPath {
  return Object.values(SETTING_PATHS).flat().some((each) => each === path);
}

export function settingName(path: SettingPath): string {
  const { keeping, alerts } = TEXTS;
  const names: Readonly<Record<SettingPath, string>> = {
    "retention.callsDays": keeping.calls,
    "retention.recordingsDays": keeping.recordings,
    "retention.auditDays": keeping.audit,
    "redaction.cardNumbers": keeping.cards,
    "alerts.on": alerts.which,
    "alerts.callWaitsMs": alerts.callWaits,
    "alerts.failedCalls": alerts.failedCalls,
    "alerts.heldUpMs": alerts.heldUp,
    "selfCall.on": alerts.selfSwitch,
  };
  return names[path];
}

export function settingWords(path: SettingPath, value: unknown): string {
  if (typeof value === "boolean") return value ? TEXTS.on : TEXTS.off;
  if (Array.isArray(value)) {
    return value.map((kind: AlertKind) => TEXTS.alerts.names[kind]).join(", ") || TEXTS.off;
  }
  if (path.startsWith("retention.")) {
    return typeof value === "number" ? TEXTS.keeping.days(value) : TEXTS.keeping.forEver;
  }
  if (typeof value !== "number") return "–";
  return path.endsWith("Ms") ? lengthWords(value) : String(value);
}
