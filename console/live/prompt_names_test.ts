import { assertEquals } from "@std/assert";
import { test } from "../testing.ts";
import { namesIn, unlistedNames } from "./prompt_names.ts";

test("names in double braces are found once each, with spaces and fallbacks", () => {
  const text =
    "{{ customer.name }} {{tier|silver}} {{customer.name}} {{1st}} {{}} {one} {{secret.K}}";
  assertEquals(namesIn(text), ["customer.name", "tier"]);
});

test("names that have no fallback anywhere are offered, from all that the agent says", () => {
  const config = {
    prompt: "{{tier}} {{city}} {{plan|basic}}",
    greeting: "Hello {{name}}",
    farewell: { success: "Goodbye {{name}}", escalation: "{{team}}" },
    variables: [{ name: "tier", fallback: "" }],
  };
  assertEquals(unlistedNames(config), ["city", "name", "team"]);
});
