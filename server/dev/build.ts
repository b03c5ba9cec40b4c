// Builds the console into dist/, emptied first so that no file of an older build stays behind.

await Deno.mkdir("dist", { recursive: true });
for await (const entry of Deno.readDir("dist")) {
  await Deno.remove(`dist/${entry.name}`, { recursive: true });
}

const { code, stderr } = await new Deno.Command(Deno.execPath(), {
  args: [
    "bundle",
    "--quiet",
    "--platform",
    "browser",
    "--minify",
    "--sourcemap=linked",
    "--outdir",
    "dist",
    "console/index.html",
  ],
  stdout: "null",
  stderr: "piped",
}).output();
if (code !== 0) {
  console.error(new TextDecoder().decode(stderr));
  console.error("Cannot build the console: deno bundle failed, see above.");
  Deno.exit(code);
}
