// Hears a past call: plays it, sees which line is being heard, goes where a line or the strip says, and deletes the
// sound. The call lies in the store before anybody looks. Chromium keeps its own timers and pipes: no sanitizers here.
import { assert, assertEquals } from "@std/assert";
import { sampleEvents, STARTED } from "../../../console/live/sample_calls.ts";
import { type CallSummary, NO_USAGE } from "../../contract/call.ts";
import { foldCall } from "../../contract/fold_call.ts";
import type { CallEvent, CallEventBody } from "../../contract/event.ts";
import { directoryFiles } from "../../http/directory_files.ts";
import { memoryRecordings } from "../../recording/memory_recordings.ts";
import { createMemoryStore } from "../../store/memory_store.ts";
import { ADMIN_TOKEN, runApp } from "../whole/running_app.ts";
import { browse, EVERY_LOOK, type Page } from "./browser.ts";

const WALK = { sanitizeOps: false, sanitizeResources: false };
const DIST = new URL("../../../dist", import.meta.url).pathname;
const LENGTH_MS = 64_000;

/** Every four seconds somebody says something for three. */
function talk(): (CallEventBody & { offsetMs: number })[] {
  const lines = Array.from({ length: 15 }, (_, i) => {
    const startMs = 1000 + i * 4000;
    const endMs = startMs + 3000;
    const itemId = `item-${i}`;
    const ids = { itemId, responseId: `response-${i}` };
    return i % 2 === 1
      ? [{
        type: "caller.line",
        itemId,
        text: `Question ${i}, please?`,
        startMs,
        endMs,
        offsetMs: endMs,
      }]
      : [
        { type: "agent.speaking", ...ids, startMs, offsetMs: startMs },
        { type: "agent.line", ...ids, text: `Answer number ${i} of ours.`, offsetMs: startMs },
        {
          type: "agent.heard",
          ...ids,
          startMs,
          endMs,
          heardMs: 3000,
          generatedMs: 3000,
          interrupted: false,
          measure: "estimated",
          offsetMs: endMs,
        },
      ];
  });
  const end = { offsetMs: LENGTH_MS };
  return [
    STARTED,
    { type: "recording.started", offsetMs: 0 },
    ...lines.flat() as (CallEventBody & { offsetMs: number })[],
    {
      type: "recording.ended",
      durationMs: LENGTH_MS,
      audioBytes: LENGTH_MS * 16,
      ok: true,
      detail: "",
      ...end,
    },
    {
      type: "call.ended",
      reason: "caller_hung_up",
      code: "",
      durationMs: LENGTH_MS,
      usage: NO_USAGE,
      ...end,
    },
  ];
}

/** The caller low and left, our side high and right. */
function sound(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: LENGTH_MS * 16 }, (_, i) => {
    const everyMs = i % 2 === 0 ? 4 : 2;
    return Math.floor(i / 2 / 8) % everyMs < everyMs / 2 ? 0x9f : 0x1f;
  });
}

async function recordedCall() {
  const store = createMemoryStore();
  const recordings = memoryRecordings(() => Date.now());
  const laterMs = Date.now() - 3_600_000;
  const events: CallEvent[] = sampleEvents(talk()).map((event) => ({
    ...event,
    atMs: laterMs + event.offsetMs,
  }));
  const call = events.reduce<CallSummary | null>(foldCall, null);
  await store.append(events, call ? [call] : []);
  const writer = await recordings.open("call-1");
  await writer.write(sound());
  return await runApp({ store, recordings, staticFiles: directoryFiles(DIST) });
}

const heardLine = (page: Page) => page.locator(".line[aria-current=true]");

Deno.test("a supervisor plays a recorded call, and the transcript goes with it", WALK, async () => {
  const app = await recordedCall();
  const origin = new URL(app.url.replace(/^ws/, "http")).origin;
  try {
    await browse(async ({ page, complaints, barriers, look }) => {
      const data = { token: ADMIN_TOKEN };
      await page.request.post(`${origin}/api/session`, { data, headers: { origin } });
      await page.goto(`${origin}/calls/call-1`);
      const player = page.getByRole("region", { name: "Recording" });
      await player.getByRole("button", { name: "Play" }).click();
      await heardLine(page).getByText("Answer number 0").waitFor();
      assert(await player.getByText("of 1:04").isVisible());

      await page.getByRole("button", { name: "Play from 00:33.0" }).click();
      await heardLine(page).getByText("Answer number 8").waitFor();
      await look("recording", EVERY_LOOK);
      await player.getByRole("button", { name: "Pause" }).click();

      const slider = page.getByRole("slider", { name: "Where the recording plays" });
      await slider.focus();
      await page.keyboard.press("Home");
      await page.keyboard.press("ArrowRight");
      await heardLine(page).getByText("Question 1").waitFor();
      assertEquals(await slider.getAttribute("aria-valuetext"), "5 seconds of 1 minute 4 seconds");
      const { x, y, width, height } = (await slider.boundingBox())!;
      await page.mouse.click(x + width * 45 / 64, y + height / 2);
      await heardLine(page).getByText("Question 11").waitFor();

      await player.getByLabel("Hear").selectOption({ label: "Caller" });
      await player.getByLabel("Speed").selectOption({ label: "2×" });
      await player.getByRole("button", { name: "5 seconds on" }).focus();
      await page.keyboard.press("ArrowLeft");
      await player.getByRole("button", { name: "Play" }).click();
      await heardLine(page).getByText("Answer number 12").waitFor();

      await player.getByRole("button", { name: "Delete the recording" }).click();
      await player.getByRole("button", { name: "Delete for good" }).click();
      await page.getByText("The recording was deleted.").first().waitFor();
      assertEquals(await player.count(), 0);
      assertEquals(barriers, []);
      assertEquals(complaints.filter((words) => !words.includes("401")), []);
    });
  } finally {
    await app.stop();
  }
});
