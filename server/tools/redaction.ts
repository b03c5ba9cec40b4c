// Hides what people must not see in arguments and results: dotted paths into JSON. Pure.

export const REDACTED = "[REDACTED]";

/**
 * A copy of `value` with every place that a path leads to replaced. A path begins at the root and goes through
 * arrays by itself: "items.iban" and "items.*.iban" are the iban of every item, "items.0.iban" that of the first;
 * "*" is also any key of an object. Names are taken as they are written.
 */
export function redact(value: unknown, paths: readonly string[]): unknown {
  return paths.reduce((hidden, path) => hide(hidden, path.split(".")), value);
}

function hide(value: unknown, path: readonly string[]): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return REDACTED;
  if (Array.isArray(value)) {
    if (name === "*") return value.map((item) => hide(item, rest));
    if (/^\d+$/.test(name)) {
      return value.map((item, index) => index === Number(name) ? hide(item, rest) : item);
    }
    return value.map((item) => hide(item, path));
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map((
      [key, item],
    ) => [key, name === "*" || key === name ? hide(item, rest) : item]),
  );
}

/** Arguments as people may see them. What is not JSON could hold anything: only its length is told. */
export function shownArguments(text: string, paths: readonly string[]): string {
  try {
    return cutText(JSON.stringify(redact(JSON.parse(text || "{}"), paths)), SHOWN_BYTES);
  } catch {
    return `(not JSON, ${text.length} characters)`;
  }
}

/** Of what people see of a tool call. */
export const SHOWN_BYTES = 2048;

/** At most `maxBytes` of UTF-8, with "…" where something was cut. */
export function cutText(text: string, maxBytes: number): string {
  const encoded = new TextEncoder().encode(text);
  if (encoded.length <= maxBytes) return text;
  const room = encoded.subarray(0, maxBytes - 3);
  // A character that the cut went through is dropped, not shown as a question mark.
  return `${new TextDecoder().decode(room, { stream: true })}…`;
}
