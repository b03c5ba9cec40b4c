// Variables that cross the border of the phone system, cut to sizes that nothing behind can choke on (G-32).
// Names and values are free text typed by a flow's author, or come from a model. Pure.

const MAX_ENTRIES = 100;
const MAX_NAME_CHARS = 128;
/** A flow may bring a whole prompt; what goes back to it is short. */
const MAX_VALUE_CHARS = { input: 32 * 1024, output: 2_048 };
/** Of the outputs' JSON: a text message must stay below 65,535 characters (audiohook § 8.2). */
const MAX_JSON_CHARS = 60_000;

export interface Variables {
  values: Record<string, string>;
  /** Entries left out, and values that were shortened. */
  dropped: number;
  cut: number;
}

/**
 * String values of the integration's `customConfig` (an object, or a string that holds one: both are
 * seen) and of the call's `inputVariables`, which win.
 */
export function inputVariables(customConfig: unknown, variables: unknown): Variables {
  return clean([...entriesOf(fromJson(customConfig)), ...entriesOf(variables)], {
    valueChars: MAX_VALUE_CHARS.input,
    jsonChars: Infinity,
  });
}

/** Output variables that fit into one message. */
export function outputVariables(outputs: Readonly<Record<string, string>>): Variables {
  return clean(entriesOf(outputs), {
    valueChars: MAX_VALUE_CHARS.output,
    jsonChars: MAX_JSON_CHARS,
  });
}

/** Well-formed text of at most `maxChars` UTF-16 units, without NUL, which no database takes. */
export function cutText(text: string, maxChars: number): string {
  return text.slice(0, maxChars).toWellFormed().replaceAll("\0", "");
}

function clean(
  entries: Iterable<readonly [string, unknown]>,
  limits: { valueChars: number; jsonChars: number },
): Variables {
  const values = new Map<string, string>();
  let dropped = 0;
  let cut = 0;
  let jsonChars = 0;
  for (const [rawName, value] of entries) {
    const name = cutText(rawName, rawName.length).trim();
    const full = values.size >= MAX_ENTRIES && !values.has(name);
    const badName = name === "" || name.length > MAX_NAME_CHARS || name === "__proto__";
    if (typeof value !== "string" || badName || full) {
      dropped++;
      continue;
    }
    const kept = cutText(value, limits.valueChars);
    const cost = JSON.stringify(name).length + JSON.stringify(kept).length + 2;
    if (jsonChars + cost > limits.jsonChars) {
      dropped++;
      continue;
    }
    jsonChars += cost;
    if (kept !== value) cut++;
    values.set(name, kept);
  }
  return { values: Object.fromEntries(values), dropped, cut };
}

function entriesOf(value: unknown): [string, unknown][] {
  const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
  return isRecord ? Object.entries(value) : [];
}

function fromJson(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
