// Every part of the console in every state, as those who work on it see them: nothing that a disabled person would trip
// over, nothing that sticks out of a phone. Chromium keeps its own timers and pipes, so the sanitizers are off here.
import { assert, assertEquals } from "@std/assert";
import { Hono } from "hono";
import { consoleFiles } from "../../http/console_files.ts";
import { directoryFiles } from "../../http/directory_files.ts";
import { securityHeaders } from "../../http/security_headers.ts";
import { browse, SIZES } from "./browser.ts";

const WALK = { sanitizeOps: false, sanitizeResources: false };
/** Parts that are pages by themselves say their landmarks more than once here. */
const OF_THE_GALLERY = /landmark-unique/;

Deno.test("the gallery shows every part, in reach of everybody", WALK, async () => {
  const folder = await Deno.makeTempDir({ prefix: "hookline-test-" });
  const script = new URL("../build.ts", import.meta.url).pathname;
  await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", script, folder, "--gallery"],
  }).output();
  const files = consoleFiles({ staticFiles: directoryFiles(folder) });
  const app = new Hono().use(securityHeaders()).route("/", files as unknown as Hono);
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, app.fetch);
  try {
    await browse(async ({ page, complaints, barriers, look }) => {
      await page.goto(`http://127.0.0.1:${server.addr.port}/gallery.html`);
      await page.getByRole("heading", { name: "The stream: offline" }).waitFor();
      assert(await page.locator(".gallery-piece").count() > 30);
      assert(await page.locator(".gallery .card[data-call]").count() > 15);
      await look("gallery");
      await page.setViewportSize(SIZES.phone);
      assertEquals(
        await page.evaluate(
          "document.documentElement.scrollWidth - document.documentElement.clientWidth",
        ),
        0,
        "something sticks out of a phone",
      );
      assertEquals(barriers.filter((words) => !OF_THE_GALLERY.test(words)), []);
      assertEquals(complaints.filter((words) => !/favicon/.test(words)), []);
    });
  } finally {
    await server.shutdown();
    await Deno.remove(folder, { recursive: true });
  }
});
