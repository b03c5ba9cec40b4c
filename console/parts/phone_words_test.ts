import { assert, assertEquals } from "@std/assert";
import { test } from "../testing.ts";
import { maskedPhone, wholePhone } from "./phone_words.ts";

test("only the last four digits of a number may be seen", () => {
  assertEquals(maskedPhone("tel:+15550100"), { mask: "•••", tail: "0100" });
  assertEquals(maskedPhone("sip:+351210001234@carrier.test;user=phone").tail, "1234");
  assertEquals(maskedPhone("(555) 010-0199").tail, "0199");
});

test("a short internal number is not shown whole by its last four", () => {
  assertEquals(maskedPhone("tel:4711").tail, "11");
});

test("a name as an address shows its end only where enough stays hidden", () => {
  assertEquals(maskedPhone("sip:ana@example.test"), { mask: "•••", tail: "" });
  assertEquals(maskedPhone("sip:reception-lisbon@example.test").tail, "sbon");
});

test("whoever calls from the console's own page has its name for a number", () => {
  assertEquals([maskedPhone("console").tail, wholePhone("console")], ["Console", "Console"]);
  assertEquals(maskedPhone("sip:console@carrier.test").tail, "");
});

test("a withheld number says so", () => {
  for (const address of ["", "anonymous", "sip:anonymous@anonymous.invalid", "tel:"]) {
    assertEquals(maskedPhone(address), { mask: "", tail: "Number withheld" }, address);
  }
});

test("no hidden digit is left in the masked words", () => {
  const { mask, tail } = maskedPhone("tel:+351987654321");
  assert(!(mask + tail).includes("98765"));
});

test("a revealed number is grouped from its end", () => {
  assertEquals(wholePhone("tel:+15550100199"), "+1 555 010 0199");
  assertEquals(wholePhone("tel:4711"), "4711");
  assertEquals(wholePhone("sip:ana@example.test"), "ana");
});
