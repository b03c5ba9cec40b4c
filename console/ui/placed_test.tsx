import { assertEquals } from "@std/assert";
import { draw } from "../draw_for_tests.ts";
import { test } from "../testing.ts";
import { placed } from "./placed.tsx";

test("Things stand at their places in a sentence, in whatever order a language has them", () => {
  const things = { when: <b>now</b>, who: "Ana" };
  assertEquals(draw(placed("{who} called {when}.", things)), "Ana called <b>now</>.");
  assertEquals(
    draw(placed("Gerade eben ({when}) rief {who} an", things)),
    "Gerade eben (<b>now</>) rief Ana an",
  );
});

test("What is no place of this sentence stays as it is", () => {
  assertEquals(
    placed("{{secret.KEY}} and {other}", { when: "x" }).join(""),
    "{{secret.KEY}} and {other}",
  );
});
