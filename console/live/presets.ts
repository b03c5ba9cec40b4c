// Ways of taking turns that fit most lines; the numbers stay open for everybody else. Pure.
import type { TurnTaking } from "../../server/contract/agent.ts";
import { SETTING_TEXTS as TEXTS } from "../texts/agent_settings.ts";

type PresetValues = Pick<
  TurnTaking,
  | "mode"
  | "threshold"
  | "prefixPaddingMs"
  | "silenceDurationMs"
  | "eagerness"
  | "bargeInMs"
  | "noiseReduction"
>;

export interface Preset {
  id: string;
  name: string;
  words: string;
  values: PresetValues;
}

const BALANCED: PresetValues = {
  mode: "server_vad",
  threshold: 0.5,
  prefixPaddingMs: 300,
  silenceDurationMs: 500,
  eagerness: "auto",
  bargeInMs: 0,
  noiseReduction: "off",
};

export const PRESETS: readonly Preset[] = [
  {
    id: "balanced",
    ...TEXTS.presets.balanced,
    values: BALANCED,
  },
  {
    id: "fast",
    ...TEXTS.presets.fast,
    values: { ...BALANCED, silenceDurationMs: 350 },
  },
  {
    id: "quiet_line",
    ...TEXTS.presets.quiet_line,
    values: { ...BALANCED, threshold: 0.35 },
  },
  {
    id: "noisy_street",
    ...TEXTS.presets.noisy_street,
    values: {
      ...BALANCED,
      threshold: 0.7,
      silenceDurationMs: 600,
      bargeInMs: 400,
      noiseReduction: "near_field",
    },
  },
  {
    id: "speakerphone",
    ...TEXTS.presets.speakerphone,
    values: {
      ...BALANCED,
      threshold: 0.6,
      silenceDurationMs: 600,
      bargeInMs: 300,
      noiseReduction: "far_field",
    },
  },
  {
    id: "careful",
    ...TEXTS.presets.careful,
    values: { ...BALANCED, mode: "semantic_vad", eagerness: "low", bargeInMs: 200 },
  },
];

/** What each way of taking turns looks at; the other numbers sleep. */
const LOOKED_AT = {
  server_vad: [
    "mode",
    "threshold",
    "prefixPaddingMs",
    "silenceDurationMs",
    "bargeInMs",
    "noiseReduction",
  ],
  semantic_vad: ["mode", "eagerness", "bargeInMs", "noiseReduction"],
} as const;

/** The preset that these settings are, or null: somebody's own numbers. */
export function presetOf(turnTaking: TurnTaking): Preset | null {
  return PRESETS.find(({ values }) =>
    LOOKED_AT[values.mode].every((name) => turnTaking[name] === values[name])
  ) ?? null;
}

/** What has to change to make these settings that preset. `idleTimeoutMs` works by silence only. */
export function applyPreset(preset: Preset): Partial<TurnTaking> {
  return preset.values.mode === "semantic_vad"
    ? { ...preset.values, idleTimeoutMs: null }
    : preset.values;
}
