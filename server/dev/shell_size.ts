// What the browser has to fetch before any screen of the console: the page, its styles, and the scripts that stand around
// the screens, each compressed as it is sent. Screens, other languages and what is fetched when needed are not in it.

/** `folder`: of the built console. Bytes by file. */
export async function shellSizes(folder: string): Promise<ReadonlyMap<string, number>> {
  const page = await Deno.readTextFile(`${folder}/index.html`);
  const names = new Set(["index.html"]);
  for (const [, name] of page.matchAll(/(?:src|rel="stylesheet"[^>]*href)="\.\/([^"]+)"/g)) {
    names.add(name!);
  }
  for await (const { name } of Deno.readDir(folder)) {
    if (/^start-.*\.js$/.test(name)) names.add(name);
  }
  // Grows while it is walked: what is imported at once comes along.
  for (const name of names) {
    if (!name.endsWith(".js")) continue;
    const script = await Deno.readTextFile(`${folder}/${name}`);
    for (
      const [, chunk] of script.matchAll(/\bimport\s*(?:[^"'();]*?from\s*)?"\.\/([^"]+\.js)"/g)
    ) {
      names.add(chunk!);
    }
  }
  const sizes = new Map<string, number>();
  for (const name of names) sizes.set(name, await zippedBytes(`${folder}/${name}`));
  return sizes;
}

async function zippedBytes(path: string): Promise<number> {
  const file = await Deno.readFile(path);
  const zipped = new Blob([file]).stream().pipeThrough(new CompressionStream("gzip"));
  return (await new Response(zipped).arrayBuffer()).byteLength;
}
