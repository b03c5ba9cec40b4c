import { assert, assertEquals } from "@std/assert";
import { isSeq, isUuid, quotedType, readDigit, readMessage, readOpen } from "./message.ts";
import { openParameters } from "./testing/session_script.ts";

Deno.test("an envelope is read leniently where nothing is counted", () => {
  const text = '{"version":"2","id":"x","type":"news","seq":3,"serverseq":1,"later":true}';
  const reading = readMessage(text);
  assert(reading.ok);
  assertEquals(reading.value, { type: "news", id: "x", seq: 3, serverseq: 1, parameters: {} });
});

Deno.test("a detail tells the field and the kind of what came, never the value", () => {
  const cases: [text: string, detail: string][] = [
    ['{"version":2,"type":"private words"}', "version: received number"],
    ['{"version":"2"}', "type: received undefined"],
    ['{"version":"2","type":"ping","id":null}', "id: received null"],
    ['{"version":"2","type":"t","id":"i","parameters":"private"}', "parameters: received string"],
    ["private words", "13 characters that are no JSON"],
    ['"private words"', "string, no object"],
  ];
  for (const [text, detail] of cases) {
    const reading = readMessage(text);
    assert(!reading.ok);
    assertEquals(reading.detail, detail);
  }
});

Deno.test("open is read with what it may leave out", () => {
  const { language: _, participant: __, inputVariables: ___, ...few } = openParameters();
  const reading = readOpen(few);
  assert(reading.ok);
  assertEquals(reading.value.language, "");
  assertEquals(reading.value.participant, { ani: "", dnis: "" });
  assertEquals(reading.value.supportedLanguages, false);
});

Deno.test("a seq is a whole number that can be counted on from", () => {
  for (const value of [0, 1, 2 ** 53 - 1]) assert(isSeq(value));
  for (const value of [-1, 1.5, 2 ** 53, NaN, "1", null, undefined]) assert(!isSeq(value));
});

Deno.test("any hexadecimal UUID is one, of version 7 or nil too", () => {
  assert(isUuid("018f3c2e-1111-7abc-8def-0123456789AB"));
  assert(isUuid("00000000-0000-0000-0000-000000000000"));
  assert(!isUuid("018f3c2e-1111-7abc-8def-0123456789AB, x"));
  assert(!isUuid(" 018f3c2e-1111-7abc-8def-0123456789AB"));
});

Deno.test("a type is quoted short and well-formed", () => {
  assertEquals(quotedType('a"\n'), '"a\\"\\n"');
  assertEquals(quotedType("x".repeat(31) + "😀"), `"${"x".repeat(31)}\ufffd"`);
  assertEquals(readDigit({ digit: "A" }).ok, true);
});
