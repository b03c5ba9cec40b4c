// The first hour of somebody who has never seen the console, by what a person reads alone: names of buttons, links and
// fields; no address is typed but that of the sign-in link. Chromium keeps its own timers and pipes: no sanitizers here.
import { assert, assertEquals } from "@std/assert";
import { BYTES_PER_MS, SILENCE } from "../../audio/ulaw.ts";
import { writeWav } from "../../audio/wav.ts";
import { loadSpeech } from "../../simulator/speech.ts";
import { EVERY_LOOK, FAKE_MICROPHONE, type Page, walk } from "./browser.ts";

const WALK = { sanitizeOps: false, sanitizeResources: false };
const PATIENT = { timeout: 40_000 };
/** What the microphone hears, over and over: silence to be answered in, and a question. */
const QUESTION = "caller-hours";
const SILENCE_MS = 4_500;
const WHISPER = "Say that parking is free.";
const PROMPT = "You are the night line of Northwind Parcels. Be brief.";

async function microphone(): Promise<string> {
  const question = (await loadSpeech()).byId(QUESTION).audio;
  const heard = new Uint8Array(question.length + SILENCE_MS * BYTES_PER_MS).fill(SILENCE);
  heard.set(question, SILENCE_MS * BYTES_PER_MS);
  const path = await Deno.makeTempFile({ suffix: ".wav" });
  await Deno.writeFile(path, writeWav(heard));
  return path;
}

const press = (page: Page, name: string | RegExp) =>
  page.getByRole("button", typeof name === "string" ? { name, exact: true } : { name }).first()
    .click();
const go = (page: Page, place: string) =>
  page.getByRole("navigation").getByRole("link", { name: place, exact: true }).first().click();

Deno.test(
  "a newcomer calls, listens, whispers, ends, finds the call by a word, changes the agent and talks to it",
  WALK,
  async () => {
    const voice = await microphone();
    try {
      await walk({}, async ({ server, page, complaints, barriers, look }) => {
        await page.goto(server.signInLink);
        await page.getByRole("heading", { name: "Floor" }).waitFor();
        assert(!page.url().includes("code="), "the code stays in the address");
        await page.getByText("built-in stand-in answers").first().waitFor();
        await look("first-hour-floor", EVERY_LOOK);

        // A call, heard and guided.
        await press(page, "Place a test call");
        await page.getByRole("link", { name: "Listen along" }).click();
        await page.getByText("Hello, this is Northwind Parcels").first().waitFor(PATIENT);
        await press(page, "Listen");
        const listening = page.getByRole("region", { name: "Listening" });
        await listening.getByText("Live", { exact: true }).waitFor(PATIENT);
        await press(page, "Whisper");
        const whispering = page.getByRole("region", { name: "Whisper to the agent" });
        await whispering.getByLabel("Only the agent hears").fill(WHISPER);
        await look("first-hour-call");
        await whispering.getByRole("button", { name: "Whisper" }).click();
        await page.getByText(/^Used in the reply at/).waitFor(PATIENT);

        // One press ends nothing.
        await press(page, "End");
        await press(page, "Press again to end");
        await page.getByText("A supervisor ended the call").first().waitFor(PATIENT);
        await look("first-hour-ended", EVERY_LOOK);

        // It is found by what was said in it.
        await go(page, "History");
        const words = page.getByRole("searchbox", { name: "Words that were said" });
        await words.fill("northwind");
        await words.press("Enter");
        await page.getByText("1 call", { exact: true }).waitFor();
        await page.getByRole("row", { name: /Stepped in/ }).getByRole("link").click();
        await page.getByText(WHISPER).first().waitFor();

        // The agent is changed; what is different is seen before it answers.
        await go(page, "Agents");
        await page.getByRole("link", { name: "Northwind Parcels" }).click();
        await page.getByLabel("Prompt", { exact: true }).fill(PROMPT);
        await page.getByText(/Draft saved/).waitFor();
        await look("first-hour-agent", EVERY_LOOK);
        await press(page, "Publish v2…");
        const publishing = page.getByRole("dialog");
        await publishing.getByText(PROMPT).first().waitFor();
        await publishing.getByLabel("Why").fill("Night line");
        await look("first-hour-publish");
        await publishing.getByRole("button", { name: "Publish v2", exact: true }).click();
        await page.getByText("v2 answers calls").first().waitFor();

        // And spoken to.
        await press(page, "Talk to it");
        const talk = page.getByRole("region", { name: "Talk to the agent" });
        await talk.getByRole("button", { name: "Talk to the draft" }).click();
        await talk.getByText("On the line with the draft").waitFor(PATIENT);
        await talk.getByText("Northwind Parcels").first().waitFor(PATIENT);
        await talk.getByText(/answered after/).first().waitFor(PATIENT);
        await look("first-hour-talk");
        await talk.getByRole("button", { name: "Hang up" }).click();
        await talk.getByText("hung up").waitFor(PATIENT);

        await go(page, "Floor");
        await page.getByText("3 of 4 done").waitFor();
        assertEquals(barriers, []);
        assertEquals(complaints.filter((words) => !words.includes("401")), []);
      }, [...FAKE_MICROPHONE, `--use-file-for-fake-audio-capture=${voice}`]);
    } finally {
      await Deno.remove(voice);
    }
  },
);
