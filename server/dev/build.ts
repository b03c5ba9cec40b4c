// Builds the console into dist/, or the folder that is named, emptied first so that no file of an older build stays
// behind. With `--gallery` the page of all parts is beside it, for those who work on them.
import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({
  args: Deno.args,
  options: { gallery: { type: "boolean", default: false } },
  allowPositionals: true,
});
const INTO = positionals[0] ?? "dist";

await Deno.mkdir(INTO, { recursive: true });
for await (const entry of Deno.readDir(INTO)) {
  await Deno.remove(`${INTO}/${entry.name}`, { recursive: true });
}

await bundle("--code-splitting", "--sourcemap=linked", "--outdir", INTO, "console/index.html");
await flatten(INTO);
await preload(INTO, ["start", "floor_screen"]);
await addLaterStyles(INTO);
if (values.gallery) await addGallery(INTO);
// The audio thread loads a file of its own, by the name in console/sound/worklet_messages.ts.
await bundle("--output", `${INTO}/sound_worklet.js`, "console/sound/sound_worklet.ts");

/** Under /gallery.html, with the console's own styles. */
async function addGallery(into: string): Promise<void> {
  const beside = `${into}/gallery`;
  await bundle("--code-splitting", "--outdir", beside, "console/gallery/gallery.html");
  await flatten(beside);
  const built = await Deno.readTextFile(`${into}/index.html`);
  const [styles] = built.match(/<link rel="stylesheet"[^>]*>/) ?? [""];
  const [, later] = built.match(/<meta name="later-styles" content="([^"]*)">/) ?? [];
  const page = await Deno.readTextFile(`${beside}/gallery.html`);
  await Deno.writeTextFile(
    `${beside}/gallery.html`,
    page.replace("</title>", `</title>${styles}<link rel="stylesheet" href="${later}">`),
  );
  for (const file of await filesUnder(beside)) {
    await Deno.rename(file, `${into}/${file.split("/").at(-1)}`);
  }
  await Deno.remove(beside);
}

/** The styles of what is not on the floor, under a name that changes with them; the page knows it (later_styles.ts). */
async function addLaterStyles(into: string): Promise<void> {
  const plain = `${into}/later.css`;
  await bundle("--output", plain, "console/style/later.css");
  const digest = await crypto.subtle.digest("SHA-256", await Deno.readFile(plain));
  const name = `later-${new Uint8Array(digest).toHex().slice(0, 8).toUpperCase()}.css`;
  await Deno.rename(plain, `${into}/${name}`);
  const page = await Deno.readTextFile(`${into}/index.html`);
  const meta = `<meta name="later-styles" content="./${name}">`;
  await Deno.writeTextFile(`${into}/index.html`, page.replace("</head>", `${meta}</head>`));
}

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

/**
 * What the page fetches one after the other, first its words and then itself, it is told of at once: these chunks and all
 * that they import. In English nothing is fetched between.
 */
async function preload(folder: string, chunks: readonly string[]): Promise<void> {
  const files = await filesUnder(folder);
  const names = files.map((file) => file.split("/").at(-1)!);
  const page = await Deno.readTextFile(`${folder}/index.html`);
  const wanted = names.filter((name) =>
    page.includes(`./${name}`) || chunks.some((chunk) => name.startsWith(`${chunk}-`))
  ).filter((name) => name.endsWith(".js"));
  for (const name of wanted) {
    const text = await Deno.readTextFile(`${folder}/${name}`);
    for (const [, imported] of text.matchAll(/(?:from|import)\s*["']\.\/([\w-]+\.js)["']/g)) {
      if (!wanted.includes(imported!)) wanted.push(imported!);
    }
  }
  // A browser asks for few at a time, in this order: the largest takes longest.
  const bytes = new Map(
    await Promise.all(
      wanted.map(async (name) => [name, (await Deno.stat(`${folder}/${name}`)).size] as const),
    ),
  );
  const links = wanted.filter((name) => !page.includes(`./${name}`))
    .sort((a, b) => (bytes.get(b) ?? 0) - (bytes.get(a) ?? 0))
    .map((name) => `<link rel="modulepreload" crossorigin href="./${name}">`).join("");
  await Deno.writeTextFile(`${folder}/index.html`, page.replace("</head>", `${links}</head>`));
}

async function filesUnder(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    found.push(...(isDirectory ? await filesUnder(path) : [path]));
  }
  return found;
}
