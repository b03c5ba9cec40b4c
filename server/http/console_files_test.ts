// The console's page and files, and that no path leads out of their folder.
import { assert, assertEquals, assertFalse, assertStringIncludes } from "@std/assert";
import { directoryFiles } from "./directory_files.ts";
import { files, rig } from "./rig_for_tests.ts";

const PAGE = '<!doctype html><base href="/"><title>Hookline</title>';
const BUILT = files({
  "index.html": PAGE,
  "index-DTZWOH43.js": "console.log('hello');".repeat(100),
  "index-7NEWKCSI.css": "a{}",
  "index-DTZWOH43.js.map": "{}",
});
const HTML = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };

Deno.test("hashed files may be kept for ever, the page must be asked for again", async () => {
  const { ask } = await rig({ staticFiles: BUILT });
  const js = await ask("GET", "/index-DTZWOH43.js");
  assertEquals(js.headers.get("content-type"), "text/javascript; charset=utf-8");
  assertEquals(js.headers.get("cache-control"), "public, max-age=31536000, immutable");
  const css = await ask("GET", "/index-7NEWKCSI.css");
  assertEquals(css.headers.get("content-type"), "text/css; charset=utf-8");
  for (const path of ["/", "/index.html"]) {
    const page = await ask("GET", path, { headers: HTML });
    assertEquals(await page.text(), PAGE);
    assertEquals(page.headers.get("content-type"), "text/html; charset=utf-8");
    assertEquals(page.headers.get("cache-control"), "no-cache");
  }
  const map = await ask("GET", "/index-DTZWOH43.js.map");
  assertEquals([map.status, map.headers.get("cache-control")], [200, "no-cache"]);
});

Deno.test("hashed files are sent compressed to who can read that, and only to them", async () => {
  const { ask } = await rig({ staticFiles: BUILT });
  const plain = await ask("GET", "/index-DTZWOH43.js");
  assertEquals(plain.headers.get("content-encoding"), null);
  const expected = await plain.text();
  for (let i = 0; i < 2; i++) {
    const zipped = await ask("GET", "/index-DTZWOH43.js", {
      headers: { "accept-encoding": "br, gzip" },
    });
    assertEquals(zipped.headers.get("content-encoding"), "gzip");
    assertEquals(zipped.headers.get("vary"), "Accept-Encoding");
    const bytes = await zipped.bytes();
    assert(bytes.byteLength < expected.length / 5);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    assertEquals(await new Response(stream).text(), expected);
  }
});

Deno.test("deep links get the page; missing files, programs and the API do not", async () => {
  const { ask } = await rig({ staticFiles: BUILT });
  for (
    const path of [
      "/calls/c1",
      "/agents/default",
      "/sign-in",
      "/calls/tel:+1.5550100",
      "/calls/a.js",
    ]
  ) {
    assertEquals(await (await ask("GET", path, { headers: HTML })).text(), PAGE, path);
    assertEquals((await ask("GET", path, { headers: { accept: "*/*" } })).status, 404, path);
  }
  assertEquals((await ask("GET", "/index-GONE0000.js", { headers: HTML })).status, 404);
  assertEquals((await ask("GET", "/api/nothing", { headers: HTML })).status, 401);
  assertEquals((await ask("POST", "/calls/c1", { headers: HTML })).status, 405);
});

Deno.test("without a built console the page says what to do, and that calls are answered", async () => {
  const { ask } = await rig({ staticFiles: files({}) });
  const response = await ask("GET", "/", { headers: HTML });
  const text = await response.text();
  assertEquals([response.status, response.headers.get("cache-control")], [503, "no-store"]);
  assertStringIncludes(text, "deno task build");
  assertFalse(/<script|style=/.test(text));
  assertEquals((await ask("GET", "/healthz")).status, 200);
});

Deno.test("no path leads out of the folder, over a real socket as over the port", async () => {
  const outside = await Deno.makeTempDir();
  await Deno.mkdir(`${outside}/dist/sub.js`, { recursive: true });
  await Deno.writeTextFile(`${outside}/secret.js`, "CANARY");
  await Deno.writeTextFile(`${outside}/dist/.env`, "CANARY");
  await Deno.writeTextFile(`${outside}/dist/sub.js/in.js`, "CANARY");
  await Deno.writeTextFile(`${outside}/dist/app.js`, "fine");
  const staticFiles = directoryFiles(`${outside}/dist`);
  const { app } = await rig({ staticFiles });
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    return app.fetch(request, { remoteAddress: "127.0.0.1" });
  });
  try {
    assertStringIncludes(await rawGet(server.addr.port, "/app.js"), "fine");
    for (
      const path of [
        "/../secret.js",
        "/%2e%2e/secret.js",
        "/..%2fsecret.js",
        "/%2e%2e%2fsecret.js",
        "/..%5csecret.js",
        "/x/../../secret.js",
        "//secret.js",
        `/${outside}/secret.js`,
        "/.env",
        "/%2eenv",
        "/sub.js",
        "/sub.js/in.js",
        "/sub.js%2fin.js",
        "/app.js%00.js",
        "/app.js/",
        "/%",
        "/%ff.js",
      ]
    ) {
      const answer = await rawGet(server.addr.port, path);
      assertStringIncludes(answer, "HTTP/1.1 404", path);
      assertFalse(answer.includes("CANARY"), path);
    }
    for (
      const name of ["../secret.js", "..", ".", "", ".env", "sub.js/in.js", "sub.js", "a\0.js"]
    ) {
      assertEquals(await staticFiles.read(name), undefined, name);
    }
  } finally {
    await server.shutdown();
    await Deno.remove(outside, { recursive: true });
  }
});

/** A request whose target is sent exactly as written; `fetch` would tidy it up. */
async function rawGet(port: number, target: string): Promise<string> {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const head = `GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`;
  await connection.write(new TextEncoder().encode(head));
  return await new Response(connection.readable).text();
}

Deno.test("whoever asks for the root gets the page, a program too", async () => {
  const { ask } = await rig({ staticFiles: BUILT });
  const page = await ask("GET", "/", { headers: { accept: "*/*" } });
  assertEquals([page.status, await page.text()], [200, PAGE]);
});
