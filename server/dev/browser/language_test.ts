// Reads the console in its second language: chosen in the palette, kept for this browser, and no English left on the
// screens where people spend their day. Chromium keeps its own timers and pipes, so the sanitizers are off here.
import { assert, assertEquals } from "@std/assert";
import { textPairs } from "../text_tables.ts";
import { type Page, walk } from "./browser.ts";

const WALK = { sanitizeOps: false, sanitizeResources: false };

/** What the console says in English alone. Shorter words may be German ones in the middle of a sentence. */
async function englishOnly(): Promise<string[]> {
  const pairs = await textPairs();
  const german = new Set(pairs.map((pair) => pair.german));
  return pairs.flatMap(({ english }) =>
    typeof english === "string" && english.length > 3 && !german.has(english) ? [english] : []
  );
}

/** The whole texts and labels on the page that are one of these. */
async function found(page: Page, wanted: readonly string[]): Promise<string[]> {
  const said = await page.evaluate(() => {
    // deno-lint-ignore no-explicit-any -- runs in the page, outside this program's types
    const { document, NodeFilter } = globalThis as any;
    const texts: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) texts.push(walker.currentNode.nodeValue.trim());
    for (const name of ["aria-label", "title", "placeholder"]) {
      for (const element of document.querySelectorAll(`[${name}]`)) {
        texts.push(element.getAttribute(name).trim());
      }
    }
    return texts;
  });
  const english = new Set(wanted);
  return said.filter((text) => english.has(text));
}

Deno.test(
  "the console speaks German once that is chosen, on every screen of a day",
  WALK,
  () =>
    walk({}, async ({ server, page, complaints, barriers, look }) => {
      const english = await englishOnly();
      assert(english.length > 500, "there is English to look for");
      await page.goto(server.signInLink);
      await page.getByRole("heading", { name: "Floor", exact: true }).waitFor();
      assert((await found(page, english)).length > 10, "what is looked for would be found");
      await page.keyboard.press("Control+k");
      const palette = page.getByRole("combobox", { name: "Find an act, a place or a call" });
      await palette.fill("Deutsch");
      await palette.press("Enter");
      await page.getByRole("heading", { name: "Leitstand" }).waitFor();
      assertEquals(await page.getAttribute("html", "lang"), "de");

      await page.getByRole("button", { name: "Testanruf starten" }).first().click();
      const card = page.locator(".card[data-call]").first();
      await card.getByText("Northwind Parcels v1").waitFor();
      assertEquals(await found(page, english), []);
      await look("german floor");
      await card.getByRole("link").first().click();
      await page.getByRole("tab", { name: "Transkript" }).waitFor();
      await page.getByText("How may I help you?").waitFor();
      assertEquals(await found(page, english), []);
      await look("german call");
      for (
        const [path, heading] of [
          ["/agents", "Agenten"],
          ["/history", "Verlauf"],
          ["/routes", "Routen"],
          ["/connection", "Verbindung"],
          ["/settings", "Einstellungen"],
        ] as const
      ) {
        await page.goto(server.origin + path);
        await page.getByRole("heading", { name: heading, exact: true }).first().waitFor();
        assertEquals(await found(page, english), [], path);
      }
      await page.goto(`${server.origin}/agents`);
      await page.locator("#main a[href^='/agents/']").first().click();
      await page.getByRole("heading", { name: "Was er sagt" }).waitFor();
      assertEquals(await found(page, english), []);
      assertEquals(complaints, []);
      assertEquals(barriers, []);
    }),
);
