// When the agent speaks and when it lets itself be interrupted: presets first, then the numbers.
import { EAGERNESS, LIMITS, NOISE_REDUCTIONS } from "../../../server/contract/agent_limits.ts";
import { NOISE_WORDS } from "../../live/config_fields.ts";
import { applyPreset, presetOf, PRESETS } from "../../live/presets.ts";
import { Choice } from "../../ui/choice.tsx";
import { NumberField, Switch } from "../../ui/field.tsx";
import { SelectField, TextField } from "../../ui/text_field.tsx";
import { OrNone } from "./or_none.tsx";
import type { PartProps } from "./part_props.ts";

export function TurnsPart(props: PartProps) {
  return (
    <>
      <WhenItSpeaks {...props} />
      <Silence {...props} />
    </>
  );
}

function WhenItSpeaks(props: PartProps) {
  const { config, draft, bind } = props;
  const preset = presetOf(config.turnTaking);
  const anyError = draft.errors.value.some(({ path }) => path.startsWith("turnTaking."));
  return (
    <section class="form-section">
      <h2>When it speaks</h2>
      <Choice
        legend="What the line is like"
        look="tiles"
        value={preset?.id ?? null}
        onChange={(id) => {
          const chosen = PRESETS.find((candidate) => candidate.id === id);
          if (chosen) draft.editIn("turnTaking", applyPreset(chosen));
        }}
        options={PRESETS.map(({ id, name, words }) => ({ value: id, label: name, hint: words }))}
      />
      {!preset && <p class="field-hint">These are your own numbers.</p>}
      <Switch
        label="Callers may interrupt"
        hint="The agent falls silent as soon as the caller speaks. Without it, it finishes its sentence."
        {...bind("turnTaking", "bargeIn")}
      />
      <details class="numbers" open={!preset || anyError}>
        <summary>The numbers behind it</summary>
        <Numbers {...props} />
      </details>
    </section>
  );
}

function Numbers(props: PartProps) {
  const { config, draft, bind } = props;
  const value = config.turnTaking;
  return (
    <div class="numbers-body">
      <Choice
        legend="A turn ends"
        look="pills"
        value={value.mode}
        onChange={(mode) =>
          draft.editIn(
            "turnTaking",
            mode === "semantic_vad" ? { mode, idleTimeoutMs: null } : { mode },
          )}
        options={[
          { value: "server_vad", label: "After a silence" },
          { value: "semantic_vad", label: "When the sentence sounds finished" },
        ]}
      />
      {value.mode === "semantic_vad"
        ? (
          <SelectField
            label="Eagerness to answer"
            hint="Low waits longest; high answers soonest."
            {...bind("turnTaking", "eagerness")}
            options={EAGERNESS.map((eagerness) => [eagerness, eagerness] as const)}
          />
        )
        : <BySilence {...props} />}
      <div class="number-grid">
        <NumberField
          label="Speech that interrupts"
          unit="ms"
          hint="Shorter sounds are ignored: a cough is about 300 ms. 0: the first sound interrupts."
          range={LIMITS.bargeInMs}
          step={50}
          {...bind("turnTaking", "bargeInMs")}
          disabled={!value.bargeIn}
        />
        <SelectField
          label="Noise reduction"
          hint="Phone networks often filter already."
          {...bind("turnTaking", "noiseReduction")}
          options={NOISE_REDUCTIONS.map((name) => [name, NOISE_WORDS[name]] as const)}
        />
      </div>
      {value.mode === "server_vad" && (
        <OrNone
          label="The model itself asks again after a silence"
          hint="Better: “When the caller says nothing” below, which also gives up."
          start={10_000}
          {...bind("turnTaking", "idleTimeoutMs")}
          number={{
            label: "Asks again after",
            unit: "s",
            per: 1000,
            range: LIMITS.idleTimeoutMs,
            step: 0.5,
          }}
        />
      )}
    </div>
  );
}

function BySilence({ bind }: PartProps) {
  return (
    <div class="number-grid">
      <NumberField
        label="Silence that ends a turn"
        unit="ms"
        range={LIMITS.silenceDurationMs}
        step={50}
        {...bind("turnTaking", "silenceDurationMs")}
      />
      <NumberField
        label="Speech threshold"
        unit=""
        hint="Higher ignores more noise."
        range={LIMITS.threshold}
        step={0.05}
        {...bind("turnTaking", "threshold")}
      />
      <NumberField
        label="Sound kept before speech"
        unit="ms"
        range={LIMITS.prefixPaddingMs}
        step={50}
        {...bind("turnTaking", "prefixPaddingMs")}
      />
    </div>
  );
}

function Silence({ config, bind }: PartProps) {
  const { noInput, turnTaking } = config;
  return (
    <section class="form-section">
      <h2>When the caller says nothing</h2>
      <OrNone
        label="Ask whether the caller is still there"
        hint="After a silence of both sides. A call on hold is left alone."
        start={10_000}
        {...bind("noInput", "afterMs")}
        number={{
          label: "Asks after",
          unit: "s",
          per: 1000,
          range: LIMITS.noInputMs,
          step: 1,
        }}
      />
      {noInput.afterMs !== null && (
        <>
          {turnTaking.idleTimeoutMs !== null && turnTaking.mode === "server_vad" && (
            <p class="field-hint warn">
              The model asks by itself too, after {turnTaking.idleTimeoutMs / 1000}{" "}
              s: the caller may be asked twice.
            </p>
          )}
          <NumberField
            label="Gives up after"
            unit="questions"
            hint="Then the agent says goodbye and the call ends."
            range={LIMITS.giveUpAfter}
            step={1}
            {...bind("noInput", "giveUpAfter")}
          />
          <TextField
            label="What to ask"
            rows={2}
            hint="An instruction. Empty: it asks whether the caller is still there."
            {...bind("noInput", "words")}
          />
        </>
      )}
    </section>
  );
}
