// Reads what the model wrote as arguments and checks it against a tool's schema. Pure.
// The checker is @cfworker/json-schema: it interprets (no eval) and knows draft 4, which Genesys uses. zod's
// fromJSONSchema was tried: it throws on conditionals and refuses valid arguments of `oneOf: [{ required }]`.
import { type OutputUnit, type SchemaDraft, Validator } from "@cfworker/json-schema";
import { utf8Bytes } from "../contract/agent_limits.ts";
import type { ToolFailure } from "./tool_outcome.ts";

type JsonObject = Readonly<Record<string, unknown>>;
type Read = { ok: true; args: Record<string, unknown> } | { ok: false; failure: ToolFailure };
export type ReadArguments = (text: string) => Read;

const DRAFTS: readonly [RegExp, SchemaDraft][] = [
  [/draft-0?4/, "4"],
  [/2019-09/, "2019-09"],
  [/2020-12/, "2020-12"],
];
/** Faults that only say that there is one further in. */
const OUTER = new Set(["properties", "items", "$ref", "allOf", "additionalProperties"]);

/** A reader for one schema. A schema that cannot be checked against lets every object through: the other side checks. */
export function argumentReader(schema: JsonObject, maxBytes: number): ReadArguments {
  const validator = validatorOf(schema);
  return (text) => {
    const size = utf8Bytes(text);
    if (size > maxBytes) {
      const words = `The arguments have ${size} bytes, at most ${maxBytes} are taken. Send less.`;
      return { ok: false, failure: { type: "limit", words } };
    }
    const args = parseObject(text);
    if (args === null) {
      const words = "The arguments are not a JSON object. Call the tool again with one.";
      return { ok: false, failure: { type: "validation_error", words } };
    }
    const faults = check(validator, args);
    return faults === null ? { ok: true, args } : { ok: false, failure: faults };
  };
}

function validatorOf(schema: JsonObject): Validator | null {
  const named = String(schema.$schema ?? "");
  const draft = DRAFTS.find(([name]) => name.test(named))?.[1] ?? "7";
  try {
    return new Validator(schema, draft, false);
  } catch {
    return null;
  }
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    // Models send nothing at all for a tool without arguments.
    const value: unknown = JSON.parse(text.trim() === "" ? "{}" : text);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? value as Record<string, unknown> : null;
  } catch {
    return null;
  }
}

function check(validator: Validator | null, args: unknown): ToolFailure | null {
  let errors: OutputUnit[];
  try {
    errors = validator?.validate(args).errors ?? [];
  } catch {
    return null; // A pattern or reference that cannot be used.
  }
  if (errors.length === 0) return null;
  const inner = errors.filter(({ keyword }) => !OUTER.has(keyword));
  const told = (inner.length > 0 ? inner : errors).slice(0, 5);
  return {
    type: "validation_error",
    words: "The arguments do not fit the tool. Correct them, ask the caller where something is " +
      `missing, and call it again. ${told.map(inWords).join(" ")}`,
    // Without the words of the checker: they quote values.
    detail: `the arguments do not fit the schema: ${told.map(inShort).join(", ")}`,
  };
}

const inWords = ({ instanceLocation, error }: OutputUnit) =>
  `${instanceLocation.replace("#", "arguments")}: ${error}`;
const inShort = ({ instanceLocation, keyword }: OutputUnit) =>
  `${instanceLocation.replace("#", "arguments")} (${keyword})`;
