import { assertEquals } from "@std/assert";
import { test } from "../testing.ts";
import { namesIn, unlistedNames } from "./prompt_names.ts";

test("names in double braces are found once each, with spaces and fallbacks", () => {
  const text =
    "{{ customer.name }} {{tier|silver}} {{customer.name}} {{1st}} {{}} {one} {{secret.K}}";
  assertEquals(namesIn(text), ["customer.name", "tier"]);
});

test("names of prompt and greeting that are not listed are offered", () => {
  const variables = [{ name: "tier", fallback: "" }];
  const config = { prompt: "{{tier}} {{city}}", greeting: "Hello {{name}}", variables };
  assertEquals(unlistedNames(config), ["city", "name"]);
});
