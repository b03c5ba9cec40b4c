// The console's page and its files. Deep links get the page; a missing file is a 404, never the page.
import { Hono } from "hono";
import type { Context } from "hono";
import type { AdminDeps, AdminEnv } from "./admin_deps.ts";
import { notFound } from "./problems.ts";

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  map: "application/json",
  json: "application/json",
  svg: "image/svg+xml",
  png: "image/png",
  ico: "image/x-icon",
  woff2: "font/woff2",
  txt: "text/plain; charset=utf-8",
};

/** A name that changes with its content, as the bundler writes it. */
const HASHED = /-[A-Z0-9]{8}\.(js|css)$/;
const FILE = /^\/([^/]+\.([a-z0-9]+))$/;

export function consoleFiles({ staticFiles }: Pick<AdminDeps, "staticFiles">) {
  const zipped = new Map<string, Uint8Array<ArrayBuffer>>();
  return new Hono<AdminEnv>().get("/*", async (c) => {
    const [, name, extension = ""] = FILE.exec(c.req.path) ?? [];
    const type = Object.hasOwn(TYPES, extension) ? TYPES[extension] : undefined;
    if (name !== undefined && type !== undefined) {
      const bytes = await staticFiles.read(name);
      if (bytes) return await file(c, { name, type, bytes });
      return notFound(c);
    }
    const wantsPage = c.req.path === "/" || (c.req.header("accept") ?? "").includes("text/html");
    if (!wantsPage) return notFound(c);
    const page = await staticFiles.read("index.html");
    if (page) return await file(c, { name: "index.html", type: TYPES.html!, bytes: page });
    return c.html(NOT_BUILT, 503, { "Cache-Control": "no-store" });
  });

  async function file(
    c: Context,
    { name, type, bytes }: { name: string; type: string; bytes: Uint8Array<ArrayBuffer> },
  ) {
    const hashed = HASHED.test(name);
    c.header("Content-Type", type);
    c.header("Cache-Control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
    if (!hashed) return c.body(bytes);
    c.header("Vary", "Accept-Encoding");
    if (!/\bgzip\b/.test(c.req.header("accept-encoding") ?? "")) return c.body(bytes);
    c.header("Content-Encoding", "gzip");
    return c.body(await gzipOnce(name, bytes));
  }

  /** Only of hashed names: they are few, and their content cannot change under us. */
  async function gzipOnce(name: string, bytes: Uint8Array<ArrayBuffer>) {
    const kept = zipped.get(name);
    if (kept) return kept;
    const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
    const made = new Uint8Array(await new Response(stream).arrayBuffer());
    zipped.set(name, made);
    return made;
  }
}

const NOT_BUILT = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Hookline: the console is not built</title></head>
<body>
<h1>The console is not built yet</h1>
<p>Run <code>deno task build</code> in the project's folder, then load this page again.</p>
<p>Phone calls are answered all the same.</p>
</body>
</html>
`;
