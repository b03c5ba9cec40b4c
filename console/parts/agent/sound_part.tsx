// How the agent sounds and what it thinks with.
import {
  LIMITS,
  REASONING_EFFORTS,
  type Voice,
  VOICES,
} from "../../../server/contract/agent_limits.ts";
import { AGENT_SOUND_TEXTS as TEXTS } from "../../texts/agent_sound.ts";
import { Choice } from "../../ui/choice.tsx";
import { SelectField } from "../../ui/text_field.tsx";
import { LANGUAGES } from "../languages.ts";
import { ModelField, reasons } from "../model_field.tsx";
import { May } from "../may.tsx";
import { VoiceSample } from "./voice_sample.tsx";
import { OrNone } from "./or_none.tsx";
import type { PartProps } from "./part_props.ts";

export function SoundPart({ config, draft, errorAt }: PartProps) {
  return (
    <>
      <section class="form-section">
        <h2>{TEXTS.title}</h2>
        <Choice<Voice>
          legend={TEXTS.voice}
          look="pills"
          value={config.voice}
          onChange={(voice) => draft.edit({ voice })}
          options={VOICES.map((voice) => ({ value: voice, label: capital(voice) }))}
        />
        <p class="field-hint">
          {TEXTS.voiceHint}
        </p>
        <May do="edit">
          <VoiceSample {...config} name={capital(config.voice)} />
        </May>
        <SelectField
          label={TEXTS.language}
          error={errorAt("language")}
          hint={TEXTS.languageHint}
          value={config.language}
          options={LANGUAGES}
          onValue={(language) => draft.edit({ language })}
        />
      </section>
      <section class="form-section">
        <h2>{TEXTS.thinks}</h2>
        <ModelField
          value={config.model}
          error={errorAt("model")}
          onValue={(model) => draft.edit({ model })}
        />
        <SelectField
          label={TEXTS.reasoning}
          error={errorAt("reasoningEffort")}
          hint={reasons(config.model) ? TEXTS.reasoningHint : TEXTS.noReasoning}
          disabled={!reasons(config.model)}
          value={config.reasoningEffort}
          options={REASONING_EFFORTS.map((effort) => [effort, effort] as const)}
          onValue={(reasoningEffort) => draft.edit({ reasoningEffort })}
        />
        <OrNone
          label={TEXTS.limit}
          hint={TEXTS.limitHint}
          value={config.maxOutputTokens === "inf" ? null : config.maxOutputTokens}
          start={1024}
          error={errorAt("maxOutputTokens")}
          onValue={(value) => draft.edit({ maxOutputTokens: value ?? "inf" })}
          number={{
            label: TEXTS.longest,
            unit: TEXTS.tokens,
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
