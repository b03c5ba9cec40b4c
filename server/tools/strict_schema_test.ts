// Strict schemas, and arguments back from them.
import { assert, assertEquals } from "@std/assert";
import { strictSchema, withoutNulls } from "./strict_schema.ts";
import { argumentReader } from "./tool_arguments.ts";

const SCHEMA = {
  type: "object",
  required: ["id"],
  properties: {
    id: { type: "string" },
    count: { type: "integer" },
    kind: { type: "string", enum: ["a", "b"] },
    free: { $ref: "#/definitions/note" },
    rows: {
      type: "array",
      items: { type: "object", properties: { x: { type: "number" } }, additionalProperties: true },
    },
  },
  definitions: { note: { type: "object", properties: { text: { type: "string" } } } },
};

Deno.test("a strict schema names every property as required, all the way down", () => {
  const strictNote = {
    type: "object",
    properties: { text: { type: ["string", "null"] } },
    required: ["text"],
    additionalProperties: false,
  };
  assertEquals(strictSchema(SCHEMA), {
    type: "object",
    required: ["id", "count", "kind", "free", "rows"],
    additionalProperties: false,
    properties: {
      id: { type: "string" },
      count: { type: ["integer", "null"] },
      kind: { type: ["string", "null"], enum: ["a", "b", null] },
      free: { anyOf: [{ $ref: "#/definitions/note" }, { type: "null" }] },
      rows: {
        type: ["array", "null"],
        items: {
          type: "object",
          properties: { x: { type: ["number", "null"] } },
          required: ["x"],
          additionalProperties: false,
        },
      },
    },
    definitions: { note: strictNote },
  });
});

Deno.test("an object without properties takes none", () => {
  assertEquals(strictSchema({ type: "object" }), {
    type: "object",
    properties: {},
    required: [],
    additionalProperties: false,
  });
});

Deno.test("strict alternatives are strict too", () => {
  const part = { type: "object", properties: {} };
  const strict = { ...part, required: [], additionalProperties: false };
  assertEquals(strictSchema({ anyOf: [part], items: [part] }), {
    anyOf: [strict],
    items: [strict],
  });
});

Deno.test("what the model leaves null under a strict schema is not sent", () => {
  const args = { id: "7", count: null, kind: null, free: null, rows: [{ x: null }, { x: 1 }] };
  assert(argumentReader(strictSchema(SCHEMA), 1000)(JSON.stringify(args)).ok);
  const sent = withoutNulls(args, SCHEMA);
  assertEquals(sent, { id: "7", rows: [{}, { x: 1 }] });
  assert(argumentReader(SCHEMA, 1000)(JSON.stringify(sent)).ok);
});

Deno.test("a required value may be null where it says so", () => {
  const schema = {
    type: "object",
    required: ["a"],
    properties: { a: { type: ["string", "null"] } },
  };
  assertEquals(withoutNulls({ a: null }, schema), { a: null });
});
