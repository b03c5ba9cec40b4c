import { assertEquals, assertStringIncludes } from "@std/assert";
import { restUrl } from "./address.ts";

const CASES: readonly [base: string, url: string][] = [
  ["https://api.openai.com/v1", "https://api.openai.com/v1/moderations"],
  ["https://api.openai.com/v1/", "https://api.openai.com/v1/moderations"],
  ["wss://api.openai.com/v1/realtime", "https://api.openai.com/v1/moderations"],
  ["ws://127.0.0.1:4000/v1", "http://127.0.0.1:4000/v1/moderations"],
  ["http://127.0.0.1:4000", "http://127.0.0.1:4000/moderations"],
  [
    "wss://x.openai.azure.com/openai/v1/realtime?model=voice",
    "https://x.openai.azure.com/openai/v1/moderations",
  ],
  ["https://gate.test/v1?tenant=a&model=b", "https://gate.test/v1/moderations?tenant=a"],
];

for (const [base, url] of CASES) {
  Deno.test(`the endpoints of ${base} are found`, () => {
    assertEquals(restUrl(base, "moderations"), { url });
  });
}

for (
  const [base, reason] of [
    ["api.openai.com", "is not an address"],
    ["ftp://host/v1", 'received "ftp:"'],
    ["https://user:pass@host/v1", "must not hold a user"],
  ] as const
) {
  Deno.test(`a base URL that ${reason} is refused`, () => {
    const result = restUrl(base, "moderations");
    assertStringIncludes("error" in result ? result.error : "", reason);
  });
}
