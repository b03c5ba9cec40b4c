// What is typed into a dialog that saves something, what is wrong with it, and whether it is on its way.
import { useState } from "preact/hooks";
import { type Trouble, useTrouble } from "./use_trouble.ts";

export interface Form<T> {
  form: T;
  /** Puts another in its place. */
  setForm(form: T): void;
  /** By whoever types: what is wrong with a field goes as it is mended. */
  edit(change: Partial<T>): void;
  trouble: Trouble;
  busy: boolean;
  setBusy(busy: boolean): void;
}

export function useForm<T extends object>(first: T): Form<T> {
  const [form, setForm] = useState(first);
  const trouble = useTrouble();
  const [busy, setBusy] = useState(false);
  return {
    form,
    setForm,
    edit(change) {
      setForm({ ...form, ...change });
      trouble.mended(Object.keys(change));
    },
    trouble,
    busy,
    setBusy,
  };
}
