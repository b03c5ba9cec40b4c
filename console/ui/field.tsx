// A labelled form field with its hint and its error, tied together for assistive technology.
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

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

interface NumberFieldProps {
  label: string;
  unit: string;
  value: number;
  range: { min: number; max: number };
  step: number;
  error?: string | undefined;
  hint?: string;
  disabled?: boolean;
  onValue: (value: number) => void;
}

/** An emptied field gives NaN, which the draft tells at its field instead of sending. */
export function NumberField(props: NumberFieldProps) {
  const { label, unit, value, range, error, hint, onValue } = props;
  return (
    <Field
      label={label}
      error={error}
      hint={hint ?? `${range.min} to ${range.max}${unit && ` ${unit}`}`}
    >
      {(ids) => (
        <input
          {...ids}
          class="input number"
          type="number"
          inputMode="decimal"
          min={range.min}
          max={range.max}
          step={props.step}
          disabled={props.disabled ?? false}
          value={Number.isNaN(value) ? "" : value}
          onInput={(event) => onValue(event.currentTarget.valueAsNumber)}
        />
      )}
    </Field>
  );
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
