// The console as it is built: small enough, and without what only those who work on it need.
import { assert, assertEquals } from "@std/assert";
import { shellSizes } from "./shell_size.ts";

const SHELL_BYTES = 40_000;
/** Of the floor and what surrounds it; other screens' come later. */
const STYLE_BYTES = 9000;

Deno.test("the built console has nothing of the gallery, and its shell is small", async () => {
  const folder = await Deno.makeTempDir({ prefix: "hookline-test-" });
  const script = new URL("./build.ts", import.meta.url).pathname;
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", script, folder],
  }).output();
  assert(success, new TextDecoder().decode(stderr));
  const files = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  assert(files.includes("index.html") && files.length > 10, files.join(" "));
  for (const name of files) {
    const text = await Deno.readTextFile(`${folder}/${name}`);
    assert(
      !/console\/gallery|gallery_main|gallery-piece|draw_for_tests|sample_calls/.test(text),
      name,
    );
  }
  assertEquals(files.filter((name) => name.startsWith("gallery")), []);
  const sizes = [...await shellSizes(folder)];
  const bytesOf = (end: string) =>
    sizes.filter(([name]) => name.endsWith(end)).reduce((sum, [, bytes]) => sum + bytes, 0);
  const whole = sizes.reduce((sum, [, bytes]) => sum + bytes, 0);
  const told = `${whole} B: ${bytesOf(".js")} B of scripts in ${sizes.length - 2} files, ${
    bytesOf(".css")
  } B of styles`;
  console.log(`Shell, compressed: ${told}`);
  assert(bytesOf(".js") > 10_000 && bytesOf(".css") > 1000, told);
  assert(
    bytesOf(".js") <= SHELL_BYTES,
    `${told}. What is not needed at once is fetched by later.ts.`,
  );
  assert(bytesOf(".css") <= STYLE_BYTES, told);
  assert(sizes.length <= 12, `${told}. Does all that later.ts fetches import shell_code.ts?`);
  await Deno.remove(folder, { recursive: true });
});
