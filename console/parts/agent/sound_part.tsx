// How the agent sounds and what it thinks with.
import {
  LIMITS,
  REASONING_EFFORTS,
  type Voice,
  VOICES,
} from "../../../server/contract/agent_limits.ts";
import { Choice } from "../../ui/choice.tsx";
import { SelectField } from "../../ui/text_field.tsx";
import { LANGUAGES } from "../languages.ts";
import { ModelField, reasons } from "../model_field.tsx";
import { OrNone } from "./or_none.tsx";
import type { PartProps } from "./part_props.ts";

export function SoundPart({ config, draft, errorAt }: PartProps) {
  return (
    <>
      <section class="form-section">
        <h2>How it sounds</h2>
        <Choice<Voice>
          legend="Voice"
          look="pills"
          value={config.voice}
          onChange={(voice) => draft.edit({ voice })}
          options={VOICES.map((voice) => ({ value: voice, label: capital(voice) }))}
        />
        <p class="field-hint">
          Marin and Cedar are the provider's newest. A call keeps the voice it began with.
        </p>
        <SelectField
          label="Language of the callers"
          error={errorAt("language")}
          hint="Helps the transcript. The agent answers in whatever language it is spoken to, unless the prompt says otherwise."
          value={config.language}
          options={LANGUAGES}
          onValue={(language) => draft.edit({ language })}
        />
      </section>
      <section class="form-section">
        <h2>What it thinks with</h2>
        <ModelField
          value={config.model}
          error={errorAt("model")}
          onValue={(model) => draft.edit({ model })}
        />
        <SelectField
          label="Reasoning"
          error={errorAt("reasoningEffort")}
          hint={reasons(config.model)
            ? "More reasoning makes longer silences before an answer."
            : "This model does not reason; the setting is kept for when you change it."}
          disabled={!reasons(config.model)}
          value={config.reasoningEffort}
          options={REASONING_EFFORTS.map((effort) => [effort, effort] as const)}
          onValue={(reasoningEffort) => draft.edit({ reasoningEffort })}
        />
        <OrNone
          label="Limit the length of an answer"
          hint="Beyond the limit an answer breaks off in the middle."
          value={config.maxOutputTokens === "inf" ? null : config.maxOutputTokens}
          start={1024}
          error={errorAt("maxOutputTokens")}
          onValue={(value) => draft.edit({ maxOutputTokens: value ?? "inf" })}
          number={{
            label: "Longest answer",
            unit: "tokens",
            range: LIMITS.maxOutputTokens,
            step: 1,
          }}
        />
      </section>
    </>
  );
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
