import { assertEquals } from "@std/assert";
import type { Person } from "../../server/contract/person.ts";
import { test } from "../testing.ts";
import { expiry, initials, inOrder, mayGive, mergedForm } from "./people.ts";

const ANA: Person = {
  id: "p1",
  name: "Ana Beltrán",
  signInName: "ana@example.com",
  roles: ["supervisor"],
  state: "local",
  rolesFromProvider: false,
  disabled: false,
  createdAtMs: 0,
  signedInAtMs: null,
  revision: 1,
};

test("a role can be given by those who may all that it allows", () => {
  assertEquals(mayGive("viewer", ["view"]), true);
  assertEquals(mayGive("editor", ["view", "test"]), false);
});

test("a form keeps what was typed and follows what somebody else changed", () => {
  const now = { ...ANA, name: "Ana B.", disabled: true, revision: 2 };
  const form = { name: "Ana Beltrán", roles: ["editor"], disabled: false } as const;
  assertEquals(mergedForm(ANA, form, now), { name: "Ana B.", roles: ["editor"], disabled: true });
});

test("who waits for a role stands first, the disabled last, the rest by name", () => {
  const people = [
    { ...ANA, name: "Zoe" },
    { ...ANA, name: "Gone", disabled: true },
    { ...ANA, name: "Ada" },
    { ...ANA, name: "New", roles: [] },
  ];
  assertEquals(inOrder(people).map(({ name }) => name), ["New", "Ada", "Zoe", "Gone"]);
});

test("initials are one or two letters, whatever the name is", () => {
  const found = ["Ana Beltrán", "operator", "ana.b@example.com", "李 小龙", "  ", "👩‍🚀 Kim"].map(
    initials,
  );
  assertEquals(found.slice(0, 5), ["AB", "O", "A", "李小", "?"]);
});

test("a token that ends within a week is told", () => {
  const day = 86_400_000;
  assertEquals([null, -1, day, 30 * day].map((atMs) => expiry(atMs, 0)), [
    "none",
    "past",
    "soon",
    "far",
  ]);
});
