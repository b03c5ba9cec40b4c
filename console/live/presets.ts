// Three ways of taking turns that fit most calls; the numbers stay open for everybody else. Pure.
import type { TurnTaking } from "../../server/contract/agent.ts";

export interface Preset {
  id: string;
  name: string;
  words: string;
  values: Pick<
    TurnTaking,
    "mode" | "threshold" | "prefixPaddingMs" | "silenceDurationMs" | "eagerness"
  >;
}

export const PRESETS: readonly Preset[] = [
  {
    id: "quick",
    name: "Quick",
    words: "Answers after a third of a second of silence. For short questions.",
    values: {
      mode: "server_vad",
      threshold: 0.5,
      prefixPaddingMs: 300,
      silenceDurationMs: 350,
      eagerness: "auto",
    },
  },
  {
    id: "balanced",
    name: "Balanced",
    words: "Waits for half a second of silence. Right for most calls.",
    values: {
      mode: "server_vad",
      threshold: 0.5,
      prefixPaddingMs: 300,
      silenceDurationMs: 500,
      eagerness: "auto",
    },
  },
  {
    id: "patient",
    name: "Patient",
    words: "Waits until the sentence sounds finished. For callers who think aloud.",
    values: {
      mode: "semantic_vad",
      threshold: 0.5,
      prefixPaddingMs: 300,
      silenceDurationMs: 500,
      eagerness: "low",
    },
  },
];

/** The preset that these settings are, or null: somebody's own numbers. */
export function presetOf(turnTaking: TurnTaking): Preset | null {
  return PRESETS.find(({ values }) =>
    values.mode === "semantic_vad"
      ? turnTaking.mode === values.mode && turnTaking.eagerness === values.eagerness
      : turnTaking.mode === values.mode && turnTaking.threshold === values.threshold &&
        turnTaking.prefixPaddingMs === values.prefixPaddingMs &&
        turnTaking.silenceDurationMs === values.silenceDurationMs
  ) ?? null;
}

/** What has to change to make these settings that preset. `idleTimeoutMs` works by silence only. */
export function applyPreset(preset: Preset): Partial<TurnTaking> {
  return preset.values.mode === "semantic_vad"
    ? { ...preset.values, idleTimeoutMs: null }
    : preset.values;
}
