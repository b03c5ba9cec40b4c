// Every screen by the keyboard alone: all is reached, the focus is seen, nothing holds it, and it comes back to where it
// was. Chromium keeps its own timers and pipes, so the sanitizers are off here.
import { assertEquals } from "@std/assert";
import { LEDGER_EVENTS } from "../../../console/live/sample_ledger.ts";
import { placeCall } from "../../simulator/audiohook/call.ts";
import { Script } from "../../simulator/caller/caller_script.ts";
import { loadSpeech } from "../../simulator/speech.ts";
import { EVERY_LOOK, type Page, SIZES, walk } from "./browser.ts";
import { dataDirWithCall } from "./past_call.ts";
import { tabThrough } from "./tab_stops.ts";

const WALK = { sanitizeOps: false, sanitizeResources: false };
const ADMIN_TOKEN = "a-token-of-the-test-0123456789abcdef";
const LIVE = crypto.randomUUID();
const STAYS = Script.parse({
  name: "stays",
  steps: [{ do: "listen" }, { do: "pause", ms: 600_000 }],
});

/** What moves for longer than the blink of an eye. */
const MOVING = `document.getAnimations().filter((one) => one.playState === "running" &&
  one.effect.getComputedTiming().activeDuration > 50).map((one) => one.effect.target.className)`;

interface Screen {
  path: string;
  /** A heading, a tab, a button or a link: then the screen is there. */
  shows: string;
  /** Buttons, each of which opens a dialog that Escape closes. */
  opens?: readonly string[];
  /** Buttons that are pressed first, by Enter. */
  first?: readonly string[];
  /** On a phone, where parts lie over each other. */
  phone?: boolean;
}

const SCREENS: readonly Screen[] = [
  { path: "/", shows: "Post a notice", opens: ["More", "Find"] },
  { path: "/", shows: "Post a notice", first: ["Post a notice"], phone: true },
  { path: `/calls/${LIVE}`, shows: "Take over" },
  { path: `/calls/${LIVE}`, shows: "Take over", first: ["Transfer", "Whisper"] },
  { path: `/calls/${LIVE}`, shows: "End", phone: true },
  { path: "/calls/call-1", shows: "Answered by" },
  { path: "/calls/call-1", shows: "Answer times", phone: true },
  { path: "/agents", shows: "New agent", opens: ["New agent"] },
  { path: "/agents/default", shows: "What it says", opens: ["Preview"] },
  { path: "/agents/default", shows: "What it says", first: ["Talk to it"], phone: true },
  { path: "/agents/default?part=turns", shows: "Turn taking" },
  { path: "/agents/default?part=tools", shows: "Add an HTTP tool", opens: ["Add an HTTP tool"] },
  { path: "/routes", shows: "Add a route" },
  { path: "/history", shows: "Filters" },
  { path: "/connection", shows: "Health" },
  {
    path: "/settings/people",
    shows: "Invite somebody",
    opens: ["Invite somebody", "Edit Ana Beltrán"],
  },
  { path: "/settings/tokens", shows: "Make a token", opens: ["Make a token"] },
  { path: "/settings/webhooks", shows: "Add a webhook", opens: ["Add a webhook"] },
  { path: "/settings/audit", shows: "Audit" },
  { path: "/wall", shows: "Leave the wall" },
];

Deno.test(
  "on every screen all is reached by Tab and seen, and the focus comes back from every dialog",
  WALK,
  async () => {
    const DATA_DIR = await dataDirWithCall(LEDGER_EVENTS);
    await walk({ DATA_DIR, ADMIN_TOKEN }, async ({ server, page, barriers, complaints, look }) => {
      const gone = new AbortController();
      const call = placeCall({
        url: server.audiohookUrl,
        apiKey: server.apiKey,
        sessionId: LIVE,
        speech: await loadSpeech(),
        script: STAYS,
        signal: gone.signal,
      });
      const found: string[] = [];
      const tab = async (name: string) =>
        found.push(...(await tabThrough(page)).map((words) => `${name}: ${words}`));
      try {
        await page.goto(server.origin);
        await page.getByLabel("Admin token").waitFor();
        await tab("sign-in");
        await look("sign-in", EVERY_LOOK);
        await page.getByLabel("Admin token").fill(ADMIN_TOKEN);
        await page.keyboard.press("Enter");
        await page.locator(".card[data-call]").waitFor();
        await somebodyIsKnown(page, server.origin);
        for (const { path, shows, opens, first, phone } of SCREENS) {
          await page.setViewportSize(phone ? SIZES.phone : SIZES.wide);
          await page.goto(server.origin + path);
          await page.getByRole("heading", { name: shows })
            .or(page.getByRole("button", { name: shows }))
            .or(page.getByRole("link", { name: shows }))
            .or(page.getByRole("tab", { name: shows })).first().waitFor();
          for (const name of first ?? []) await button(page, name).press("Enter");
          await tab(phone ? `${path} on a phone` : path);
          for (const opener of opens ?? []) found.push(...await dialogBy(page, opener));
        }
        assertEquals(found, []);

        // The same in the system's own colours, and nothing moves for whoever asked for that.
        await page.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
        for (const path of ["/", `/calls/${LIVE}`, "/agents/default", "/settings/people"]) {
          await page.goto(server.origin + path);
          await page.locator("#main button").first().waitFor();
          await tab(`${path} in forced colours`);
          assertEquals(await page.evaluate(MOVING), [], path);
        }
        assertEquals(found, []);
        await page.emulateMedia({ forcedColors: null, reducedMotion: null });

        // A group is one stop; its own keys lead on.
        await page.goto(`${server.origin}/calls/call-1`);
        await page.getByRole("tab", { name: "Transcript" }).press("ArrowRight");
        await page.getByRole("tab", { name: "Events", selected: true }).and(page.locator(":focus"))
          .waitFor();
        await page.keyboard.press("End");
        await page.getByRole("tab", { name: "Answer times", selected: true }).waitFor();
      } finally {
        gone.abort();
        await call.catch(() => {});
      }
      assertEquals(barriers, []);
      assertEquals(complaints.filter((words) => !words.includes("401")), []);
    });
  },
);

const button = (page: Page, name: string) =>
  page.getByRole("button", { name, exact: true }).first();

/** Opens it by Enter, goes around in it, closes it by Escape. */
async function dialogBy(page: Page, opener: string): Promise<string[]> {
  const opens = button(page, opener);
  await opens.press("Enter");
  const dialog = page.locator("dialog[open]");
  await dialog.locator(":focus").waitFor();
  const trouble = await tabThrough(page);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  const back = await opens.evaluate((element) => element.matches(":focus"));
  if (!back) trouble.push("the focus does not come back");
  return trouble.map((words) => `${opener}: ${words}`);
}

/** A person, a token, a webhook and a route: lists are not empty. */
async function somebodyIsKnown(page: Page, origin: string): Promise<void> {
  const post = async (path: string, data: unknown) => {
    const response = await page.request.post(`${origin}/api/${path}`, {
      data,
      headers: { origin },
    });
    assertEquals(response.ok(), true, `${path}: ${await response.text()}`);
  };
  await post("people", {
    name: "Ana Beltrán",
    signInName: "ana@example.com",
    roles: ["supervisor"],
  });
  await post("tokens", { name: "Nightly report", roles: ["viewer"], days: null });
  await post("webhooks", {
    name: "CRM",
    url: "https://crm.example/hook",
    events: ["call.finished"],
    on: true,
  });
}
