// What the console does not lose: two people at the same draft, a session that ends while somebody types, a server that
// is started anew. Chromium keeps its own timers and pipes, so the sanitizers are off here.
import { assertEquals } from "@std/assert";
import { startServer } from "../child_server.ts";
import { becomes, EVERY_LOOK, openBrowser, openPage, walk } from "./browser.ts";

const WALK = { sanitizeOps: false, sanitizeResources: false };
const ADMIN_TOKEN = "a-token-of-the-test-0123456789abcdef";

Deno.test(
  "two people who edit an agent at once lose no word, nor does one whose session ends meanwhile",
  WALK,
  () =>
    walk({ ADMIN_TOKEN }, async ({ server, page: ana, complaints, barriers, look }) => {
      await ana.goto(server.signInLink);
      await ana.getByRole("heading", { name: "Floor" }).waitFor();
      const ben = await ana.context().newPage();
      for (const page of [ana, ben]) await page.goto(`${server.origin}/agents/default`);
      const hers = ana.getByLabel("Prompt", { exact: true });
      const his = ben.getByLabel("Prompt", { exact: true });
      /** Until the server has it. */
      const sheWrites = async (words: string) => {
        const kept = ana.waitForResponse((response) =>
          response.url().endsWith("/draft") && response.ok()
        );
        await hers.fill(words);
        await kept;
      };
      await sheWrites("You answer for Northwind.\nBe brief.\nBe kind.");
      await becomes(ben, "document.querySelector('textarea')?.value.endsWith('Be kind.')");

      // His goes out while hers has not come yet.
      const mayGo = Promise.withResolvers<void>();
      const sent = Promise.withResolvers<void>();
      await ben.route("**/api/agents/default/draft", async (route) => {
        sent.resolve();
        await mayGo.promise;
        await route.continue();
      });
      await his.fill("You answer for Northwind.\nBe brief.\nBe kind.\nHis line.");
      await sent.promise;
      await sheWrites("Her line.\nYou answer for Northwind.\nBe brief.\nBe kind.");
      mayGo.resolve();
      await ben.getByRole("heading", { name: /Somebody else saved this draft/ }).waitFor();
      await ben.getByRole("region", { name: "Yours" }).getByText("His line.").waitFor();
      await ben.getByRole("button", { name: "Edit merged" }).click();
      const both = "Her line.\nYou answer for Northwind.\nBe brief.\nBe kind.\nHis line.\n";
      await his.waitFor();
      assertEquals(await his.inputValue(), both);
      await becomes(ana, "document.querySelector('textarea')?.value.includes('His line.')");
      assertEquals(await hers.inputValue(), both);
      await ben.close();

      // What is typed when the session has ended is there after the next sign-in, and is saved then.
      await ana.context().clearCookies();
      await hers.fill(`${both}Typed too late.`);
      await ana.getByRole("heading", { name: "Your session has ended" }).waitFor();
      await look("sign-in-again", EVERY_LOOK);
      await ana.getByLabel("Admin token").fill(ADMIN_TOKEN);
      await ana.keyboard.press("Enter");
      await ana.getByRole("heading", { name: "Your session has ended" }).waitFor({
        state: "detached",
      });
      assertEquals(await hers.inputValue(), `${both}Typed too late.`);
      await ana.getByText(/Draft saved/).waitFor();

      await ana.getByRole("link", { name: "History" }).click();
      await ana.getByRole("heading", { name: "No call has ended yet" }).waitFor();
      await ana.getByRole("button", { name: "Place a test call" }).waitFor();
      await look("history-empty");
      await ana.goto(`${server.origin}/no-such-page`);
      await ana.getByRole("link", { name: /floor/i }).first().waitFor();
      await look("not-found");
      assertEquals(barriers, []);
      assertEquals(complaints.filter((words) => !/401|409/.test(words)), []);
    }),
);

Deno.test("S-07 a console comes back by itself after the server was restarted", WALK, async () => {
  const first = await startServer();
  const browser = await openBrowser();
  const { page } = await openPage(browser);
  await page.goto(first.signInLink);
  await page.locator(".connection.live").waitFor();
  const port = new URL(first.origin).port;
  first.kill("SIGKILL");
  await first.ended;
  await page.locator(".connection:not(.live)").waitFor({ timeout: 15_000 });
  const second = await startServer({ DATA_DIR: first.dataDir, PORT: port });
  await page.locator(".connection.live").waitFor({ timeout: 30_000 });
  await browser.close();
  await second.stop();
});
