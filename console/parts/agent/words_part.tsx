// What the agent says: its name, prompt, greeting and farewells, and what calls may bring into them.
import { useState } from "preact/hooks";
import { LIMITS, utf8Bytes } from "../../../server/contract/agent_limits.ts";
import { AGENT_WORDS_TEXTS as TEXTS } from "../../texts/agent_words.ts";
import { Switch } from "../../ui/field.tsx";
import { EyeIcon } from "../../ui/icons.tsx";
import { TextField } from "../../ui/text_field.tsx";
import { countWords } from "../../ui/time_words.ts";
import type { PartProps } from "./part_props.ts";
import { PreviewDialog } from "./preview_dialog.tsx";
import { VariableFields } from "./variable_fields.tsx";

const { farewells: FAREWELL, overrides: OVERRIDE } = TEXTS;

export function WordsPart(props: PartProps) {
  const { config, draft, errorAt, bind } = props;
  const [previewing, setPreviewing] = useState(false);
  return (
    <>
      <section class="form-section">
        <div class="section-head">
          <h2>{TEXTS.title}</h2>
          <button type="button" class="button small" onClick={() => setPreviewing(true)}>
            <EyeIcon />
            {TEXTS.preview}
          </button>
        </div>
        <TextField
          label={TEXTS.name}
          error={errorAt("name")}
          hint={TEXTS.nameHint}
          maxLength={LIMITS.nameChars}
          value={config.name}
          onValue={(name) => draft.edit({ name })}
        />
        <TextField
          label={TEXTS.prompt}
          rows={14}
          error={errorAt("prompt")}
          hint={
            <>
              <Bytes text={config.prompt} limit={LIMITS.promptBytes} /> {config.prompt.trim() === ""
                ? <span class="warn">{TEXTS.emptyPrompt}</span>
                : TEXTS.promptHint}
            </>
          }
          value={config.prompt}
          onValue={(prompt) => draft.edit({ prompt })}
        />
        <TextField
          label={TEXTS.greeting}
          rows={2}
          error={errorAt("greeting")}
          hint={
            <>
              <Bytes text={config.greeting} limit={LIMITS.greetingBytes} /> {TEXTS.greetingHint}
            </>
          }
          value={config.greeting}
          onValue={(greeting) => draft.edit({ greeting })}
        />
      </section>
      <section class="form-section">
        <h2>{FAREWELL.title}</h2>
        <p class="field-hint">
          {FAREWELL.hint}
        </p>
        <TextField
          label={FAREWELL.settled}
          rows={2}
          placeholder={FAREWELL.settledExample}
          {...bind("farewell", "success")}
        />
        <TextField
          label={FAREWELL.person}
          rows={2}
          placeholder={FAREWELL.personExample}
          {...bind("farewell", "escalation")}
        />
      </section>
      <VariableFields {...props} />
      <Overrides {...props} />
      {previewing && (
        <PreviewDialog
          agentId={props.agentId}
          config={config}
          onClose={() => setPreviewing(false)}
        />
      )}
    </>
  );
}

function Overrides({ bind }: PartProps) {
  return (
    <section class="form-section">
      <h2>{OVERRIDE.title}</h2>
      <p class="field-hint">
        {OVERRIDE.hint}
      </p>
      <Switch
        label={OVERRIDE.prompt}
        hint={OVERRIDE.promptHint}
        {...bind("overrides", "prompt")}
      />
      <Switch
        label={OVERRIDE.model}
        hint={OVERRIDE.modelHint}
        {...bind("overrides", "model")}
      />
      <Switch
        label={OVERRIDE.tools}
        hint={OVERRIDE.toolsHint}
        {...bind("overrides", "tools")}
      />
    </section>
  );
}

function Bytes({ text, limit }: { text: string; limit: number }) {
  const bytes = utf8Bytes(text);
  const look = bytes > limit ? "bytes over" : bytes > limit * 0.9 ? "bytes near" : "bytes";
  return <span class={look}>{TEXTS.bytes(countWords(bytes), countWords(limit))}</span>;
}
