// A number that may be none at all: a switch, and the number once it is on.
import { NumberField, type NumberFieldProps, Switch } from "../../ui/field.tsx";

interface OrNoneProps {
  label: string;
  hint?: string;
  /** Null: switched off. */
  value: number | null;
  /** The number to begin with when it is switched on. */
  start: number;
  error?: string | undefined;
  onValue: (value: number | null) => void;
  number: Omit<NumberFieldProps, "value" | "onValue" | "error">;
}

export function OrNone({ label, hint, value, start, error, onValue, number }: OrNoneProps) {
  return (
    <div class="together">
      <Switch
        label={label}
        {...hint === undefined ? {} : { hint }}
        checked={value !== null}
        onChange={(on) => onValue(on ? start : null)}
      />
      {value !== null && <NumberField {...number} error={error} value={value} onValue={onValue} />}
    </div>
  );
}
