// Walks by the keyboard alone: the palette, the first steps, the health of the server. Chromium keeps its own timers
// and pipes, so the sanitizers are off here.
import { assert, assertEquals } from "@std/assert";
import { EVERY_LOOK, type Page, SIZES, walk } from "./browser.ts";

const WALK = { sanitizeOps: false, sanitizeResources: false };

const field = (page: Page) => page.getByRole("combobox", { name: /Find an act/ });
const active = (page: Page) => page.locator('[role="option"][aria-selected="true"]');

async function open(page: Page): Promise<void> {
  await page.keyboard.press("Control+k");
  await field(page).waitFor();
}

/** Out of the page, not only out of sight: until then a second Ctrl+K belongs to the palette that is leaving. */
const gone = (page: Page) => page.locator("dialog.palette").waitFor({ state: "detached" });

/** What a screen reader is told is chosen. */
async function chosen(page: Page): Promise<string> {
  const id = await field(page).getAttribute("aria-activedescendant");
  return await page.locator(`[id="${id}"] .palette-words`).innerText();
}

Deno.test(
  "every act and place is found from the keyboard, the first steps tick themselves, health can be copied",
  WALK,
  () =>
    walk({ SELF_CALL: "true" }, async ({ server, page, complaints, barriers, look }) => {
      await page.goto(server.signInLink);
      await page.getByRole("heading", { name: "First steps" }).waitFor();
      await page.getByText("1 of 4 done").waitFor();
      await page.getByText("The built-in stand-in does").waitFor();
      await look("first-run");

      // The palette: all that is here, with the keys, and those of other pages with where they work.
      await open(page);
      await page.getByRole("option", { name: "Place a test call" }).waitFor();
      await page.getByRole("option", { name: /Whisper to the agent On the page of a live call/ })
        .waitFor();
      await page.getByRole("option", { name: /Northwind Parcels/ }).waitFor();
      await look("palette", EVERY_LOOK);
      await page.keyboard.type("wh");
      assertEquals(await chosen(page), "Whisper to the agent On the page of a live call");
      await page.keyboard.press("Enter");
      await page.getByRole("status").getByText(/Whisper to the agent: On the page/).waitFor({
        state: "attached",
      });
      assertEquals(await field(page).count(), 1, "what cannot be done leaves it open");
      await page.keyboard.press("Escape");
      await gone(page);

      // An act of the page, by its words; the focus comes back to it.
      await open(page);
      await page.keyboard.type("test call");
      assertEquals(await chosen(page), "Place a test call");
      await page.keyboard.press("Enter");
      const card = page.locator("[data-call]").first();
      await card.waitFor();
      await page.getByText("2 of 4 done").waitFor();

      // A live call by the agent's name, then its acts.
      await open(page);
      await page.keyboard.type("call northwind");
      assert((await chosen(page)).startsWith("Call from"));
      await look("palette-call");
      await page.keyboard.press("Enter");
      await page.waitForURL("**/calls/**");
      await page.getByRole("group", { name: "Step in" }).waitFor();
      await open(page);
      await page.keyboard.type("whisper");
      assert((await chosen(page)).startsWith("Whisper"));
      await page.keyboard.press("Enter");
      await page.getByRole("region", { name: "Whisper to the agent" }).waitFor();
      // While one types too.
      await page.keyboard.press("Control+k");
      await field(page).waitFor();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowUp");
      await page.keyboard.press("ArrowUp");
      assertEquals(await active(page).getAttribute("aria-disabled"), "true", "around the end");
      await look("palette-of-a-call");
      await page.keyboard.press("Control+k");
      await gone(page);

      // Places, settings; letters switched off leave the palette.
      await open(page);
      await page.keyboard.type("single");
      assertEquals(await chosen(page), "Switch single-letter keys off");
      await page.keyboard.press("Enter");
      await page.locator("#main").focus();
      await page.keyboard.press("?");
      await open(page);
      assertEquals(await page.locator("dialog[open]").count(), 1, "no help under it");
      await page.keyboard.type("health");
      assertEquals(await chosen(page), "Connection");
      await page.keyboard.press("Enter");
      await page.waitForURL("**/connection");

      // Each phone system says what it needs.
      const phones = page.getByRole("region", { name: "Connect a phone system" });
      await phones.getByRole("heading", { name: "Asterisk AudioSocket" }).click();
      await phones.getByText("Closed. Set AUDIOSOCKET_PORT, and start the server anew.").waitFor();
      await page.goto(`${server.origin}/connection#audiohook`);
      await phones.getByText("let in since the start, last just now").waitFor();
      await phones.getByRole("button", { name: "Copy" }).first().waitFor();

      // Health.
      const health = page.getByRole("region", { name: "Health" });
      await health.getByRole("row", { name: /Genesys AudioHook/ }).getByText("just now").waitFor();
      await health.getByRole("row", { name: /AudioCodes/ }).getByText("Not set up").waitFor();
      await health.getByText(/^Answered after/).waitFor();
      // Whichever it is: other tests run beside this one.
      await health.getByText(/Timers run on time|Something holds the server up/).waitFor();
      await look("health", EVERY_LOOK);
      await health.evaluate((part) => part.scrollIntoView());
      await look("health-below");
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
      await health.getByRole("button", { name: "Copy the diagnostics" }).click();
      const copied = await page.evaluate<string>("navigator.clipboard.readText()");
      assert(copied.startsWith("hookline: ") && copied.includes("audiohook: "), copied);
      assert(!copied.includes(server.apiKey) && !copied.includes("127.0.0.1"), copied);

      // A word that nothing is called is looked for in past calls.
      await open(page);
      await page.keyboard.type("zeppelin refund");
      assertEquals(await chosen(page), "Search past calls for “zeppelin refund”");
      await page.keyboard.press("Enter");
      await page.waitForURL("**/history?text=zeppelin+refund");

      // The first steps go away and come back.
      await page.goto(server.origin);
      await page.getByRole("button", { name: "Put away" }).click();
      await page.getByRole("heading", { name: "First steps" }).waitFor({ state: "detached" });
      await page.reload();
      await page.getByRole("heading", { name: "Floor" }).waitFor();
      await page.locator(".connection.live").waitFor();
      assertEquals(await page.getByRole("heading", { name: "First steps" }).count(), 0);
      await open(page);
      await page.keyboard.type("first steps");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "First steps" }).waitFor();
      await look("first-run-later");

      // On a phone, by touch.
      await page.setViewportSize(SIZES.phone);
      await page.getByRole("button", { name: "Find" }).click();
      await field(page).fill("rout");
      await page.getByRole("option", { name: /^Routes/ }).click();
      await page.waitForURL("**/routes");

      assertEquals(barriers, []);
      assertEquals(complaints, []);
    }),
);
