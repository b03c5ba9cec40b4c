// Records by id that must not pile up over a long call. Pure.

/** Words that never come to a final line, and turns that nobody transcribes. */
const KEPT_ITEMS = 40;

export function without<T>(
  record: Readonly<Record<string, T>>,
  key: string,
): Readonly<Record<string, T>> {
  if (!(key in record)) return record;
  const { [key]: _, ...others } = record;
  return others;
}

/** Without its oldest entry, where there are too many. */
export function bounded<T>(record: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  const keys = Object.keys(record);
  return keys.length > KEPT_ITEMS ? without(record, keys[0]!) : record;
}
