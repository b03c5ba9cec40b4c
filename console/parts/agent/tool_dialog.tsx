// The frame of the dialogs in which a tool is edited: on a copy, checked before it goes to the draft.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Toolbox } from "../../../server/contract/toolbox.ts";
import type { FieldError } from "../../api.ts";
import { faults, twice } from "../../live/field_checks.ts";
import { AGENT_TOOLS_TEXTS } from "../../texts/agent_tools.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Switch } from "../../ui/field.tsx";
import { TextField } from "../../ui/text_field.tsx";

const TEXTS = AGENT_TOOLS_TEXTS.dialog;

/** What the dialog of every kind of tool is given. */
export interface ToolDialogProps<T> {
  item: T;
  /** Names of the others in the list. */
  taken: readonly string[];
  /** A fault the draft knows, by the field's path inside the tool. */
  errorAt: (field: string) => string | undefined;
  /** Null until it is known. */
  toolbox: Toolbox | null;
  onDone: (item: T) => void;
  onClose: () => void;
}

export interface Copy<T> {
  item: T;
  set: (change: Partial<T>) => void;
  at: (field: string) => string | undefined;
  /** The item as it may be sent; null where something is wrong, which is then shown at its field. */
  sound: () => T | null;
}

/** A copy of the tool to edit; `nameField` names it among its kind. */
export function useCopy<T extends object>(
  props: ToolDialogProps<T>,
  { nameField, check, tidy = (item) => item }: {
    nameField: keyof T & string;
    check: (item: T) => FieldError[];
    tidy?: (item: T) => T;
  },
): Copy<T> {
  const [item, setItem] = useState(props.item);
  const [errors, setErrors] = useState<readonly FieldError[] | null>(null);

  function faultsOf(next: T): FieldError[] {
    const names = [...props.taken, String(next[nameField])];
    return faults(...check(next), twice(names, names.length - 1, nameField));
  }

  return {
    item,
    set(change) {
      const next = { ...item, ...change };
      setItem(next);
      // Faults are told when somebody is done; after that they go as they are mended.
      if (errors) setErrors(faultsOf(tidy(next)));
    },
    at: (field) =>
      errors ? errors.find(({ path }) => path === field)?.message : props.errorAt(field),
    sound() {
      const found = faultsOf(tidy(item));
      setErrors(found);
      return found.length === 0 ? tidy(item) : null;
    },
  };
}

interface FrameProps<T> {
  title: string;
  copy: Copy<T>;
  onDone: (item: T) => void;
  onClose: () => void;
  children: ComponentChildren;
}

export function ToolDialog<T>({ title, copy, onDone, onClose, children }: FrameProps<T>) {
  return (
    <Dialog title={title} wide steady onClose={onClose}>
      <form
        class="dialog-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const item = copy.sound();
          if (item) onDone(item);
        }}
      >
        {children}
        <div class="dialog-acts">
          <button type="button" class="button" onClick={onClose}>{TEXTS.cancel}</button>
          <button type="submit" class="button primary">{TEXTS.done}</button>
        </div>
      </form>
    </Dialog>
  );
}

/** What it is for; every kind of tool has it. */
export function Purpose(
  { copy, hint }: { copy: Copy<{ description: string }>; hint: string },
) {
  return (
    <TextField
      label={TEXTS.purpose}
      rows={2}
      error={copy.at("description")}
      hint={hint}
      value={copy.item.description}
      onValue={(description) => copy.set({ description })}
    />
  );
}

export function AskFirst(
  { checked, onChange }: { checked: boolean; onChange: (on: boolean) => void },
) {
  return (
    <Switch
      label={TEXTS.askFirst}
      hint={TEXTS.askFirstHint}
      checked={checked}
      onChange={onChange}
    />
  );
}
