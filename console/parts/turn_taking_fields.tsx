// When the agent speaks and when it lets itself be interrupted: presets first, then the numbers.
import type { TurnTaking } from "../../server/contract/agent.ts";
import { EAGERNESS, LIMITS } from "../../server/contract/agent_limits.ts";
import { applyPreset, presetOf, PRESETS } from "../live/presets.ts";
import { Choice } from "../ui/choice.tsx";
import { Field, NumberField, Switch } from "../ui/field.tsx";

interface TurnTakingProps {
  value: TurnTaking;
  errorAt: (path: string) => string | undefined;
  onEdit: (change: Partial<TurnTaking>) => void;
}

export function TurnTakingFields({ value, errorAt, onEdit }: TurnTakingProps) {
  const preset = presetOf(value);
  const at = (name: keyof TurnTaking) => errorAt(`turnTaking.${name}`);
  const anyError = (Object.keys(value) as (keyof TurnTaking)[]).some((name) => at(name));
  return (
    <section class="form-section">
      <h2>When it speaks</h2>
      <Choice
        legend="Pace"
        look="tiles"
        value={preset?.id ?? null}
        onChange={(id) => {
          const chosen = PRESETS.find((candidate) => candidate.id === id);
          if (chosen) onEdit(applyPreset(chosen));
        }}
        options={PRESETS.map(({ id, name, words }) => ({ value: id, label: name, hint: words }))}
      />
      {!preset && <p class="field-hint">These are your own numbers.</p>}
      <Switch
        label="Callers may interrupt"
        hint="The agent falls silent as soon as the caller speaks. Without it, it finishes its sentence."
        checked={value.bargeIn}
        onChange={(bargeIn) => onEdit({ bargeIn })}
      />
      <details class="numbers" open={!preset || anyError}>
        <summary>The numbers behind it</summary>
        <Numbers value={value} at={at} onEdit={onEdit} />
      </details>
    </section>
  );
}

interface NumbersProps {
  value: TurnTaking;
  at: (name: keyof TurnTaking) => string | undefined;
  onEdit: (change: Partial<TurnTaking>) => void;
}

function Numbers({ value, at, onEdit }: NumbersProps) {
  return (
    <div class="numbers-body">
      <Choice
        legend="A turn ends"
        look="pills"
        value={value.mode}
        onChange={(mode) =>
          onEdit(mode === "semantic_vad" ? { mode, idleTimeoutMs: null } : { mode })}
        options={[
          { value: "server_vad", label: "After a silence" },
          { value: "semantic_vad", label: "When the sentence sounds finished" },
        ]}
      />
      {value.mode === "semantic_vad"
        ? <Eagerness value={value} at={at} onEdit={onEdit} />
        : (
          <div class="number-grid">
            <NumberField
              label="Silence that ends a turn"
              unit="ms"
              range={LIMITS.silenceDurationMs}
              step={50}
              value={value.silenceDurationMs}
              error={at("silenceDurationMs")}
              onValue={(silenceDurationMs) => onEdit({ silenceDurationMs })}
            />
            <NumberField
              label="Speech threshold"
              unit=""
              hint="0 to 1. Higher ignores more noise."
              range={LIMITS.threshold}
              step={0.05}
              value={value.threshold}
              error={at("threshold")}
              onValue={(threshold) => onEdit({ threshold })}
            />
            <NumberField
              label="Sound kept before speech"
              unit="ms"
              range={LIMITS.prefixPaddingMs}
              step={50}
              value={value.prefixPaddingMs}
              error={at("prefixPaddingMs")}
              onValue={(prefixPaddingMs) => onEdit({ prefixPaddingMs })}
            />
          </div>
        )}
      {value.mode === "server_vad" && (
        <div class="together">
          <Switch
            label="Ask again when the caller stays silent"
            checked={value.idleTimeoutMs !== null}
            onChange={(on) => onEdit({ idleTimeoutMs: on ? 10_000 : null })}
          />
          {value.idleTimeoutMs !== null && (
            <NumberField
              label="Asks again after"
              unit="ms"
              range={LIMITS.idleTimeoutMs}
              step={500}
              value={value.idleTimeoutMs}
              error={at("idleTimeoutMs")}
              onValue={(idleTimeoutMs) => onEdit({ idleTimeoutMs })}
            />
          )}
        </div>
      )}
    </div>
  );
}

function Eagerness({ value, at, onEdit }: NumbersProps) {
  return (
    <Field
      label="Eagerness to answer"
      error={at("eagerness")}
      hint="Low waits longest; high answers soonest."
    >
      {(ids) => (
        <select
          {...ids}
          class="input short"
          value={value.eagerness}
          onChange={(event) => {
            const eagerness = EAGERNESS.find((e) => e === event.currentTarget.value);
            if (eagerness) onEdit({ eagerness });
          }}
        >
          {EAGERNESS.map((eagerness) => <option key={eagerness}>{eagerness}</option>)}
        </select>
      )}
    </Field>
  );
}
