// A field for a password that can be shown, so that nobody has to guess what was typed. Password managers know it.
import { useState } from "preact/hooks";
import { SIGN_IN_TEXTS as TEXTS } from "../texts/sign_in.ts";
import { Field } from "./field.tsx";
import { EyeIcon, EyeOffIcon } from "./icons.tsx";

interface PasswordFieldProps {
  label: string;
  value: string;
  onValue: (value: string) => void;
  /** "new-password" where one is chosen. */
  autocomplete: "current-password" | "new-password" | "off";
  /** Its name for password managers. */
  field?: string;
  hint?: string | undefined;
  error?: string | undefined;
}

export function PasswordField(props: PasswordFieldProps) {
  const [shown, setShown] = useState(false);
  return (
    <Field label={props.label} hint={props.hint} error={props.error}>
      {(ids) => {
        const field = {
          ...ids,
          class: "input",
          name: props.field ?? "password",
          autocomplete: props.autocomplete,
          autocapitalize: "off",
          spellcheck: false,
          value: props.value,
          onInput: (event: { currentTarget: HTMLInputElement }) =>
            props.onValue(event.currentTarget.value),
        } as const;
        return (
          <span class="password">
            {shown ? <input {...field} type="text" /> : <input {...field} type="password" />}
            <button
              type="button"
              class="button quiet square"
              aria-pressed={shown}
              title={shown ? TEXTS.hide : TEXTS.show}
              onClick={() => setShown(!shown)}
            >
              {shown ? <EyeOffIcon /> : <EyeIcon />}
              <span class="hidden">{TEXTS.show}</span>
            </button>
          </span>
        );
      }}
    </Field>
  );
}
