// What the agent says: its name, prompt, greeting and farewells, and what calls may bring into them.
import { useState } from "preact/hooks";
import { LIMITS, utf8Bytes } from "../../../server/contract/agent_limits.ts";
import { Switch } from "../../ui/field.tsx";
import { EyeIcon } from "../../ui/icons.tsx";
import { TextField } from "../../ui/text_field.tsx";
import { countWords } from "../../ui/time_words.ts";
import type { PartProps } from "./part_props.ts";
import { PreviewDialog } from "./preview_dialog.tsx";
import { VariableFields } from "./variable_fields.tsx";

export function WordsPart(props: PartProps) {
  const { config, draft, errorAt, bind } = props;
  const [previewing, setPreviewing] = useState(false);
  return (
    <>
      <section class="form-section">
        <div class="section-head">
          <h2>What it says</h2>
          <button type="button" class="button small" onClick={() => setPreviewing(true)}>
            <EyeIcon />Preview
          </button>
        </div>
        <TextField
          label="Name"
          error={errorAt("name")}
          hint="For you; callers do not hear it."
          maxLength={LIMITS.nameChars}
          value={config.name}
          onValue={(name) => draft.edit({ name })}
        />
        <TextField
          label="Prompt"
          rows={14}
          error={errorAt("prompt")}
          hint={
            <>
              <Bytes text={config.prompt} limit={LIMITS.promptBytes} /> {config.prompt.trim() === ""
                ? <span class="warn">{EMPTY_PROMPT}</span>
                : "{{name}} takes a variable of the call."}
            </>
          }
          value={config.prompt}
          onValue={(prompt) => draft.edit({ prompt })}
        />
        <TextField
          label="Greeting"
          rows={2}
          error={errorAt("greeting")}
          hint={
            <>
              <Bytes text={config.greeting} limit={LIMITS.greetingBytes} />{" "}
              An instruction for the first words. Empty: the agent waits for the caller.
            </>
          }
          value={config.greeting}
          onValue={(greeting) => draft.edit({ greeting })}
        />
      </section>
      <section class="form-section">
        <h2>Farewells</h2>
        <p class="field-hint">
          The exact last words of a call. Empty: the agent finds its own. SUCCESS_PROMPT and
          ESCALATION_PROMPT of a call come first.
        </p>
        <TextField
          label="When the call is settled"
          rows={2}
          placeholder="Thank you for calling Northwind. Goodbye!"
          {...bind("farewell", "success")}
        />
        <TextField
          label="Before a person takes over"
          rows={2}
          placeholder="One moment, I am connecting you with a colleague."
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

const EMPTY_PROMPT =
  "Empty: the OPENAI_…INSTRUCTIONS of the server stand in, or else the built-in prompt.";

function Overrides({ bind }: PartProps) {
  return (
    <section class="form-section">
      <h2>What a call may replace</h2>
      <p class="field-hint">
        Voice, language and farewells of a call are always taken, these only where you allow it:
        whoever sets a call's variables decides them then.
      </p>
      <Switch
        label="The prompt (AI_SYSTEM_PROMPT)"
        hint="Used instead of yours. The house rules stay."
        {...bind("overrides", "prompt")}
      />
      <Switch
        label="The model (AI_MODEL)"
        hint="A wrong name makes calls fail, a dear one makes them dear."
        {...bind("overrides", "model")}
      />
      <Switch
        label="Tools (DATA_ACTION_IDS, MCP_TOOLS_JSON)"
        hint="The call's agent can then reach systems that you have not looked at."
        {...bind("overrides", "tools")}
      />
    </section>
  );
}

function Bytes({ text, limit }: { text: string; limit: number }) {
  const bytes = utf8Bytes(text);
  const look = bytes > limit ? "bytes over" : bytes > limit * 0.9 ? "bytes near" : "bytes";
  return <span class={look}>{countWords(bytes)} of {countWords(limit)} bytes.</span>;
}
