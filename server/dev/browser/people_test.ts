// Reads a call between people as a supervisor would: two speakers, their languages, the translation, the pause.
// The call lies in the store before the server starts. Chromium keeps its own timers and pipes: no sanitizers here.
import { assertEquals } from "@std/assert";
import { PEOPLE_EVENTS } from "../../../console/live/sample_people.ts";
import { walk } from "./browser.ts";
import { dataDirWithCall } from "./past_call.ts";

const WALK = { sanitizeOps: false, sanitizeResources: false };

Deno.test(
  "a supervisor reads what two people said, in which languages, and what is missing",
  WALK,
  async () => {
    const DATA_DIR = await dataDirWithCall(PEOPLE_EVENTS);
    await walk({ DATA_DIR }, async ({ server, page, complaints, barriers, look }) => {
      await page.goto(server.signInLink);
      await page.getByText("Between people · English").waitFor();
      await page.getByText("Fell back to files").waitFor();
      await look("floor-people");
      await page.locator("[data-call]").first().getByRole("link").first().click();

      const agent = page.locator(".line.agent").first();
      await agent.getByText("Nordwind Pakete").waitFor();
      await agent.getByText("German", { exact: true }).waitFor();
      await agent.getByText("Northwind Parcels, my name is Weber").waitFor();
      assertEquals(
        await agent.locator("[lang]").evaluateAll((all) => all.map(({ lang }) => lang)),
        [
          "de",
          "en-US",
        ],
      );
      await page.locator(".line.agent", { hasText: "Das tut mir leid" })
        .getByText("Not translated").waitFor();
      await page.getByText("Paused for 12 s").waitFor();
      await page.locator(".line.caller", { hasText: "go on in English" })
        .getByText("English", { exact: true }).waitFor();
      const facts = await page.getByRole("complementary").innerText();
      for (const words of ["Written down by", "German, English", "2 sounds", "$0.02"]) {
        assertEquals(facts.includes(words), true, `${words} is missing: ${facts}`);
      }
      for (const words of ["Voice", "Route", "Interruptions", "of these cached"]) {
        assertEquals(facts.includes(words), false, `${words} is of an agent: ${facts}`);
      }
      await look("call-people");
      await page.getByRole("tab", { name: "Events" }).click();
      await page.getByText("words with hardly any sound behind them").waitFor();
      await look("events-people");

      await page.getByRole("link", { name: "Connection" }).first().click();
      await page.getByRole("heading", { name: "Genesys Cloud" }).click();
      await page.getByText(`${server.audiohookUrl}/transcribe`).first().waitFor();

      assertEquals(barriers, []);
      assertEquals(complaints.filter((words) => !words.includes("401")), []);
    });
  },
);
