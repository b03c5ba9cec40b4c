// Strict allow-lists for what a client may send, and the words in which the rest is refused. Pure.
// Knows no event and no field: those are in session_config.ts, item_shape.ts and client_event.ts.

/** Why something was refused, as it goes into an `error` event (openai-realtime § 14.1). */
export interface Refusal {
  code: string | null;
  message: string;
  param: string | null;
}

/** Checks a value that was found at `path`; null: accepted. */
export type Rule = (value: unknown, path: string) => Refusal | null;

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function refuse(code: string | null, message: string, param: string | null): Refusal {
  return { code, message, param };
}

export const invalidValue = (path: string, message: string): Refusal =>
  refuse("invalid_value", message, path);

const missing = (path: string) =>
  refuse("missing_required_parameter", `Missing required parameter: '${path}'.`, path);

/** A commit below the least length (openai-realtime § 16). */
export const tooLittleAudio = (bufferedMs: number): Refusal =>
  refuse(
    "input_audio_buffer_commit_empty",
    `Error committing input audio buffer: buffer too small. Expected at least 100ms of audio, but buffer only has ${
      bufferedMs.toFixed(2)
    }ms of audio.`,
    null,
  );

const wrongType = (path: string, expected: string, value: unknown) =>
  refuse(
    "invalid_type",
    `Invalid type for '${path}': expected ${expected}, but got ${kindOf(value)} instead.`,
    path,
  );

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

export const anything: Rule = () => null;

export const flag: Rule = (value, path) =>
  typeof value === "boolean" ? null : wrongType(path, "a boolean", value);

/** A string of at most so many characters, and of a pattern. */
export function text(options: { max?: number; pattern?: RegExp } = {}): Rule {
  const { max = Infinity, pattern } = options;
  return (value, path) => {
    if (typeof value !== "string") return wrongType(path, "a string", value);
    if (value.length > max) {
      return refuse(
        "string_above_max_length",
        `Invalid '${path}': string too long. Expected at most ${max} characters, received ${value.length}.`,
        path,
      );
    }
    if (pattern && !pattern.test(value)) {
      return invalidValue(path, `Invalid value for '${path}': does not match ${pattern.source}.`);
    }
    return null;
  };
}

export function oneOf(...values: readonly string[]): Rule {
  return (value, path) => {
    if (typeof value !== "string") return wrongType(path, "a string", value);
    if (values.includes(value)) return null;
    const supported = values.map((one) => `'${one}'`).join(", ");
    return invalidValue(path, `Invalid value: '${value}'. Supported values are: ${supported}.`);
  };
}

export function number(min: number, max: number, options: { whole?: boolean } = {}): Rule {
  return (value, path) => {
    if (typeof value !== "number") return wrongType(path, "a number", value);
    if (options.whole && !Number.isInteger(value)) return wrongType(path, "an integer", value);
    if (value >= min && value <= max) return null;
    return invalidValue(path, `Invalid '${path}': ${value} is not between ${min} and ${max}.`);
  };
}

export function nullable(rule: Rule): Rule {
  return (value, path) => value === null ? null : rule(value, path);
}

export function list(rule: Rule, options: { max?: number } = {}): Rule {
  const { max = Infinity } = options;
  return (value, path) => {
    if (!Array.isArray(value)) return wrongType(path, "an array", value);
    if (value.length > max) {
      return invalidValue(path, `Invalid '${path}': at most ${max}, received ${value.length}.`);
    }
    for (const [i, one] of value.entries()) {
      const refusal = rule(one, `${path}[${i}]`);
      if (refusal) return refusal;
    }
    return null;
  };
}

const joined = (path: string, key: string) => path === "" ? key : `${path}.${key}`;

/** An object with these keys and no others. */
export function fields(rules: Readonly<Record<string, Rule>>, required: readonly string[] = []) {
  return (value: unknown, path: string): Refusal | null => {
    if (!isFields(value)) return wrongType(path, "an object", value);
    for (const key of required) {
      if (value[key] === undefined) return missing(joined(path, key));
    }
    for (const [key, one] of Object.entries(value)) {
      const at = joined(path, key);
      const rule = Object.hasOwn(rules, key) ? rules[key] : undefined;
      if (!rule) return refuse("unknown_parameter", `Unknown parameter: '${at}'.`, at);
      const refusal = rule(one, at);
      if (refusal) return refusal;
    }
    return null;
  };
}

/** An object whose shape is told by one of its strings. */
export function tagged(tag: string, variants: Readonly<Record<string, Rule>>): Rule {
  const allowed = oneOf(...Object.keys(variants));
  return (value, path) => {
    if (!isFields(value)) return wrongType(path, "an object", value);
    if (value[tag] === undefined) return missing(joined(path, tag));
    return allowed(value[tag], joined(path, tag)) ?? variants[String(value[tag])]!(value, path);
  };
}
