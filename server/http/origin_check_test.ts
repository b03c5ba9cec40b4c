// S-16: what may change something, by the headers a request comes with.
import { assert, assertEquals } from "@std/assert";
import { mayChange } from "./origin_check.ts";
import { rig } from "./rig_for_tests.ts";

const PUBLIC = "https://console.example";

function verdict(origin: string | null, fetchSite: string | null, host = "localhost:8080") {
  return mayChange({ origin, fetchSite, host, publicOrigins: [PUBLIC], byToken: false });
}

Deno.test("S-16 the console's own pages may change things, also behind a proxy", () => {
  assertEquals(verdict("http://localhost:8080", "same-origin"), true);
  assertEquals(verdict("http://localhost:8080", null), true);
  assertEquals(verdict(null, "same-origin"), true);
  assertEquals(verdict(PUBLIC, null, "inner:8080"), true);
  assertEquals(verdict(PUBLIC, "same-origin", "inner:8080"), true);
  assertEquals(verdict("https://elsewhere.example", "same-origin", "inner:8080"), true);
  assertEquals(verdict("http://localhost", null, "localhost:80"), true);
});

Deno.test("S-16 no other page may", () => {
  assertEquals(verdict(null, null), false);
  assertEquals(verdict("null", null), false);
  assertEquals(verdict("null", "same-origin"), false);
  assertEquals(verdict("http://localhost:8080", "cross-site"), false);
  assertEquals(verdict("http://localhost:8080", "same-site"), false);
  assertEquals(verdict(null, "none"), false);
  assertEquals(verdict(null, ""), false);
  assertEquals(verdict("http://localhost:8081", null), false);
  assertEquals(verdict("https://console.example.evil.example", null), false);
  assertEquals(verdict("http://localhost:8080/", null), false);
  assertEquals(verdict("http://user@localhost:8080", null), false);
  assertEquals(verdict("localhost:8080", null), false);
});

Deno.test("S-16 a program with the admin token needs no origin, but may not have a foreign one", () => {
  const byToken = (origin: string | null, fetchSite: string | null) =>
    mayChange({ origin, fetchSite, host: "h", publicOrigins: [], byToken: true });
  assertEquals(byToken(null, null), true);
  assertEquals(byToken("https://evil.example", null), false);
  assertEquals(byToken("null", null), false);
  assertEquals(byToken(null, "cross-site"), false);
});

const FOREIGN: Record<string, string>[] = [
  { origin: "", "sec-fetch-site": "" },
  { origin: "null", "sec-fetch-site": "" },
  { origin: "null", "sec-fetch-site": "same-origin" },
  { origin: "null", "sec-fetch-site": "cross-site" },
  { origin: "https://evil.example", "sec-fetch-site": "" },
  { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
  { origin: "https://evil.example", "sec-fetch-site": "same-site" },
  { origin: "http://localhost:8081", "sec-fetch-site": "same-site" },
  { origin: "http://localhost:8080", "sec-fetch-site": "cross-site" },
  { origin: "", "sec-fetch-site": "cross-site" },
  { origin: "", "sec-fetch-site": "same-site" },
  { origin: "", "sec-fetch-site": "none" },
];

Deno.test("S-16 twelve foreign header combinations are refused at each unsafe route, changing nothing", async () => {
  const { app, ask, signIn, deps, links } = await rig();
  const cookie = await signIn();
  const unsafe = app.routes.filter(({ method }) => !["GET", "ALL"].includes(method));
  const routes = new Set(unsafe.map(({ method, path }) => `${method} ${path}`));
  assert(routes.size > 28);
  for (const route of routes) {
    const [method = "", path = ""] = route.replace(":id", "default").split(" ");
    for (const headers of FOREIGN) {
      for (const type of ["application/json", "text/plain"]) {
        const sent = { ...headers, "content-type": type, "if-match": '"1"' };
        const response = await ask(method, path, { cookie, body: {}, headers: sent });
        const what = `${route} ${JSON.stringify(sent)}`;
        assertEquals(
          [response.status, (await response.json()).code],
          [403, "forbidden_origin"],
          what,
        );
      }
    }
  }
  assertEquals(links, []);
  assertEquals(deps.agents.get("default")?.revision, 1);
  assertEquals((await ask("GET", "/api/status", { cookie })).status, 200);
});

Deno.test("S-16 a body of another type than JSON is refused even from the console's origin", async () => {
  const { ask, signIn, deps } = await rig();
  const cookie = await signIn();
  const types = ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", "a/json"];
  for (const type of types) {
    const headers = { "content-type": type, "if-match": '"1"' };
    const path = "/api/agents/default/publish";
    const response = await ask("POST", path, { cookie, body: { note: "" }, headers });
    assertEquals([response.status, (await response.json()).code], [400, "invalid_body"], type);
  }
  assertEquals(deps.agents.get("default")?.revision, 1);
  const headers = { "content-type": "Application/JSON; charset=utf-8", "if-match": '"1"' };
  const path = "/api/agents/default/publish";
  assertEquals((await ask("POST", path, { cookie, body: { note: "" }, headers })).status, 200);
});
