// The walk of step_in_test.ts once more, through the whole server with a simulated caller: what the supervisor does
// in the browser is what the caller hears. Chromium keeps its own timers and pipes: no sanitizers here.
import { assert, assertEquals } from "@std/assert";
import { BYTES_PER_MS, rms } from "../../audio/ulaw.ts";
import { writeWav } from "../../audio/wav.ts";
import type { CallEvent } from "../../contract/event.ts";
import { placeCall } from "../../simulator/audiohook/call.ts";
import { Script } from "../../simulator/caller/caller_script.ts";
import { loadSpeech } from "../../simulator/speech.ts";
import { FAKE_MICROPHONE, walk } from "./browser.ts";

const WALK = { sanitizeOps: false, sanitizeResources: false };
const LISTEN = { do: "listen" } as const;
/** Asks once, and then waits for whatever comes. */
const SCRIPT = Script.parse({
  name: "stepping-in",
  steps: [
    LISTEN,
    { do: "say", recording: "caller-hours" },
    LISTEN,
    { do: "pause", ms: 300_000 },
  ],
});
const PATIENT = { timeout: 30_000 };
/** What the supervisor's microphone hears, over and over. */
const VOICE = "people-agent-en-found";
const LOUD = 200;

Deno.test(
  "a supervisor listens, has words said, speaks, hands back and ends, and the caller hears it",
  WALK,
  async () => {
    const speech = await loadSpeech();
    const voice = await Deno.makeTempFile({ suffix: ".wav" });
    await Deno.writeFile(voice, writeWav(speech.byId(VOICE).audio));
    try {
      await walk(
        {},
        async ({ server, page, complaints, barriers, look }) => {
          await page.goto(server.signInLink);
          await page.getByRole("heading", { name: "Floor" }).waitFor();
          const callId = crypto.randomUUID();
          const gone = new AbortController();
          const call = placeCall({
            url: server.audiohookUrl,
            apiKey: server.apiKey,
            sessionId: callId,
            speech,
            script: SCRIPT,
            signal: gone.signal,
          });
          try {
            await page.locator(".card[data-call]").getByRole("link").first().click();
            const dock = page.getByRole("region", { name: "Step in" });
            await dock.waitFor();
            await page.keyboard.press("l");
            const listening = page.getByRole("region", { name: "Listening" });
            await listening.getByText("Live", { exact: true }).waitFor();
            await page.locator(".listen-side.agent .meter .lit").nth(3).waitFor({
              state: "attached",
              ...PATIENT,
            });
            await page.getByText("1 person listening").waitFor();
            await page.locator(".listen-side.caller .meter .lit").nth(3).waitFor({
              state: "attached",
              ...PATIENT,
            });
            await page.keyboard.press("s");
            await page.getByLabel("The agent says").fill("A colleague is coming to the phone.");
            await page.getByRole("button", { name: "Say it to the caller" }).click();
            await page.getByText("The caller heard it").waitFor(PATIENT);
            await page.getByLabel("The agent says").press("Escape");

            await page.keyboard.press("Shift+T");
            await page.getByRole("button", { name: "Go on air" }).click();
            await page.getByText("The caller hears you. The agent is silent.").waitFor(PATIENT);
            await page.getByText("Supervisor speaks", { exact: true }).first().waitFor();
            await look("stepping-in-on-air");
            await page.waitForTimeout(2500);
            await page.getByRole("button", { name: "Hand back" }).click();
            await page.getByRole("region", { name: "On air" }).waitFor({
              state: "detached",
              ...PATIENT,
            });
            await page.getByText("Handed back: the agent speaks with the caller again").waitFor();

            await page.locator('[data-act="end"]').click();
            await page.getByRole("button", { name: "Press again to end" }).click();
            await page.getByText("A supervisor ended the call").first().waitFor(PATIENT);
            await dock.waitFor({ state: "detached" });
            await look("stepping-in-ended");
            const report = await call;
            assertEquals(report.violations, []);

            const { events } =
              await (await page.request.get(`${server.origin}/api/calls/${callId}`))
                .json() as { events: CallEvent[] };
            const [fromMs, toMs] = ["supervisor.took_over", "supervisor.handed_back"].map((type) =>
              events.find((event) => event.type === type)?.offsetMs ?? NaN
            ) as [number, number];
            const heard = report.heard.subarray(
              Math.round(fromMs) * BYTES_PER_MS,
              Math.round(toMs) * BYTES_PER_MS,
            );
            assert(loudMs(heard) > 500, `the caller heard ${loudMs(heard)} ms of the supervisor`);
            // One line all along: taking over and handing back did not break it.
            const listeners = events.filter(({ type }) => type.startsWith("listener."));
            assertEquals(listeners.map(({ type }) => type), ["listener.joined"]);
            // Not a word was sent that the caller was not to hear.
            const ignored = (event: CallEvent) =>
              event.type === "call.note" && event.code === "supervisor_sound_ignored";
            assertEquals(events.filter(ignored), []);
            assertEquals(barriers, []);
            assertEquals(complaints.filter((words) => !words.includes("401")), []);
          } finally {
            gone.abort();
            await call.catch(() => {});
          }
        },
        [...FAKE_MICROPHONE, `--use-file-for-fake-audio-capture=${voice}`],
      );
    } finally {
      await Deno.remove(voice);
    }
  },
);

/** How much of it is more than noise, in pieces of 20 ms. */
function loudMs(heard: Uint8Array): number {
  let ms = 0;
  for (let at = 0; at < heard.length; at += 20 * BYTES_PER_MS) {
    if (rms(heard.subarray(at, at + 20 * BYTES_PER_MS)) > LOUD) ms += 20;
  }
  return ms;
}
