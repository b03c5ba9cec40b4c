// A busy floor and a long call: what is out of sight is kept up to date, reached by the keyboard and found. How much it
// costs is the bench's (`deno task bench --console`). Chromium keeps its own timers and pipes: no sanitizers here.
import { assert, assertEquals } from "@std/assert";
import { LONG_CALL, startConsoleStage } from "../bench/console_stage.ts";
import { becomes, browse } from "./browser.ts";

const WALK = { sanitizeOps: false, sanitizeResources: false };
const CALLS = 60;
const LINES = 400;

Deno.test(
  "on a floor of sixty calls and in a call of many lines nothing is out of reach",
  WALK,
  async () => {
    const stage = await startConsoleStage({ files: "dist", lines: LINES });
    try {
      await browse(async ({ page, complaints }) => {
        stage.load(CALLS, 1);
        await page.goto(stage.origin);
        const cards = page.locator(".card[data-call]");
        await cards.nth(CALLS - 1).waitFor({ state: "attached" });
        const last = cards.nth(CALLS - 1);
        assertEquals(await page.evaluate("scrollY"), 0);
        assert((await last.boundingBox())!.y > 2000, "the last card is in sight");
        const words = await last.locator(".card-line.caller dd").textContent();
        await last.locator(".card-line.caller dd").filter({ hasNotText: words || "–" }).waitFor({
          state: "attached",
        });
        await last.getByRole("link").focus();
        await becomes(page, "scrollY > 1000");
        await page.keyboard.press("Enter");
        await page.locator(".line").first().waitFor();

        await page.goto(`${stage.origin}/calls/${LONG_CALL}`);
        await page.locator(".line").first().waitFor();
        await page.locator("[role=log][aria-busy=false]").waitFor();
        assertEquals(await page.locator(".line").count(), LINES);
        // In the picture of who spoke when, near its end.
        await page.locator(".strip-lane.agent .strip-said").last().click();
        const line = page.locator(`[data-item="a${LINES / 2 - 1}"]`);
        await line.getByText("I am sorry to hear that").waitFor();
        const box = (await line.boundingBox())!;
        assert(box.y > 0 && box.y < 900, "the line that was pressed is not in sight");
        assertEquals(complaints.filter((words) => !/favicon|404/.test(words)), []);
      });
    } finally {
      await stage.stop();
    }
  },
);
