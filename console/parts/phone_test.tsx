import { assert, assertEquals } from "@std/assert";
import { draw, words } from "../draw_for_tests.ts";
import { test } from "../testing.ts";
import { Phone } from "./phone.tsx";

test("a masked number is drawn and read without its hidden digits", () => {
  const masked = <Phone address="tel:+351912345678" />;
  assertEquals(words(masked), "Number ending in 5678");
  assert(!draw(masked).includes("91234"));
});

test("a revealed number is whole, a withheld one says so", () => {
  assertEquals(words(<Phone address="tel:+351912345678" whole />), "+35 191 234 5678");
  assertEquals(words(<Phone address="" />), "Number withheld");
});
