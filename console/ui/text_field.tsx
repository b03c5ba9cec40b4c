// Labelled fields for words: one line, several lines, one of a list.
import type { ComponentChildren } from "preact";
import { Field } from "./field.tsx";

interface TextFieldProps {
  label: string;
  value: string;
  onValue: (value: string) => void;
  hint?: ComponentChildren;
  error?: string | undefined;
  placeholder?: string;
  /** More than one: a text of several lines. */
  rows?: number;
  /** Code: letters of one width, nothing corrected. */
  code?: boolean;
  maxLength?: number;
  short?: boolean;
}

export function TextField(props: TextFieldProps) {
  const { code = false, rows = 1, value, placeholder = "" } = props;
  const look = ["input", code && "code", props.short && "short"].filter(Boolean).join(" ");
  const plain = code ? { spellcheck: false, autocapitalize: "off" } as const : {};
  return (
    <Field label={props.label} hint={props.hint} error={props.error}>
      {(ids) =>
        rows > 1
          ? (
            <textarea
              {...ids}
              {...plain}
              class={look}
              rows={rows}
              placeholder={placeholder}
              value={value}
              onInput={(event) => props.onValue(event.currentTarget.value)}
            />
          )
          : (
            <input
              {...ids}
              {...plain}
              class={look}
              autocomplete="off"
              maxLength={props.maxLength}
              placeholder={placeholder}
              value={value}
              onInput={(event) => props.onValue(event.currentTarget.value)}
            />
          )}
    </Field>
  );
}

interface SelectFieldProps<T extends string> {
  label: string;
  value: T;
  options: readonly (readonly [value: T, words: string])[];
  onValue: (value: T) => void;
  hint?: ComponentChildren;
  error?: string | undefined;
  disabled?: boolean;
}

/** A value that is not on offer any more stays to be seen, by its own name. */
export function SelectField<T extends string>(props: SelectFieldProps<T>) {
  const { value, options } = props;
  const offered = options.some(([option]) => option === value)
    ? options
    : [[value, value || "–"] as const, ...options];
  return (
    <Field label={props.label} hint={props.hint} error={props.error}>
      {(ids) => (
        <select
          {...ids}
          class="input short"
          disabled={props.disabled ?? false}
          value={value}
          onChange={(event) => {
            const chosen = offered.find(([option]) => option === event.currentTarget.value);
            if (chosen) props.onValue(chosen[0]);
          }}
        >
          {offered.map(([option, words]) => <option key={option} value={option}>{words}</option>)}
        </select>
      )}
    </Field>
  );
}

interface LinesFieldProps {
  label: string;
  /** One to a line. */
  values: readonly string[];
  onValues: (values: string[]) => void;
  hint?: ComponentChildren;
  error?: string | undefined;
  placeholder?: string;
}

/** A list of short texts, one to a line. Empty lines stay while somebody types and count for nothing. */
export function LinesField({ values, onValues, ...rest }: LinesFieldProps) {
  return (
    <TextField
      {...rest}
      code
      rows={2}
      value={values.join("\n")}
      onValue={(text) => onValues(text === "" ? [] : text.split("\n"))}
    />
  );
}

/** What `LinesField` gave, without spaces around and without empty lines. */
export function tidyLines(lines: readonly string[]): string[] {
  return lines.map((line) => line.trim()).filter((line) => line !== "");
}
