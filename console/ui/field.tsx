// A labelled form field with its hint and its error, tied together for assistive technology.
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { pointed } from "../texts/numbers.ts";
import { UI_TEXTS } from "../texts/ui.ts";

interface FieldProps {
  label: string;
  hint?: ComponentChildren;
  error?: string | undefined;
  /** Draws the control with the ids that tie it to its words. */
  children: (
    ids: { id: string; "aria-describedby": string; "aria-invalid": boolean },
  ) => ComponentChildren;
}

export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId();
  const describedBy = `${id}-hint ${id}-error`;
  return (
    <div class={error ? "field wrong" : "field"}>
      <label class="field-label" for={id}>{label}</label>
      {children({ id, "aria-describedby": describedBy, "aria-invalid": error !== undefined })}
      <div class="field-hint" id={`${id}-hint`}>{hint}</div>
      <div class="field-error" id={`${id}-error`}>{error}</div>
    </div>
  );
}

export interface NumberFieldProps {
  label: string;
  unit: string;
  value: number;
  range: { min: number; max: number };
  step: number;
  /** How many of the value's units make one of what is typed: 1000 where ms are typed as seconds. */
  per?: number;
  error?: string | undefined;
  hint?: string;
  disabled?: boolean;
  onValue: (value: number) => void;
}

/** An emptied field gives NaN, which the draft tells at its field instead of sending. */
export function NumberField(props: NumberFieldProps) {
  const { label, unit, value, range, error, hint, onValue, per = 1 } = props;
  return (
    <Field
      label={label}
      error={error}
      hint={[hint, UI_TEXTS.range(pointed(range.min / per), pointed(range.max / per), unit)].filter(
        Boolean,
      )
        .join(" ")}
    >
      {(ids) => (
        <input
          {...ids}
          class="input number"
          type="number"
          inputMode="decimal"
          min={range.min / per}
          max={range.max / per}
          step={props.step}
          disabled={props.disabled ?? false}
          value={Number.isNaN(value) ? "" : value / per}
          onInput={(event) => onValue(scaled(event.currentTarget.valueAsNumber, per))}
        />
      )}
    </Field>
  );
}

/** Whole units where the value is finer than what is typed. */
function scaled(typed: number, per: number): number {
  return per === 1 ? typed : Math.round(typed * per);
}

interface SwitchProps {
  label: string;
  hint?: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

export function Switch({ label, hint, checked, onChange }: SwitchProps) {
  return (
    <label class="switch">
      <input
        type="checkbox"
        role="switch"
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span class="switch-words">
        {label}
        {hint && <small>{hint}</small>}
      </span>
    </label>
  );
}
