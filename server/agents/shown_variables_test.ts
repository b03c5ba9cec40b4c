import { assertEquals } from "@std/assert";
import { shownVariables } from "./shown_variables.ts";

Deno.test("ordinary variables are shown, with their names trimmed", () => {
  const shown = { LANGUAGE: "de", "customer.name": "Anna", SHOPPING: "yes", opinion: "good" };
  assertEquals(shownVariables({ ...shown, " AGENT_NAME ": "Eva" }), {
    ...shown,
    AGENT_NAME: "Eva",
  });
});

Deno.test("what sounds like a secret is masked", () => {
  const names = [
    "API_TOKEN",
    "accessToken",
    "client-secret",
    "PASSWORD",
    "userPasswd",
    "apiKey",
    "APIKEY",
    "Authorization",
    "auth.header",
    "PIN",
    "customerPin",
    "CUSTOMERPIN",
    "pin_code",
    "pincode",
    "cardNumber",
    "cvv2",
    "customer_iban",
    "otp",
    "bearer",
    "credentials",
    "MCP_TOOLS_JSON",
  ];
  for (const name of names) {
    assertEquals(shownVariables({ [name]: "canary" }), { [name]: "…" }, name);
  }
  assertEquals(shownVariables({ PIN: "" }), { PIN: "" }, "nothing is hidden where nothing is");
});

Deno.test("inside the customer's data each pair is judged by itself", () => {
  assertEquals(
    shownVariables({ CUSTOMER_DATA: "name:Anna; pin: 4711 ;order:A-17" }).CUSTOMER_DATA,
    "name:Anna;pin:…;order:A-17",
  );
  assertEquals(shownVariables({ CUSTOMER_DATA: "name: Anna" }).CUSTOMER_DATA, "name: Anna");
});

Deno.test("what is shown is bounded, so that a preview may use it again", () => {
  const many = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`v${i}`, "x"]));
  assertEquals(Object.keys(shownVariables(many)).length, 100);
  assertEquals(shownVariables({ a: "x".repeat(5000) }).a?.length, 2048);
  assertEquals(shownVariables({ a: `${"x".repeat(2047)}😀` }).a?.isWellFormed(), true);
});

Deno.test("a variable named like a part of every object is an ordinary one", () => {
  const shown = shownVariables(JSON.parse('{"__proto__":"a","constructor":"b"}'));
  assertEquals(Object.entries(shown), [["__proto__", "a"], ["constructor", "b"]]);
});

Deno.test("a number that only sounds like a secret is shown", () => {
  assertEquals(shownVariables({ AI_MAX_OUTPUT_TOKENS: "500", MY_TOKEN: "abc" }), {
    AI_MAX_OUTPUT_TOKENS: "500",
    MY_TOKEN: "…",
  });
});
