// What Asterisk tells of a call beside its sound: pairs of a payload or a query, cut to sizes that nothing behind can
// choke on (V-03, G-32). They are typed by a dialplan's author and may hold what the caller sent. Pure.

export interface CallFacts {
  caller: string;
  called: string;
  language: string;
  variables: Record<string, string>;
  /** Entries left out, and values that were shortened. */
  dropped: number;
  cut: number;
}

const MAX_ENTRIES = 50;
const MAX_NAME_CHARS = 128;
const MAX_VALUE_CHARS = 2_048;

/** Text, numbers and truth values; of a name given twice the last counts. */
export function factsOf(pairs: Iterable<readonly [string, unknown]>): CallFacts {
  const values = new Map<string, string>();
  let dropped = 0;
  let cut = 0;
  for (const [name, value] of pairs) {
    const text = textOf(value);
    const full = values.size >= MAX_ENTRIES && !values.has(name);
    const badName = name.trim() === "" || name.length > MAX_NAME_CHARS || name === "__proto__";
    if (text === null || full || badName) {
      dropped++;
      continue;
    }
    const kept = cutText(text, MAX_VALUE_CHARS);
    if (kept !== text) cut++;
    values.set(cutText(name, MAX_NAME_CHARS), kept);
  }
  const first = (...names: string[]) =>
    names.map((name) => values.get(name)?.trim() ?? "").find((value) => value !== "") ?? "";
  return {
    caller: first("caller", "from").slice(0, 256).toWellFormed(),
    called: first("called", "to").slice(0, 256).toWellFormed(),
    language: first("language").slice(0, 64).toWellFormed(),
    variables: Object.fromEntries(values),
    dropped,
    cut,
  };
}

/** Well-formed text of at most `maxChars` UTF-16 units, without NUL, which no database takes. */
function cutText(text: string, maxChars: number): string {
  return text.slice(0, maxChars).toWellFormed().replaceAll("\0", "");
}

/** An id of Asterisk's for people to look up there: 64 characters that harm nothing. */
export function safeId(id: string): string {
  return id.slice(0, 64).replaceAll(/[^\w.:@/+-]/g, "_");
}

function textOf(value: unknown): string | null {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}
