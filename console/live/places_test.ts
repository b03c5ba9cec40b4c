import { assertEquals } from "@std/assert";
import { test } from "../testing.ts";
import { isUnder, PLACES } from "./places.ts";

const placesOf = (path: string) =>
  PLACES.filter((place) => isUnder(path, place)).map(({ name }) => name);

test("every page belongs to one place", () => {
  assertEquals(placesOf("/"), ["Floor"]);
  assertEquals(placesOf("/calls/a1"), ["Floor"]);
  assertEquals(placesOf("/agents/default"), ["Agents"]);
  assertEquals(placesOf("/history"), ["History"]);
  assertEquals(placesOf("/historical"), []);
});
