// Walks the console as a person would, against the real server: sign-in, test call, transcript, edit,
// publish, the next call. Chromium keeps its own timers and pipes, so the sanitizers are off here.
import { assert, assertEquals } from "@std/assert";
import { startServer } from "../child_server.ts";
import { openBrowser, openPage, walk } from "./browser.ts";

const WALK = { sanitizeOps: false, sanitizeResources: false };
const A_CALL_MS = 90_000;

Deno.test(
  "a newcomer signs in, hears a call answered, changes the agent, and the next call has the change",
  WALK,
  () =>
    walk({}, async ({ server, page, complaints, barriers, look }) => {
      await page.goto(server.origin);
      await page.getByRole("button", { name: /Print a new sign-in link/ }).waitFor();
      await look("sign-in");
      await page.goto(server.signInLink);
      await page.getByRole("heading", { name: "Floor" }).waitFor();
      assert(!page.url().includes("code="), "the code stays in the address");
      await page.getByText("No call has come in yet").waitFor();
      await page.getByText("built-in stand-in answers").first().waitFor();
      await look("floor-empty");

      await page.getByRole("button", { name: "Place a test call" }).first().click();
      await page.getByRole("link", { name: "Listen along" }).click();
      await page.getByText("Hello, this is Northwind Parcels").first().waitFor({ timeout: 20_000 });
      await page.getByText("Hello, where is my parcel?").first().waitFor({ timeout: 20_000 });
      await look("call-live");

      await page.getByRole("link", { name: "Agents" }).first().click();
      await page.getByRole("link", { name: "Northwind Parcels" }).click();
      await page.getByLabel("Prompt", { exact: true }).waitFor();
      await look("agent");
      await page.getByLabel("Prompt", { exact: true }).fill(
        "You are the night line of Northwind Parcels. Be brief.",
      );
      await page.getByRole("link", { name: "Sound" }).click();
      await page.getByRole("radio", { name: "Cedar" }).check();
      await page.getByText(/Draft saved/).waitFor();
      await page.getByRole("button", { name: "Publish v2…" }).click();
      await page.getByLabel("Why").fill("Night line");
      await look("publish");
      await page.getByRole("button", { name: "Publish v2", exact: true }).click();
      await page.locator("dialog[open]").waitFor({ state: "detached" });
      await page.getByText("v2 answers calls").first().waitFor();

      await page.getByRole("link", { name: "Floor" }).first().click();
      await page.locator("[data-call]").getByText(/v1/).first().waitFor();
      await page.getByText("The agent completed the call").first().waitFor({ timeout: A_CALL_MS });
      await look("floor-ended");
      await page.locator("[data-call]").first().getByRole("link").first().click();
      await page.getByRole("heading", { name: "Answered by" }).waitFor();
      await page.getByText("Goodbye.").first().waitFor();
      await page.getByRole("table", { name: "Output variables" }).getByText("END_REASON").waitFor();
      await page.locator(".line.agent", { hasText: "Our counters are open" }).getByText(
        /interrupted|spoke over|cut/i,
      ).first()
        .waitFor();
      await look("call-past");

      await page.getByRole("link", { name: "Floor" }).first().click();
      await page.getByRole("button", { name: "Place a test call" }).first().click();
      await page.getByRole("link", { name: "Listen along" }).click();
      await page.getByText("Hello, this is Northwind Parcels").first().waitFor({ timeout: 20_000 });
      const facts = await page.getByRole("complementary").innerText();
      assert(/v2/.test(facts) && /cedar/i.test(facts), facts);

      await page.getByRole("link", { name: "Connection" }).first().click();
      await page.getByText(server.audiohookUrl).first().waitFor();
      await look("connection");
      await page.goto(`${server.origin}/no-such-page`);
      await page.getByRole("link", { name: /floor/i }).first().waitFor();
      await look("not-found");

      assertEquals(barriers, []);
      assertEquals(complaints.filter((words) => !words.includes("401")), []);
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
