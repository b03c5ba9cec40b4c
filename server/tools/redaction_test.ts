// What redaction hides, arrays too, and what people see of arguments.
import { assert, assertEquals } from "@std/assert";
import { cutText, redact, REDACTED, SHOWN_BYTES, shownArguments } from "./redaction.ts";

const CUSTOMER = {
  name: "Ada",
  iban: "DE1",
  account: { iban: "DE2", owner: { pin: 1 } },
  items: [{ iban: "DE3", tags: ["a", "b"] }, { iban: null }, "text"],
  rows: [[{ iban: "DE4" }], [{ iban: "DE5" }]],
};

const R = REDACTED;
const CASES: [paths: string[], changed: Record<string, unknown>][] = [
  [[], {}],
  [["iban"], { iban: R }],
  [["account.iban"], { account: { iban: R, owner: { pin: 1 } } }],
  [["account"], { account: R }],
  [["account.owner.pin"], { account: { iban: "DE2", owner: { pin: R } } }],
  [["items.iban"], { items: [{ iban: R, tags: ["a", "b"] }, { iban: R }, "text"] }],
  [["items.*.iban"], { items: [{ iban: R, tags: ["a", "b"] }, { iban: R }, "text"] }],
  [["items.0.iban"], { items: [{ iban: R, tags: ["a", "b"] }, { iban: null }, "text"] }],
  [["items.*"], { items: [R, R, R] }],
  [["items.tags.1"], { items: [{ iban: "DE3", tags: ["a", R] }, { iban: null }, "text"] }],
  [["rows.iban"], { rows: [[{ iban: R }], [{ iban: R }]] }],
  [["rows.*.*.iban"], { rows: [[{ iban: R }], [{ iban: R }]] }],
  [["account.*"], { account: { iban: R, owner: R } }],
  [["name", "iban"], { name: R, iban: R }],
  [["nothing.here", "name.first", "IBAN", ""], {}],
];
for (const [paths, changed] of CASES) {
  Deno.test(`redacting ${JSON.stringify(paths)} hides just that`, () => {
    const before = structuredClone(CUSTOMER);
    assertEquals(redact(CUSTOMER, paths), { ...CUSTOMER, ...changed });
    assertEquals(CUSTOMER, before);
  });
}

Deno.test("a path begins at the root, also where the root is an array or a plain value", () => {
  assertEquals(redact([{ pin: 1 }, { pin: 2 }], ["pin"]), [{ pin: R }, { pin: R }]);
  assertEquals(redact("text", ["pin"]), "text");
  assertEquals(redact(null, ["pin"]), null);
});

Deno.test("people see arguments as JSON, redacted", () => {
  assertEquals(shownArguments('{"iban": "DE1", "n": 1}', ["iban"]), `{"iban":"${R}","n":1}`);
  assertEquals(shownArguments("", []), "{}");
});

Deno.test("of arguments that are not JSON people see the length only", () => {
  assertEquals(shownArguments('{"iban": "DE1"', ["iban"]), "(not JSON, 14 characters)");
});

Deno.test("what people see is cut at whole characters", () => {
  const shown = shownArguments(JSON.stringify({ text: "ü".repeat(5000) }), []);
  assert(new TextEncoder().encode(shown).length <= SHOWN_BYTES);
  assert(shown.endsWith("ü…"), shown.slice(-5));
  assertEquals(cutText("short", 5), "short");
});
