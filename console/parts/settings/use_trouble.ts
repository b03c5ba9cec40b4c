// What is wrong with a form: said at its fields, or below all of them where it is about none.
import { useState } from "preact/hooks";
import type { FieldError, Refusal } from "../../api.ts";

export interface Trouble {
  /** About no field; "": none. */
  words: string;
  at(path: string): string | undefined;
  /** Tells of what is missing in the place of what was told before. Returns whether anything is. */
  missing(errors: readonly FieldError[]): boolean;
  refused(refusal: Pick<Refusal, "fields" | "message">): void;
  /** What is wrong with a field goes as it is mended. */
  mended(paths: readonly string[]): void;
}

export function useTrouble(): Trouble {
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const [words, setWords] = useState("");
  return {
    words,
    at: (path) => errors.find((error) => error.path === path)?.message,
    missing(found) {
      setErrors(found);
      setWords("");
      return found.length > 0;
    },
    refused({ fields, message }) {
      setErrors(fields);
      setWords(fields.length === 0 ? message : "");
    },
    mended: (paths) => setErrors(errors.filter(({ path }) => !paths.includes(path))),
  };
}

/** `missing`: what is said where nothing was entered. */
export function required(path: string, entered: boolean, missing: string): FieldError[] {
  return entered ? [] : [{ path, message: missing }];
}
