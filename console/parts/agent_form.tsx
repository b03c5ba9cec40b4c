// The form of an agent: what it says, how it sounds, when it speaks. Every edit goes to the draft.
import type { AgentConfig } from "../../server/contract/agent.ts";
import {
  LIMITS,
  REASONING_EFFORTS,
  utf8Bytes,
  type Voice,
  VOICES,
} from "../../server/contract/agent_limits.ts";
import type { Draft } from "../live/draft.ts";
import { Choice } from "../ui/choice.tsx";
import { Field, NumberField, Switch } from "../ui/field.tsx";
import { countWords } from "../ui/time_words.ts";
import { LANGUAGES } from "./languages.ts";
import { ModelField, reasons } from "./model_field.tsx";
import { TurnTakingFields } from "./turn_taking_fields.tsx";

export function AgentForm({ draft }: { draft: Draft }) {
  const config = draft.config.value;
  const errorAt = (path: string) =>
    draft.errors.value.find((error) => error.path === path)?.message;
  return (
    <form class="agent-form" onSubmit={(event) => event.preventDefault()} noValidate>
      <Texts config={config} draft={draft} errorAt={errorAt} />
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
        <Field
          label="Language of the callers"
          error={errorAt("language")}
          hint="Helps the transcript. The agent answers in whatever language it is spoken to, unless the prompt says otherwise."
        >
          {(ids) => (
            <select
              {...ids}
              class="input short"
              value={config.language}
              onChange={(event) => draft.edit({ language: event.currentTarget.value })}
            >
              {languagesWith(config.language).map(([code, name]) => (
                <option key={code} value={code}>{name}</option>
              ))}
            </select>
          )}
        </Field>
      </section>
      <TurnTakingFields
        value={config.turnTaking}
        errorAt={errorAt}
        onEdit={draft.editTurnTaking}
      />
      <section class="form-section">
        <h2>What it thinks with</h2>
        <ModelField
          value={config.model}
          error={errorAt("model")}
          onValue={(model) => draft.edit({ model })}
        />
        <Field
          label="Reasoning"
          error={errorAt("reasoningEffort")}
          hint={reasons(config.model)
            ? "More reasoning makes longer silences before an answer."
            : "This model does not reason; the setting is kept for when you change it."}
        >
          {(ids) => (
            <select
              {...ids}
              class="input short"
              disabled={!reasons(config.model)}
              value={config.reasoningEffort}
              onChange={(event) => {
                const effort = REASONING_EFFORTS.find((e) => e === event.currentTarget.value);
                if (effort) draft.edit({ reasoningEffort: effort });
              }}
            >
              {REASONING_EFFORTS.map((effort) => <option key={effort}>{effort}</option>)}
            </select>
          )}
        </Field>
        <LongestAnswer config={config} draft={draft} error={errorAt("maxOutputTokens")} />
      </section>
    </form>
  );
}

interface PartProps {
  config: AgentConfig;
  draft: Draft;
}

function Texts(
  { config, draft, errorAt }: PartProps & { errorAt: (path: string) => string | undefined },
) {
  return (
    <section class="form-section">
      <h2>What it says</h2>
      <Field label="Name" error={errorAt("name")} hint="For you; callers do not hear it.">
        {(ids) => (
          <input
            {...ids}
            class="input"
            maxLength={LIMITS.nameChars}
            value={config.name}
            onInput={(event) => draft.edit({ name: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field
        label="Prompt"
        error={errorAt("prompt")}
        hint={<Bytes text={config.prompt} limit={LIMITS.promptBytes} />}
      >
        {(ids) => (
          <textarea
            {...ids}
            class="input prompt"
            rows={14}
            spellcheck
            value={config.prompt}
            onInput={(event) => draft.edit({ prompt: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field
        label="Greeting"
        error={errorAt("greeting")}
        hint={
          <>
            <Bytes text={config.greeting} limit={LIMITS.greetingBytes} />{" "}
            An instruction for the first words. Empty: the agent waits for the caller.
          </>
        }
      >
        {(ids) => (
          <textarea
            {...ids}
            class="input"
            rows={2}
            value={config.greeting}
            onInput={(event) => draft.edit({ greeting: event.currentTarget.value })}
          />
        )}
      </Field>
    </section>
  );
}

function Bytes({ text, limit }: { text: string; limit: number }) {
  const bytes = utf8Bytes(text);
  const look = bytes > limit ? "bytes over" : bytes > limit * 0.9 ? "bytes near" : "bytes";
  return <span class={look}>{countWords(bytes)} of {countWords(limit)} bytes.</span>;
}

function LongestAnswer({ config, draft, error }: PartProps & { error: string | undefined }) {
  const { maxOutputTokens } = config;
  return (
    <div class="together">
      <Switch
        label="Limit the length of an answer"
        hint="Beyond the limit an answer breaks off in the middle."
        checked={maxOutputTokens !== "inf"}
        onChange={(on) => draft.edit({ maxOutputTokens: on ? 1024 : "inf" })}
      />
      {maxOutputTokens !== "inf" && (
        <NumberField
          label="Longest answer"
          unit="tokens"
          range={LIMITS.maxOutputTokens}
          step={1}
          value={maxOutputTokens}
          error={error}
          onValue={(value) => draft.edit({ maxOutputTokens: value })}
        />
      )}
    </div>
  );
}

function languagesWith(code: string): readonly (readonly [string, string])[] {
  return LANGUAGES.some(([known]) => known === code) ? LANGUAGES : [...LANGUAGES, [code, code]];
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
