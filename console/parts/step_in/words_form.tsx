// A text for the call with its button; Ctrl+Enter sends. Whisper and say are both such a form.
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { keyWords } from "../../live/keys.ts";
import { STEP_IN_TEXTS } from "../../texts/step_in.ts";
import { Field } from "../../ui/field.tsx";

const TEXTS = STEP_IN_TEXTS.form;

interface WordsFormProps {
  label: string;
  hint: ComponentChildren;
  placeholder: string;
  maxChars: number;
  value: string;
  onValue: (value: string) => void;
  /** Stands above the button. */
  children?: ComponentChildren;
  button: string;
  busy: boolean;
  onSend: () => void;
}

/** From this share of its length on the field says how much is left. */
const TELL_FROM = 0.8;

export function WordsForm(props: WordsFormProps) {
  const { value, maxChars } = props;
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector("textarea")?.focus(), []);
  const left = maxChars - value.length;
  const ready = value.trim() !== "" && !props.busy;

  function send(event: Event): void {
    event.preventDefault();
    if (ready) props.onSend();
  }

  return (
    <form
      class="words-form"
      ref={form}
      onSubmit={send}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send(event);
      }}
    >
      <Field
        label={props.label}
        hint={
          <>
            {props.hint}
            {value.length > maxChars * TELL_FROM && ` ${TEXTS.left(left)}`}
          </>
        }
      >
        {(ids) => (
          <textarea
            {...ids}
            class="input"
            rows={2}
            maxLength={maxChars}
            placeholder={props.placeholder}
            value={value}
            onInput={(event) => props.onValue(event.currentTarget.value)}
          />
        )}
      </Field>
      <div class="words-foot">
        {props.children}
        <span class="words-send">
          <span class="send-keys muted">
            <kbd>{keyWords("Ctrl")}</kbd>
            <kbd>{keyWords("Enter")}</kbd>
          </span>
          <button type="submit" class="button primary" aria-disabled={!ready}>
            {props.busy ? TEXTS.sending : props.button}
          </button>
        </span>
      </div>
    </form>
  );
}
