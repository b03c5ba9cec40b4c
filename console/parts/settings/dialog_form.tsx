// The frame of a dialog that saves something: its fields, what is wrong with none of them, and its two ways out.
import type { ComponentChildren } from "preact";
import { SETTINGS_TEXTS } from "../../texts/settings.ts";
import { Dialog } from "../../ui/dialog.tsx";

interface DialogFormProps {
  title: string;
  /** Of the button that sends it, and while it is on its way. */
  act: string;
  acting: string;
  busy: boolean;
  /** About the whole; "": none. */
  trouble: string;
  onSend: () => Promise<void>;
  onClose: () => void;
  /** What else can be done, before these two. */
  acts?: ComponentChildren;
  children: ComponentChildren;
}

export function DialogForm(props: DialogFormProps) {
  const { acts, busy, onClose } = props;
  return (
    <Dialog title={props.title} wide steady onClose={onClose}>
      <form
        class="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          void props.onSend();
        }}
        noValidate
      >
        {props.children}
        {props.trouble !== "" && <p class="field-error" role="alert">{props.trouble}</p>}
        <div class={acts ? "dialog-acts spread" : "dialog-acts"}>
          {acts}
          <button type="button" class="button" onClick={onClose}>{SETTINGS_TEXTS.cancel}</button>
          <button type="submit" class="button primary" disabled={busy}>
            {busy ? props.acting : props.act}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
