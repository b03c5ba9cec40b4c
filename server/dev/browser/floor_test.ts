// Watches a busy floor as a supervisor would: who wants attention and why, the screen on the wall, and where the
// seconds of an answer went. Chromium keeps its own timers and pipes, so the sanitizers are off here.
import { assert, assertEquals } from "@std/assert";
import { LEDGER_EVENTS } from "../../../console/live/sample_ledger.ts";
import { placeAudioCodesCall } from "../../simulator/audiocodes/call.ts";
import { placeCall } from "../../simulator/audiohook/call.ts";
import { Script } from "../../simulator/caller/caller_script.ts";
import { loadSpeech } from "../../simulator/speech.ts";
import type { ChildServer } from "../child_server.ts";
import { EVERY_LOOK, type Page, SIZES, walk } from "./browser.ts";
import { dataDirWithCall } from "./past_call.ts";

const WALK = { sanitizeOps: false, sanitizeResources: false };
const TOKEN = "floor-walk-token";
const PATIENT_MS = 60_000;

const LISTEN = { do: "listen" } as const;
const say = (recording: string) => ({ do: "say", recording }) as const;
/** Whose answer is long, so that there is something to cut off again. */
const CUTS_IN = { do: "interrupt", afterMs: 900, recording: "caller-hours" } as const;
const STAYS = { do: "pause", ms: 300_000 } as const;

/** Five callers who stay on the line until they are told to go. */
async function fiveCallers(server: ChildServer): Promise<{ leave(): Promise<void> }> {
  const speech = await loadSpeech();
  const gone = new AbortController();
  const { signal } = gone;
  const script = (...steps: object[]) => Script.parse({ name: "floor", steps: [...steps, STAYS] });
  const genesys = (ani: string, chosen: Script) =>
    placeCall({
      url: server.audiohookUrl,
      apiKey: server.apiKey,
      speech,
      ani,
      script: chosen,
      signal,
    });
  const calls = [
    genesys("tel:+15550111", script(LISTEN, say("caller-tracking"), LISTEN, say("caller-number"))),
    genesys("tel:+15550122", script(LISTEN, say("caller-change"), LISTEN)),
    genesys("tel:+15550133", script(LISTEN, say("caller-hours"), ...Array(40).fill(CUTS_IN))),
    genesys("tel:+15550144", script(LISTEN, say("caller-address"), LISTEN)),
    placeAudioCodesCall({
      url: server.audiohookUrl.replace("/audiohook", "/audiocodes"),
      token: TOKEN,
      speech,
      script: script(LISTEN, say("caller-hours"), LISTEN),
      signal,
    }),
  ];
  return {
    async leave() {
      gone.abort();
      await Promise.allSettled(calls);
    },
  };
}

Deno.test(
  "a supervisor sees who wants attention and why, on the desk and on the wall",
  WALK,
  () =>
    walk({ AUDIOCODES_TOKEN: TOKEN }, async ({ server, page, complaints, barriers, look }) => {
      await page.goto(server.signInLink);
      await page.getByText("No call has come in yet").waitFor();
      const callers = await fiveCallers(server);
      try {
        await page.locator(".card[data-call]").nth(4).waitFor({ timeout: PATIENT_MS });
        await card(page, "0133").getByText("The caller keeps cutting in").waitFor({
          timeout: PATIENT_MS,
        });
        await page.locator(".counter", { hasText: "Want attention" }).getByText("1").waitFor();
        await page.locator(".card[data-call]", { hasText: "AudioCodes" }).waitFor();
        await card(page, "0111").getByText("Genesys").waitFor();
        await page.locator(".counter", { hasText: "Calls today" }).getByText("5").waitFor();
        await page.locator(".counter", { hasText: "Answer time" }).getByText(/ms|s/).first()
          .waitFor();
        // Sorted by need, once nobody points at the cards.
        await page.mouse.move(1, 1);
        await page.locator(".cards li").first().getByText("0133").waitFor({ timeout: PATIENT_MS });
        await look("floor-busy", EVERY_LOOK);

        await page.getByRole("link", { name: "Wall" }).click();
        await page.locator(".wall-cards .card").nth(4).waitFor();
        await page.locator(".wall-cards li").first().getByText("The caller keeps cutting in")
          .waitFor();
        await page.keyboard.press("?");
        await page.keyboard.press("g");
        await page.keyboard.press("a");
        assert(page.url().endsWith("/wall"), "keys are off on the wall");
        assertEquals(await page.locator("dialog[open]").count(), 0);
        const shown = await page.locator(".wall").innerText();
        assert(!shown.includes("parcel") && !/\+1|555/.test(shown), shown);
        await page.setViewportSize({ width: 1920, height: 1080 });
        const small = await smallWords(page);
        assertEquals(small, [], "words on the wall that cannot be read from five metres");
        await page.setViewportSize(SIZES.wide);
        await look("wall", EVERY_LOOK);
        await page.getByRole("link", { name: "Leave the wall" }).click();

        await card(page, "0133").getByRole("link").click();
        await page.locator(".line.agent .cut-mark").first().waitFor({ timeout: PATIENT_MS });
        await page.locator(".line.caller", { hasText: "cut in" }).first().waitFor();
        await look("call-cut", EVERY_LOOK);
        await page.getByRole("tab", { name: "Answer times" }).click();
        await page.locator(".gap", { hasText: "Greeting" }).waitFor();
        await page.locator(".gap", { hasText: "After cutting in" }).first().waitFor({
          timeout: PATIENT_MS,
        });
        await page.getByText("The same as a table").click();
        await page.getByRole("columnheader", { name: "Together" }).waitFor();
        await look("answer-times");

        await page.getByRole("tab", { name: "Events" }).click();
        await page.getByText(/^Supervisor 0$/).waitFor();
        await page.getByText(/^Model \d+$/).click();
        await page.getByText("Model ready").click();
        await page.getByRole("button", { name: "Copy this event" }).waitFor();
        await look("events");
      } finally {
        await callers.leave();
      }
      await page.getByRole("link", { name: "Floor" }).first().click();
      await page.getByText("All quiet").waitFor({ timeout: PATIENT_MS });
      await look("floor-quiet");
      assertEquals(barriers, []);
      assertEquals(complaints.filter((words) => !words.includes("401")), []);
    }),
);

Deno.test(
  "a past call tells where the seconds went, and which words were a supervisor's",
  WALK,
  async () => {
    const DATA_DIR = await dataDirWithCall(LEDGER_EVENTS);
    await walk({ DATA_DIR }, async ({ server, page, complaints, barriers, look }) => {
      await page.goto(server.signInLink);
      await page.locator("[data-call]").first().getByRole("link").first().click();
      await page.locator(".line.agent", { hasText: "Sorry, I was gone" }).waitFor();
      const cut = page.locator(".line.agent", { hasText: "It left Porto" });
      assertEquals(await cut.locator(".unheard").innerText(), UNHEARD);
      await page.locator(".line.supervisor", { hasText: "says what a supervisor wrote" }).waitFor();
      await page.locator(".line.supervisor", { hasText: "it is not written down" }).waitFor();
      await page.locator(".line.agent", { hasText: "after a whisper" }).waitFor();
      await look("call-ledger");

      await page.getByRole("tab", { name: "Answer times" }).click();
      const told = await page.locator(".gap").allInnerTexts();
      assertEquals(told.map((words) => words.replaceAll(/\s+/g, " ").trim()), [
        "00:00.0 Greeting 1.14 s",
        "00:05.2 With a tool: find_parcel 3.74 s",
        "00:12.3 After cutting in 1.24 s",
        "00:18.0 After trouble 2.94 s",
      ]);
      const facts = await page.getByRole("complementary").innerText();
      assert(/Slowest answer\s+3.74 s/.test(facts), facts);
      await page.getByText("The same as a table").click();
      await look("ledger");
      await page.emulateMedia({ forcedColors: "active" });
      // Parts differ without a colour of ours.
      const grounds = await page.locator(".gap-legend .gap-part").evaluateAll((all) =>
        all.map((part) => {
          const style = part.computedStyleMap();
          return `${style.get("background-color")} ${style.get("background-image")}`;
        })
      );
      assertEquals(new Set(grounds).size, grounds.length, grounds.join("; "));
      await page.emulateMedia({ forcedColors: null });
      await page.getByRole("tab", { name: "Events" }).click();
      await page.getByText(/^Supervisor \d+$/).click();
      await page.locator(".event", { hasText: "Took over" }).waitFor();

      assertEquals(barriers, []);
      assertEquals(complaints.filter((words) => !words.includes("401")), []);
    });
  },
);

/** 2.3 of 6 seconds were heard: to the word that ends nearest. */
const UNHEARD = "it will be with you tomorrow between nine and noon.";

function card(page: Page, digits: string) {
  return page.locator(".card[data-call]", { hasText: digits });
}

/** What matters on the wall and is smaller than a centimetre on a screen of 55 inches. */
async function smallWords(page: Page): Promise<string[]> {
  const facts = page.locator(".wall-cards :is(.chip, .card-time, .wall-who, .attention)");
  return await facts.evaluateAll((elements) =>
    elements.flatMap((element) => {
      const sizePx = parseFloat(element.computedStyleMap().get("font-size")?.toString() ?? "0");
      return sizePx < 24 ? [`${element.textContent} ${sizePx}`] : [];
    })
  );
}
