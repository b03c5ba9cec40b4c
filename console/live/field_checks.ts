// Small checks of one field each: a fault with its path, or nothing. Pure.
import { utf8Bytes } from "../../server/contract/agent_limits.ts";
import type { FieldError } from "../api.ts";
import { CHECK_TEXTS as TEXTS } from "../texts/checks.ts";
import { pointed } from "../texts/numbers.ts";

export type Faults = readonly (FieldError | null | false)[];

export function faults(...found: Faults): FieldError[] {
  return found.filter((fault) => fault !== null && fault !== false);
}

export function tooLong(path: string, text: string, limit: number): FieldError | null {
  const bytes = utf8Bytes(text);
  return bytes <= limit ? null : {
    path,
    message: TEXTS.tooLong(String(bytes - limit), String(limit), String(bytes)),
  };
}

/** `unit`: the size of what a person types, such as 1000 where ms are typed as seconds. Null fits always. */
export function outside(
  path: string,
  value: number | null,
  range: { min: number; max: number },
  unit = 1,
): FieldError | null {
  if (value === null || (Number.isFinite(value) && value >= range.min && value <= range.max)) {
    return null;
  }
  return { path, message: TEXTS.outside(pointed(range.min / unit), pointed(range.max / unit)) };
}

/** At the second and later ones of the same name. */
export function twice(names: readonly string[], index: number, path: string): FieldError | null {
  const name = names[index];
  return name !== undefined && names.indexOf(name) < index
    ? { path, message: TEXTS.twice(name) }
    : null;
}
