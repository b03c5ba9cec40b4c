// Example arguments made from a tool's schema, so that nobody begins with an empty page. Pure.
import { isRecord } from "./same.ts";

/** A schema to begin with. */
export const STARTER_SCHEMA = `{
  "type": "object",
  "properties": {
    "order_number": {
      "type": "string",
      "description": "Ten digits, as the caller said them"
    }
  },
  "required": ["order_number"]
}`;

/** JSON text of arguments that fit; "{}" where the schema cannot be read. */
export function exampleArgs(schemaText: string): string {
  try {
    const value = example(JSON.parse(schemaText), 0);
    return JSON.stringify(isRecord(value) ? value : {}, null, 2);
  } catch {
    return "{}";
  }
}

const DEEPEST = 6;

function example(schema: unknown, depth: number): unknown {
  if (!isRecord(schema) || depth > DEEPEST) return null;
  if ("default" in schema) return schema["default"];
  if (Array.isArray(schema["enum"])) return schema["enum"][0] ?? null;
  const type = Array.isArray(schema["type"]) ? schema["type"][0] : schema["type"];
  switch (type) {
    case "object": {
      const properties = isRecord(schema["properties"]) ? schema["properties"] : {};
      return Object.fromEntries(
        Object.entries(properties).map(([name, inner]) => [name, example(inner, depth + 1)]),
      );
    }
    case "array":
      return "items" in schema ? [example(schema["items"], depth + 1)] : [];
    case "number":
    case "integer":
      return typeof schema["minimum"] === "number" ? schema["minimum"] : 0;
    case "boolean":
      return false;
    case "string":
      return "";
    default:
      return null;
  }
}
