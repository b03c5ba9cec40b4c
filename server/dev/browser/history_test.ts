// Finds past calls as a supervisor would: by a word that was said, by facts, by a saved view; takes them away as a
// file, and deletes one. The calls lie in the store before the server starts. No sanitizers: Chromium keeps its own.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { CallEventBody } from "../../contract/event.ts";
import { NO_USAGE } from "../../contract/call.ts";
import { silentLog } from "../../observe/log.ts";
import { CALL_STARTED, callerLine, sampleCall } from "../../store/sample_rows.ts";
import { openSqliteStore } from "../../store/sqlite_store.ts";
import { EVERY_LOOK, type Page, walk } from "./browser.ts";

const WALK = { sanitizeOps: false, sanitizeResources: false };
const CALLS = 60;
const HOSTILE = "<img src=x onerror=alert(1)> \u202eDROP the zeppelin \u0000 now";

const said = (itemId: string, text: string): CallEventBody => ({
  type: "agent.line",
  itemId,
  responseId: `r-${itemId}`,
  text,
});

/** One call a quarter of an hour back into the past, each with words of its own. */
function bodiesOf(i: number): CallEventBody[] {
  const rich: CallEventBody[] = i % 7 > 0 ? [] : [
    { type: "caller.interrupted", itemId: "a1", heardMs: 900, droppedMs: 800 },
    { type: "tool.finished", toolCallId: "t", name: "crm_lookup", ok: false, tookMs: 1200 },
    { type: "command.given", commandId: "c", kind: "whisper", by: "console", text: "Be brief" },
  ];
  const story = i === 3
    ? [
      "Where is my parcel? The tracking says Köln since Monday.",
      "Your parcel is on its way from Köln; I refund the express fee.",
    ]
    : i === 5
    ? [HOSTILE, "I am sorry?"]
    : [
      `I want to change appointment ${i}`,
      `Appointment ${i} is moved to Friday, is there anything else?`,
    ];
  return [
    {
      ...CALL_STARTED,
      caller: `tel:+1555010${String(i).padStart(4, "0")}`,
      agent: i % 3 === 0
        ? { id: "billing", name: "Billing and refunds", version: 4 }
        : { id: "default", name: "Parcels", version: 1 },
      ...(i % 3 === 0 && { route: "Billing line" }),
      protocol: i % 4 === 0 ? "audiocodes" : "audiohook",
    } as CallEventBody,
    said("a0", "Good morning, how may I help?"),
    callerLine("c1", story[0]),
    said("a1", story[1]!),
    ...rich,
    {
      type: "call.ended",
      reason: i % 11 === 0 ? "upstream_lost" : i % 2 === 0 ? "agent_completed" : "caller_hung_up",
      code: "",
      durationMs: 60_000,
      usage: { ...NO_USAGE, inputAudioTokens: 1000 * i, outputAudioTokens: 900 },
    },
  ];
}

async function dataDirWithCalls(): Promise<string> {
  const dataDir = await Deno.makeTempDir({ prefix: "hookline-test-" });
  const store = await openSqliteStore({ path: `${dataDir}/hookline.db`, log: silentLog });
  let seq = 1;
  for (let i = CALLS; i > 0; i--) {
    const bodies = bodiesOf(i);
    const atMs = Date.now() - i * 15 * 60_000;
    const { events, call } = sampleCall(`past-${i}`, bodies, { firstSeq: seq, atMs });
    const endedAtMs = atMs + 30_000 + i * 4000;
    await store.append(events, [{ ...call, endedAtMs }]);
    seq += bodies.length;
  }
  await store.close();
  return dataDir;
}

const rows = (page: Page) => page.locator("[data-call]");
const box = (page: Page) => page.getByRole("searchbox", { name: "Words that were said" });

async function search(page: Page, text: string): Promise<void> {
  await box(page).fill(text);
  await box(page).press("Enter");
}

Deno.test(
  "a supervisor finds a call by a word that was said, narrows, shares, exports and deletes",
  WALK,
  async () => {
    const DATA_DIR = await dataDirWithCalls();
    await walk({ DATA_DIR }, async ({ server, page, complaints, barriers, look }) => {
      await page.goto(server.signInLink);
      await page.getByRole("link", { name: "Find a past call" }).waitFor();
      await page.keyboard.press("g");
      await page.keyboard.press("h");
      await page.getByText("The newest 50 calls").waitFor();
      await look("history", EVERY_LOOK);

      // Older ones keep the place of what is there.
      await page.getByRole("button", { name: "Show older calls" }).click();
      await page.getByText("60 calls in all").waitFor();
      assertEquals(await rows(page).count(), 60);

      // By a word that was said, with the words around it; from the keyboard alone.
      await page.keyboard.press("/");
      await page.keyboard.type("koln refund");
      await page.keyboard.press("Enter");
      await page.getByText("1 call", { exact: true }).waitFor();
      assertEquals(await page.locator("mark").allInnerTexts(), ["Köln", "Köln", "refund"]);
      assertStringIncludes(page.url(), "/history?text=koln+refund");
      await look("history-found");
      await page.locator("#main").focus();
      await page.keyboard.press("j");
      await page.keyboard.press("Enter");
      await page.waitForURL("**/calls/past-3");
      await page.getByText("The tracking says Köln since Monday.").first().waitFor();
      await page.goBack();
      await page.getByText("1 call", { exact: true }).waitFor();
      assertEquals(await box(page).inputValue(), "koln refund");

      // Hostile words are words.
      await search(page, "zeppelin");
      await page.locator("mark", { hasText: "zeppelin" }).waitFor();
      assertStringIncludes(
        await page.locator(".snippet-words").first().innerText(),
        "<img src=x onerror=alert(1)>",
      );
      assertEquals(await page.locator(".snippet-words img").count(), 0);
      await search(page, "nobody-said this");
      await page.getByRole("heading", { name: "No call fits" }).waitFor();
      await look("history-nothing");

      // Facts; the address holds them, so a reload and a colleague see the same.
      await page.getByRole("link", { name: "Show all calls" }).click();
      await page.getByRole("button", { name: "Filters" }).click();
      await page.getByLabel("Agent", { exact: true }).waitFor();
      await page.getByLabel("A tool failed").check();
      await page.getByLabel("How it ended").selectOption({ label: "The caller hung up" });
      await page.getByLabel("Phone system").selectOption("audiohook");
      await page.getByRole("link", { name: "Without Genesys" }).waitFor();
      // 7, 21, 35 and 49: every seventh, that hung up, that came from Genesys.
      const found = 4;
      await page.getByText(`${found} calls`, { exact: true }).waitFor();
      assertEquals(await rows(page).count(), found);
      await look("history-filters", EVERY_LOOK);
      const address = page.url();
      await page.reload();
      await page.getByRole("link", { name: "Without A tool failed" }).waitFor();
      await page.getByText(`${found} calls`, { exact: true }).waitFor();
      assertEquals(page.url(), address);

      // A view by name, which the back button leaves and comes back to.
      await page.getByRole("button", { name: "Save this view…" }).click();
      await page.getByLabel("Name of this view").fill("Tool trouble");
      await page.getByText("Kept in this browser only").waitFor();
      await look("history-view");
      await page.getByRole("button", { name: "Save", exact: true }).click();
      await page.getByRole("link", { name: "Clear all" }).click();
      await page.getByText("The newest 50 calls").waitFor();
      await page.getByRole("link", { name: "Tool trouble" }).click();
      await page.getByText(`${found} calls`, { exact: true }).waitFor();
      await page.goBack();
      await page.getByText("The newest 50 calls").waitFor();
      await page.goForward();
      await page.getByText(`${found} calls`, { exact: true }).waitFor();

      // As a file: all that fit, not only those shown.
      await page.getByRole("link", { name: "Clear all" }).click();
      await page.getByText("The newest 50 calls").waitFor();
      const [csv] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("link", { name: "Export as CSV" }).click(),
      ]);
      assert(/^hookline-calls-.*\.csv$/.test(csv.suggestedFilename()), csv.suggestedFilename());
      const text = await Deno.readTextFile(await csv.path());
      assertEquals(text.trim().split("\r\n").length, CALLS + 1);
      const [json] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("link", { name: "Export as JSON" }).click(),
      ]);
      assertEquals(JSON.parse(await Deno.readTextFile(await json.path())).calls.length, CALLS);

      // Deleting wants a second press, and the words are gone with the call.
      await search(page, "koln");
      await page.getByText("1 call", { exact: true }).waitFor();
      await page.getByRole("button", { name: "Delete this call" }).click();
      await page.getByRole("button", { name: "Press again" }).waitFor();
      await look("history-delete");
      assertEquals(await rows(page).count(), 1, "one press deletes nothing");
      // Looking took longer than the second press may.
      await page.getByRole("button", { name: "Delete this call" }).waitFor();
      await page.getByRole("button", { name: "Delete this call" }).click();
      await page.getByRole("button", { name: "Press again" }).click();
      await page.getByText("The call and all that was said in it are deleted.").waitFor();
      await page.getByRole("heading", { name: "No call fits" }).waitFor();
      await search(page, "parcel");
      await page.getByRole("heading", { name: "No call fits" }).waitFor();
      await page.goto(`${new URL(page.url()).origin}/calls/past-3`);
      await page.getByText("It may have been deleted").waitFor();

      assertEquals(barriers, []);
      assertEquals(complaints.filter((words) => !/ (401|404) /.test(words)), []);
    });
  },
);
