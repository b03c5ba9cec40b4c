// Builds the console into dist/, emptied first so that no file of an older build stays behind.

await Deno.mkdir("dist", { recursive: true });
for await (const entry of Deno.readDir("dist")) {
  await Deno.remove(`dist/${entry.name}`, { recursive: true });
}

await bundle("--code-splitting", "--sourcemap=linked", "--outdir", "dist", "console/index.html");
await flatten("dist");
// The audio thread loads a file of its own, by the name in console/sound/worklet_messages.ts.
await bundle("--output", "dist/sound_worklet.js", "console/sound/sound_worklet.ts");

async function bundle(...args: string[]): Promise<void> {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", "--platform", "browser", "--minify", ...args],
    stdout: "null",
    stderr: "piped",
  }).output();
  if (code === 0) return;
  console.error(new TextDecoder().decode(stderr));
  console.error("Cannot build the console: deno bundle failed, see above.");
  Deno.exit(code);
}

/**
 * What is fetched later is written into folders, of the page's way up to the root of the disk and down again: put
 * beside the page, since the server gives out plain names only. Hashed names do not clash.
 */
async function flatten(into: string): Promise<void> {
  const files = await filesUnder(into);
  for (const file of files) {
    const target = `${into}/${file.split("/").at(-1)}`;
    await Deno.rename(file, target);
    if (!target.endsWith(".js")) continue;
    const text = await Deno.readTextFile(target);
    await Deno.writeTextFile(
      target,
      text.replace(/(["'`])\.{1,2}\/(?:[\w.]+\/)*([\w-]+-[A-Z0-9]{8}\.js)\1/g, "$1./$2$1"),
    );
  }
  for await (const entry of Deno.readDir(into)) {
    if (entry.isDirectory) await Deno.remove(`${into}/${entry.name}`, { recursive: true });
  }
}

async function filesUnder(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    found.push(...(isDirectory ? await filesUnder(path) : [path]));
  }
  return found;
}
