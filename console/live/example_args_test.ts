import { assertEquals } from "@std/assert";
import { test } from "../testing.ts";
import { exampleArgs, STARTER_SCHEMA } from "./example_args.ts";

const made = (schema: unknown) => JSON.parse(exampleArgs(JSON.stringify(schema)));

test("the schema to begin with gives arguments to begin with", () => {
  assertEquals(JSON.parse(exampleArgs(STARTER_SCHEMA)), { order_number: "" });
});

test("each kind of value has an example that fits", () => {
  const properties = {
    text: { type: "string" },
    one_of: { enum: ["low", "high"] },
    given: { type: "string", default: "de" },
    count: { type: "integer", minimum: 2 },
    yes: { type: "boolean" },
    items: { type: "array", items: { type: "object", properties: { id: { type: "string" } } } },
    maybe: { type: ["string", "null"] },
  };
  assertEquals(made({ type: "object", properties }), {
    text: "",
    one_of: "low",
    given: "de",
    count: 2,
    yes: false,
    items: [{ id: "" }],
    maybe: "",
  });
});

test("a schema that cannot be read, or leads into itself, gives something all the same", () => {
  assertEquals(exampleArgs("{"), "{}");
  assertEquals(made([1]), {});
  let deep: unknown = { type: "string" };
  for (let i = 0; i < 50; i++) deep = { type: "object", properties: { in: deep } };
  assertEquals(typeof made(deep), "object");
});
