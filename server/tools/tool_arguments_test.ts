// Arguments as models write them, checked against schemas as people and Genesys write them.
import { assert, assertEquals, assertFalse } from "@std/assert";
import { argumentReader } from "./tool_arguments.ts";

type Schema = Record<string, unknown>;

const ORDER: Schema = {
  type: "object",
  properties: { id: { type: "string" }, count: { type: "integer", minimum: 1 } },
  required: ["id"],
  additionalProperties: false,
};
const DRAFT_4 = "http://json-schema.org/draft-04/schema#";

const FITS: [what: string, schema: Schema, text: string][] = [
  ["what is required", ORDER, '{"id":"7"}'],
  ["all of it", ORDER, '{"id":"7","count":2}'],
  ["nothing, where nothing is required", { type: "object" }, ""],
  ["white space, where nothing is required", { type: "object" }, "  "],
  [
    "either of two",
    { type: "object", oneOf: [{ required: ["a"] }, { required: ["b"] }] },
    '{"a":1}',
  ],
  ["anything, for a schema with a broken pattern", {
    type: "object",
    properties: { a: { type: "string", pattern: "(?<x" } },
  }, '{"a":"b"}'],
  ["anything, for a schema that refers to nowhere", {
    type: "object",
    properties: { a: { $ref: "https://elsewhere.example/x" } },
  }, '{"a":"b"}'],
];
for (const [what, schema, text] of FITS) {
  Deno.test(`arguments with ${what} are taken`, () => {
    const read = argumentReader(schema, 100)(text);
    assert(read.ok);
    assertEquals(read.args, JSON.parse(text.trim() || "{}"));
  });
}

const FAULTS: [what: string, schema: Schema, text: string, detail: string | undefined][] = [
  ["O-27: broken JSON", ORDER, '{"id":', undefined],
  ["a list", ORDER, "[]", undefined],
  ["null", ORDER, "null", undefined],
  ["a missing field", ORDER, "{}", "arguments (required)"],
  ["a wrong type", ORDER, '{"id":7}', "arguments/id (type)"],
  ["a wrong number", ORDER, '{"id":"7","count":0}', "arguments/count (minimum)"],
  ["a field too many", ORDER, '{"id":"7","x":"ZEBRA-42"}', "arguments/x (false)"],
  [
    "a wrong item",
    {
      type: "object",
      properties: { rows: { type: "array", items: { type: "object", required: ["a"] } } },
    },
    '{"rows":[{"a":1},{}]}',
    "arguments/rows/1 (required)",
  ],
  [
    "a wrong type in draft 4",
    {
      $schema: DRAFT_4,
      type: "object",
      properties: { a: { $ref: "#/definitions/name" } },
      definitions: { name: { type: "string", enum: ["x"] } },
    },
    '{"a":"ZEBRA-42"}',
    "arguments/a (enum)",
  ],
];
for (const [what, schema, text, detail] of FAULTS) {
  Deno.test(`${what} is told in words`, () => {
    const read = argumentReader(schema, 200)(text);
    assertFalse(read.ok);
    if (read.ok) return;
    assertEquals(read.failure.type, "validation_error");
    assert(read.failure.words.includes("arguments"), read.failure.words);
    assertFalse(read.failure.detail?.includes("ZEBRA-42") ?? false);
    assertEquals(
      read.failure.detail,
      detail === undefined ? undefined : `the arguments do not fit the schema: ${detail}`,
    );
  });
}

Deno.test("O-27: a megabyte of arguments is not even parsed", () => {
  const read = argumentReader(ORDER, 16_384)("x".repeat(1_000_000));
  assert(!read.ok);
  assertEquals(read.failure.type, "limit");
  assert(read.failure.words.includes("1000000 bytes, at most 16384"), read.failure.words);
});
