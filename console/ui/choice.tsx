// One of a few, as native radio buttons drawn as pills or tiles.
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

export interface Option<T extends string> {
  value: T;
  label: ComponentChildren;
  hint?: string;
}

interface ChoiceProps<T extends string> {
  legend: string;
  options: readonly Option<T>[];
  value: T | null;
  look: "pills" | "tiles";
  /** The legend is for assistive technology only. */
  quiet?: boolean;
  onChange: (value: T) => void;
}

export function Choice<T extends string>(props: ChoiceProps<T>) {
  const name = useId();
  return (
    <fieldset class={`choice ${props.look}`}>
      <legend class={props.quiet ? "hidden" : "field-label"}>{props.legend}</legend>
      <div class="choice-options">
        {props.options.map(({ value, label, hint }) => (
          <label key={value} class="option">
            <input
              type="radio"
              name={name}
              value={value}
              checked={props.value === value}
              onChange={() => props.onChange(value)}
            />
            <span class="option-words">
              <span class="option-label">{label}</span>
              {hint && <small>{hint}</small>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
