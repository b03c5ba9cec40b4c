// Results and failures as the model and people are told them: JSON, bounded, cut with a note.
import { assert, assertEquals, assertFalse } from "@std/assert";
import { failed, OUTPUT_BYTES, succeeded, withoutSecrets } from "./tool_outcome.ts";
import { SHOWN_BYTES } from "./redaction.ts";

const bytes = (text: string) => new TextEncoder().encode(text).length;

Deno.test("a result is told whole, and redacted to people", () => {
  assertEquals(succeeded({ iban: "DE1" }, { iban: "x" }), {
    ok: true,
    output: '{"status":"success","result":{"iban":"DE1"}}',
    shown: '{"status":"success","result":{"iban":"x"}}',
  });
});

const LONG: Record<string, unknown> = {
  "plain text": "a".repeat(50_000),
  "JSON": { rows: Array.from({ length: 2000 }, (_, id) => ({ id, name: "Ada" })) },
  "quotes": '"'.repeat(20_000),
  "control characters": "\u0001".repeat(20_000),
  "characters of four bytes": "😀".repeat(10_000),
};
for (const [what, result] of Object.entries(LONG)) {
  Deno.test(`a long result of ${what} is cut, is still JSON, and says so`, () => {
    const { output, shown } = succeeded(result, result);
    for (const [text, limit] of [[output, OUTPUT_BYTES], [shown, SHOWN_BYTES]] as const) {
      assert(bytes(text) <= limit, `${bytes(text)} bytes`);
      const told = JSON.parse(text);
      assertEquals([told.status, told.cut], ["success", true]);
      assert(told.note.startsWith("The result was cut"), told.note);
      assert(told.result.length > 100, `only ${told.result.length} characters are left`);
      assert(told.result.endsWith("…"));
    }
  });
}

Deno.test("a failure tells the model what to do, and people where", () => {
  const outcome = failed({
    type: "timeout",
    words: "Tell the caller.",
    detail: "no answer from crm.example",
    status: 504,
    body: { secret: 1 },
    shownBody: { secret: "x" },
  });
  assertFalse(outcome.ok);
  assertEquals(JSON.parse(outcome.output), {
    status: "error",
    error_type: "timeout",
    http_status: 504,
    message: "Tell the caller.",
    result: { secret: 1 },
  });
  assertEquals(JSON.parse(outcome.shown).message, "no answer from crm.example");
  assertEquals(JSON.parse(outcome.shown).result, { secret: "x" });
});

Deno.test("a failure of endless words fits too", () => {
  const words = "ü".repeat(9000);
  const { output, shown } = failed({ type: "http_error", words, body: words, shownBody: words });
  assert(bytes(output) <= OUTPUT_BYTES && bytes(shown) <= SHOWN_BYTES);
  assertEquals(JSON.parse(output).status, "error");
});

Deno.test("a secret that an answer echoes is taken out; a short one is no secret", () => {
  assertEquals(withoutSecrets("key=ZEBRA-42 a1", ["ZEBRA-42", "a1"]), "key=[REDACTED] a1");
});
