import { assertEquals } from "@std/assert";
import { test } from "../../testing.ts";
import { arrivalOf } from "./arrival.ts";

test("a fragment brings a code, an invitation, a trouble, or nothing", () => {
  assertEquals(arrivalOf("#code=a%2Bb"), { kind: "code", code: "a+b" });
  assertEquals(arrivalOf("#invite=xyz"), { kind: "invite", code: "xyz" });
  assertEquals(arrivalOf("#oidc=no_role"), { kind: "oidc", trouble: "no_role" });
  for (const hash of ["", "#", "#main", "#code="]) assertEquals(arrivalOf(hash), null);
});
