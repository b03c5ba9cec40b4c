// When the agent speaks and when it lets itself be interrupted: presets first, then the numbers.
import { EAGERNESS, LIMITS, NOISE_REDUCTIONS } from "../../../server/contract/agent_limits.ts";
import { NOISE_WORDS } from "../../live/config_fields.ts";
import { applyPreset, presetOf, PRESETS } from "../../live/presets.ts";
import { AGENT_TURNS_TEXTS as TEXTS } from "../../texts/agent_turns.ts";
import { pointed } from "../../texts/numbers.ts";
import { Choice } from "../../ui/choice.tsx";
import { NumberField, Switch } from "../../ui/field.tsx";
import { SelectField, TextField } from "../../ui/text_field.tsx";
import { OrNone } from "./or_none.tsx";
import type { PartProps } from "./part_props.ts";

const NO_INPUT = TEXTS.noInput;

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
      <h2>{TEXTS.title}</h2>
      <Choice
        legend={TEXTS.line}
        look="tiles"
        value={preset?.id ?? null}
        onChange={(id) => {
          const chosen = PRESETS.find((candidate) => candidate.id === id);
          if (chosen) draft.editIn("turnTaking", applyPreset(chosen));
        }}
        options={PRESETS.map(({ id, name, words }) => ({ value: id, label: name, hint: words }))}
      />
      {!preset && <p class="field-hint">{TEXTS.ownNumbers}</p>}
      <Switch
        label={TEXTS.bargeIn}
        hint={TEXTS.bargeInHint}
        {...bind("turnTaking", "bargeIn")}
      />
      <details class="numbers" open={!preset || anyError}>
        <summary>{TEXTS.numbers}</summary>
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
        legend={TEXTS.ends}
        look="pills"
        value={value.mode}
        onChange={(mode) =>
          draft.editIn(
            "turnTaking",
            mode === "semantic_vad" ? { mode, idleTimeoutMs: null } : { mode },
          )}
        options={[
          { value: "server_vad", label: TEXTS.endsBySilence },
          { value: "semantic_vad", label: TEXTS.endsBySense },
        ]}
      />
      {value.mode === "semantic_vad"
        ? (
          <SelectField
            label={TEXTS.eagerness}
            hint={TEXTS.eagernessHint}
            {...bind("turnTaking", "eagerness")}
            options={EAGERNESS.map((eagerness) => [eagerness, eagerness] as const)}
          />
        )
        : <BySilence {...props} />}
      <div class="number-grid">
        <NumberField
          label={TEXTS.interrupts}
          unit={TEXTS.ms}
          hint={TEXTS.interruptsHint}
          range={LIMITS.bargeInMs}
          step={50}
          {...bind("turnTaking", "bargeInMs")}
          disabled={!value.bargeIn}
        />
        <SelectField
          label={TEXTS.noise}
          hint={TEXTS.noiseHint}
          {...bind("turnTaking", "noiseReduction")}
          options={NOISE_REDUCTIONS.map((name) => [name, NOISE_WORDS[name]] as const)}
        />
      </div>
      {value.mode === "server_vad" && (
        <OrNone
          label={TEXTS.modelAsks}
          hint={TEXTS.modelAsksHint}
          start={10_000}
          {...bind("turnTaking", "idleTimeoutMs")}
          number={{
            label: TEXTS.modelAsksAfter,
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
        label={TEXTS.silence}
        unit={TEXTS.ms}
        range={LIMITS.silenceDurationMs}
        step={50}
        {...bind("turnTaking", "silenceDurationMs")}
      />
      <NumberField
        label={TEXTS.threshold}
        unit=""
        hint={TEXTS.thresholdHint}
        range={LIMITS.threshold}
        step={0.05}
        {...bind("turnTaking", "threshold")}
      />
      <NumberField
        label={TEXTS.padding}
        unit={TEXTS.ms}
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
      <h2>{NO_INPUT.title}</h2>
      <OrNone
        label={NO_INPUT.ask}
        hint={NO_INPUT.askHint}
        start={10_000}
        {...bind("noInput", "afterMs")}
        number={{
          label: NO_INPUT.after,
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
              {NO_INPUT.twice(pointed(turnTaking.idleTimeoutMs / 1000))}
            </p>
          )}
          <NumberField
            label={NO_INPUT.givesUp}
            unit={NO_INPUT.questions}
            hint={NO_INPUT.givesUpHint}
            range={LIMITS.giveUpAfter}
            step={1}
            {...bind("noInput", "giveUpAfter")}
          />
          <TextField
            label={NO_INPUT.words}
            rows={2}
            hint={NO_INPUT.wordsHint}
            {...bind("noInput", "words")}
          />
        </>
      )}
    </section>
  );
}
