import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { factsOf, safeId } from "./invitation.ts";

Deno.test("who calls whom is found under avr-core's names and under plain ones", () => {
  const core = factsOf(
    Object.entries({ from: "2000", to: "5001", language: "de-DE", uniqueid: 7 }),
  );
  assertEquals([core.caller, core.called, core.language], ["2000", "5001", "de-DE"]);
  assertEquals(core.variables, { from: "2000", to: "5001", language: "de-DE", uniqueid: "7" });
  const plain = factsOf([["caller", " "], ["from", "2000"], ["called", "5001"], ["to", "9"]]);
  assertEquals([plain.caller, plain.called], ["2000", "5001"]);
});

Deno.test("what is no text is left out and counted", () => {
  const facts = factsOf([["a", {}], ["b", null], ["", "x"], ["__proto__", "x"], ["c", true]]);
  assertEquals([facts.variables, facts.dropped], [{ c: "true" }, 4]);
});

Deno.test("G-32 whatever is told, it is bounded and well-formed", () => {
  const value = fc.oneof(fc.string({ unit: "binary", maxLength: 3_000 }), fc.anything());
  fc.assert(fc.property(fc.array(fc.tuple(fc.string({ unit: "binary" }), value)), (pairs) => {
    const { variables, caller } = factsOf(pairs);
    const entries = Object.entries(variables);
    assert(entries.length <= 50 && caller.length <= 256);
    for (const [name, text] of entries) {
      assert(name.length <= 128 && text.length <= 2_048 && text.isWellFormed());
      assert(!text.includes("\0"));
    }
  }));
  const many = factsOf(Array.from({ length: 10_000 }, (_, i) => [`n${i}`, "x".repeat(3_000)]));
  assertEquals([Object.keys(many.variables).length, many.dropped, many.cut], [50, 9_950, 50]);
});

Deno.test("V-03 an id of Asterisk's is cut to 64 characters that harm nothing", () => {
  assertEquals(safeId("pbx1-1700.12"), "pbx1-1700.12");
  assertEquals(safeId("<b>\n\u202e"), "_b___");
  assertEquals(safeId("x".repeat(10_240)).length, 64);
});
