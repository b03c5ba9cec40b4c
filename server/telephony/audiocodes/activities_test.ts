import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { readActivities, readDigits, readStart, readTransferStatus } from "./activities.ts";

const one = (entry: Record<string, unknown>) => readActivities({ activities: [entry] })[0]!;
const startOf = (parameters: Record<string, unknown>) =>
  readStart(one({ name: "start", parameters }));

Deno.test("the language of the activity wins over its locale", () => {
  const parameters = { locale: "it-IT" };
  assertEquals(readStart(one({ name: "start", language: "de-DE", parameters })).language, "de-DE");
  assertEquals(startOf(parameters).language, "it-IT");
  assertEquals(startOf({}).language, "");
});

Deno.test("G-32 variables are bounded: fifty, 2,048 characters each, simple values under sane names", () => {
  const { variables, cut } = startOf({
    ...Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`v${i}`, i])),
    long: "x".repeat(5_000),
  });
  assertEquals([Object.keys(variables).length, cut], [50, 11]);
  const odd = startOf({
    long: "x".repeat(5_000),
    "": "nameless",
    [`n${"x".repeat(200)}`]: "1",
    ["__proto__"]: "no",
    nul: "a\0b",
    half: "\ud800",
    list: ["1"],
  });
  assertEquals(Object.keys(odd.variables), ["long", "nul", "half"]);
  assertEquals(odd.variables.long?.length, 2_048);
  assertEquals([odd.variables.nul, odd.variables.half], ["ab", "\ufffd"]);
});

Deno.test("G-26 digits are keys of a phone, and bounded", () => {
  assertEquals(readDigits(one({ value: "1a*" })), ["1", "A", "*"]);
  assertEquals(readDigits(one({ value: 12 })), ["1", "2"]);
  assertEquals(readDigits(one({ value: "x é\n" })), []);
  assertEquals(readDigits(one({ value: "1".repeat(1_000) })).length, 64);
});

Deno.test("what became of a transfer is read in each shape that is documented", () => {
  const shapes = [
    { value: { status: "answered" } },
    { value: "Answered" },
    { parameters: {}, value: "answered" },
  ];
  for (const shape of shapes) assertEquals(readTransferStatus(one(shape)).state, "answered");
  const declined = readTransferStatus(one({ value: { status: "failed", reasonCode: "declined" } }));
  assertEquals(declined, { state: "failed", reason: "the call was declined" });
  for (const reasonCode of ["constructor", "__proto__", "toString", 7]) {
    const odd = readTransferStatus(one({ value: { status: "failed", reasonCode } }));
    assertEquals(odd.reason, "it could not be connected");
  }
  assertEquals(readTransferStatus(one({})).state, "other");
});

Deno.test("whatever is called activities can be read", () => {
  fc.assert(
    fc.property(fc.anything(), (activities) => {
      for (const activity of readActivities({ activities })) {
        readStart(activity);
        readTransferStatus(activity);
        assert(readDigits(activity).every((digit) => digit.length === 1));
      }
    }),
    { numRuns: 5_000 },
  );
});
