// Any of a few, as native boxes to tick drawn as pills or tiles: what choice.tsx is for one of them.
import { useId } from "preact/hooks";
import type { Option } from "./choice.tsx";

interface ChoicesProps<T extends string> {
  legend: string;
  /** In the order in which they are told. */
  options: readonly (Option<T> & { disabled?: boolean })[];
  chosen: readonly T[];
  look: "pills" | "tiles";
  hint?: string | undefined;
  error?: string | undefined;
  onChange: (chosen: T[]) => void;
}

export function Choices<T extends string>(props: ChoicesProps<T>) {
  const { options, chosen, look, hint, error } = props;
  const id = useId();
  const change = (value: T, on: boolean) =>
    props.onChange(
      options.map((option) => option.value)
        .filter((each) => each === value ? on : chosen.includes(each)),
    );
  return (
    <fieldset
      class={error ? `choice ${look} wrong` : `choice ${look}`}
      aria-describedby={`${id}-hint ${id}-error`}
    >
      <legend class="field-label">{props.legend}</legend>
      <div class="choice-options">
        {options.map((option) => (
          <label key={option.value} class="option">
            <input
              type="checkbox"
              checked={chosen.includes(option.value)}
              disabled={option.disabled ?? false}
              onChange={({ currentTarget }) => change(option.value, currentTarget.checked)}
            />
            <span class="option-words">
              <span class="option-label">{option.label}</span>
              {option.hint && <small>{option.hint}</small>}
            </span>
          </label>
        ))}
      </div>
      {hint !== undefined && <div class="field-hint" id={`${id}-hint`}>{hint}</div>}
      <div class="field-error" id={`${id}-error`}>{error}</div>
    </fieldset>
  );
}
