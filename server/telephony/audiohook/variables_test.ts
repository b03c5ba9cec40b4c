import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { cutText, inputVariables, outputVariables } from "./variables.ts";

Deno.test("the integration's settings may be an object or a string, and the call's variables win", () => {
  const variables = { " orderNumber ": "A-17", tier: "gold" };
  for (const custom of [{ tier: "none", shop: "north" }, '{"tier":"none","shop":"north"}']) {
    assertEquals(inputVariables(custom, variables).values, {
      tier: "gold",
      shop: "north",
      orderNumber: "A-17",
    });
  }
});

Deno.test("what is no map of strings is left out and counted", () => {
  const read = inputVariables("not json", { n: 1, yes: true, o: {}, nil: null, "": "x", ok: "y" });
  assertEquals(read, { values: { ok: "y" }, dropped: 5, cut: 0 });
  assertEquals(inputVariables(undefined, ["a"]).values, {});
  assertEquals(inputVariables("[1]", null).values, {});
});

Deno.test("G-32 a name cannot reach a prototype", () => {
  const hostile = JSON.parse('{"__proto__":"x","constructor":"c","toString":"t"}');
  const { values, dropped } = inputVariables(undefined, hostile);
  assertEquals(Object.getPrototypeOf(values), Object.prototype);
  assertEquals(Object.keys(values), ["constructor", "toString"]);
  assertEquals(dropped, 1);
});

Deno.test("G-32 sizes are cut: 100 entries, names of 128, values of 32 KiB, well-formed", () => {
  const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`n${i}`, "v"]));
  assertEquals(Object.keys(inputVariables(undefined, many).values).length, 100);
  assertEquals(inputVariables(undefined, many).dropped, 9_900);
  const long = inputVariables(undefined, {
    [`${"n".repeat(129)}`]: "v",
    big: "x".repeat(1_000_000),
  });
  assertEquals(long.values.big?.length, 32_768);
  assertEquals([long.dropped, long.cut], [1, 1]);
  assertEquals(cutText("ab😀", 3), "ab\ufffd");
  assertEquals(cutText("a\0b\ud800", 9), "ab\ufffd");
});

Deno.test("G-32 whatever arrives, values are well-formed strings within the limits", () => {
  fc.assert(
    fc.property(
      fc.anything(),
      fc.dictionary(fc.string({ unit: "binary" }), fc.anything()),
      (c, v) => {
        for (const [name, value] of Object.entries(inputVariables(c, v).values)) {
          assert(typeof value === "string" && value.length <= 32_768 && value.isWellFormed());
          assert(name.length <= 128 && name.isWellFormed() && !(name + value).includes("\0"));
        }
      },
    ),
    { numRuns: 2_000 },
  );
});

Deno.test("G-35 outputs fit into one text message, however they escape", () => {
  const outputs = Object.fromEntries(
    Array.from({ length: 100 }, (_, i) => [`name${i}`, "\u0001".repeat(2_048)]),
  );
  const { values, dropped } = outputVariables(outputs);
  assert(JSON.stringify(values).length < 60_100);
  assertEquals(Object.keys(values).length + dropped, 100);
  assert(dropped > 0);
});
