// A supervisor answers agents that ask, by one key and in words of their own, and posts a notice that live calls go
// by. The whole server with a scripted model, simulated callers and the real console. Chromium keeps its own timers and
// pipes, so the sanitizers are off here.
import { assert, assertEquals } from "@std/assert";
import { directoryFiles } from "../../http/directory_files.ts";
import type { Rule } from "../../simulator/realtime/scenario.ts";
import { calls, says } from "../whole/heard_words.ts";
import { ADMIN_TOKEN, runApp, type RunningApp, script } from "../whole/running_app.ts";
import { SHORT_TALK } from "../whole/short_talk.ts";
import { type CallFile, eventsOf, eventually, publish } from "../whole/whole_kit.ts";
import { browse, type Browsing, EVERY_LOOK, type Page } from "./browser.ts";

const WALK = { sanitizeOps: false, sanitizeResources: false };
const PATIENT_MS = 30_000;
const QUESTION = {
  question: "The caller's parcel is lost for ten days. May I refund the 80 euros at once?",
  answers: ["Yes, refund it", "No, offer a voucher"],
  otherwise: "I promise that somebody calls back today.",
};
const RULES: readonly Rule[] = [
  { match: { instructionsInclude: "nothing else: I am asking" }, reply: [says("I am asking.")] },
  { match: { lastTextIncludes: "A supervisor answers" }, reply: [says("My colleague says so.")] },
  { match: { callerRecording: "caller-change" }, reply: [calls("ask_supervisor", QUESTION)] },
  ...SHORT_TALK,
];

interface Desk extends Browsing {
  app: RunningApp;
  /** A caller who stays; with `asks` the agent raises its hand. */
  rings(callId: string, ani: string, asks: boolean): void;
}

async function atTheDesk(steps: (desk: Desk) => Promise<void>): Promise<void> {
  const app = await runApp({
    scenario: { when: RULES },
    paceX: 3,
    staticFiles: directoryFiles("dist"),
  });
  await publish(app, { raisedHand: { on: true, waitMs: 90_000, meanwhile: "I am asking." } });
  const gone = new AbortController();
  const callers: Promise<unknown>[] = [];
  try {
    await browse(async (browsing) => {
      const { page } = browsing;
      await page.goto(app.url.replace("ws:", "http:").replace("/audiohook", "/"));
      await page.getByLabel("Admin token").fill(ADMIN_TOKEN);
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "Floor" }).waitFor();
      await steps({
        ...browsing,
        app,
        rings(callId, ani, asks) {
          const recording = asks ? "caller-change" : "caller-hours";
          const stays = script(
            "stays",
            { do: "listen" },
            { do: "say", recording },
            { do: "listen" },
            { do: "pause", ms: 300_000 },
          );
          callers.push(app.ring({ sessionId: callId, ani, script: stays, signal: gone.signal }));
        },
      });
    });
  } finally {
    gone.abort();
    await Promise.allSettled(callers);
    await app.stop();
  }
}

const card = (page: Page, tail: string) => page.locator(".card[data-call]", { hasText: tail });
const asking = (page: Page, tail: string) =>
  card(page, tail).getByRole("group", { name: "The agent asks" });

/** What became of the only question of a call. */
async function lowered(app: RunningApp, callId: string) {
  return await eventually("the answer in the call", async () => {
    const file: CallFile = await (await app.api(`/api/calls/${callId}`)).json();
    return eventsOf(file, "hand.lowered")[0];
  });
}

Deno.test(
  "agents that ask are seen, heard and answered: by a key on the card, by words on the page",
  WALK,
  () =>
    atTheDesk(async ({ app, page, rings, look, barriers, complaints }) => {
      const [one, two] = [crypto.randomUUID(), crypto.randomUUID()];
      rings(one, "tel:+15550111", true);
      rings(two, "tel:+15550122", true);
      rings(crypto.randomUUID(), "tel:+15550133", false);
      await asking(page, "0111").getByText(QUESTION.question).waitFor({ timeout: PATIENT_MS });
      await asking(page, "0122").getByText(/\d+ s left/).waitFor({ timeout: PATIENT_MS });
      await card(page, "0133").getByText("Harbour Street").waitFor({ timeout: PATIENT_MS });
      await page.locator(".counter", { hasText: "Want attention" }).getByText("2").waitFor();
      await page.locator("[aria-live=polite]", { hasText: "The agent in the call of" }).waitFor();
      await look("hand-floor", EVERY_LOOK);

      // Without the focus on a card no key answers for anybody.
      await page.locator("#main").focus();
      await page.keyboard.press("1");
      assertEquals(await page.getByRole("group", { name: "The agent asks" }).count(), 2);
      await card(page, "0122").locator(".card-link").focus();
      await page.keyboard.press("2");
      await asking(page, "0122").waitFor({ state: "detached" });
      const second = await lowered(app, two);
      assertEquals([second.by, second.answer], ["supervisor", "No, offer a voucher"]);
      await page.getByRole("status").getByText("Answered the agent: No, offer a voucher").waitFor();
      assertEquals(await asking(page, "0111").count(), 1);

      await page.goto(page.url() + `calls/${one}`);
      const question = page.getByRole("region", { name: "The agent asks" });
      await question.getByText(`If nobody answers:`).waitFor();
      await look("hand-call");
      const own = question.getByLabel("Or in your own words");
      await own.fill("Refund 50 now, the rest when it is found.");
      // Digits that are typed answer nothing.
      await own.press("End");
      await own.press("1");
      await own.press("Backspace");
      await own.press("Enter");
      await question.waitFor({ state: "detached" });
      assertEquals((await lowered(app, one)).answer, "Refund 50 now, the rest when it is found.");
      await page.getByText("A supervisor answered: “Refund 50 now").waitFor();
      await page.locator("#main:focus").waitFor();
      assertEquals(barriers, []);
      assertEquals(complaints, []);
    }),
);

Deno.test(
  "a question that somebody else answers goes away; what is pressed too late is said in words",
  WALK,
  () =>
    atTheDesk(async ({ app, page, rings, look, barriers }) => {
      const one = crypto.randomUUID();
      rings(one, "tel:+15550111", true);
      await asking(page, "0111").waitFor({ timeout: PATIENT_MS });
      // The press and the other answer cross.
      await page.route("**/hands/1", async (route) => {
        await (await app.api(`/api/calls/${one}/hands/1`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ answer: 0 }),
        })).body?.cancel();
        await route.continue();
      });
      await asking(page, "0111").getByRole("button", { name: "No, offer" }).click();
      await page.getByRole("alert").getByText("answered already").waitFor();
      await asking(page, "0111").waitFor({ state: "detached" });
      assertEquals((await lowered(app, one)).answer, "Yes, refund it");

      // The agent's editor says when it asks, and what is wrong with that.
      await page.goto(app.url.replace("ws:", "http:").replace("/audiohook", "/agents/default"));
      await page.getByRole("link", { name: /Hand-over/ }).click();
      await page.getByLabel("Waits for an answer").fill("5");
      await page.getByText("Enter a number from 10 to 120").waitFor();
      await look("hand-editor");
      await page.getByLabel("Waits for an answer").fill("45");
      const agent = await eventually("the draft", async () => {
        const { draft } = await (await app.api("/api/agents/default")).json();
        return draft.raisedHand.waitMs === 45_000 ? draft : undefined;
      });
      assert(agent.raisedHand.on);
      assertEquals(barriers, []);
    }),
);

Deno.test(
  "a notice is posted by keyboard, live calls are told at once, and it is taken off by a second press",
  WALK,
  () =>
    atTheDesk(async ({ app, page, rings, look, barriers, complaints }) => {
      assertEquals(await page.getByRole("heading", { name: "Notice board" }).count(), 0);
      rings(crypto.randomUUID(), "tel:+15550111", false);
      rings(crypto.randomUUID(), "tel:+15550122", false);
      await card(page, "0111").getByText("Harbour Street").waitFor({ timeout: PATIENT_MS });
      await card(page, "0122").getByText("Harbour Street").waitFor({ timeout: PATIENT_MS });
      await page.getByRole("button", { name: "Post a notice" }).press("Enter");
      const field = page.getByLabel("Notice for all calls");
      await page.locator("textarea:focus").waitFor();
      await page.getByText("2 live calls are told at once").waitFor();
      await field.fill("The Porto store is closed until 15:00; offer the one in Gaia.");
      await page.getByRole("radio", { name: "Until" }).check();
      await look("notice-form");
      await field.press("Control+Enter");
      await page.getByRole("alert").getByText("Choose a time of day").waitFor();
      await page.getByRole("radio", { name: "4 hours" }).check();
      await field.press("Control+Enter");
      const note = page.locator(".board-note");
      await note.getByText("told to 2 calls, all live now").waitFor();
      await page.locator('[data-act="post_notice"]:focus').waitFor();
      await note.locator("summary").click();
      assertEquals(await note.locator(".board-calls a").count(), 2);
      await look("notice-board", EVERY_LOOK);

      // What a program posts is on everybody's board at once.
      await (await app.api("/api/notices", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          text: "Snow\u202e <b>delays</b> parcels " + "x".repeat(300),
          expiresAtMs: Date.now() + 20 * 60_000,
        }),
      })).body?.cancel();
      await note.nth(1).waitFor();
      await note.first().getByText("A supervisor").waitFor();
      await look("notice-two");
      const remove = note.last().getByRole("button", { name: /Remove the notice/ });
      await remove.press("Enter");
      assertEquals(await note.count(), 2);
      await note.last().getByRole("button", { name: /Press again to remove/ }).press("Enter");
      await page.locator(".board-text", { hasText: "Porto" }).waitFor({ state: "detached" });
      await page.locator('[data-act="post_notice"]:focus').waitFor();

      await page.locator(".card-link").first().click();
      await page.getByText("The agent goes by a notice: “The Porto store").waitFor();
      await page.getByText("A notice does not hold any more").waitFor();
      assertEquals(barriers, []);
      assertEquals(complaints, []);
    }),
);
