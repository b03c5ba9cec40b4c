// One floor over two instances, each a process of its own, with a real NATS and a real PostgreSQL: seen and done from
// the other one. Chromium keeps its own timers and pipes: no sanitizers here.
import { assert, assertEquals } from "@std/assert";
import { placeCall } from "../../simulator/audiohook/call.ts";
import { Script } from "../../simulator/caller/caller_script.ts";
import { loadSpeech } from "../../simulator/speech.ts";
import type { ChildServer } from "../child_server.ts";
import { API_KEY, askInstance, hasFleetParts, startFleetRig } from "../fleet/fleet_rig.ts";
import { browse, EVERY_LOOK } from "./browser.ts";

const WALK = { sanitizeOps: false, sanitizeResources: false, ignore: !hasFleetParts() };
const PATIENT = { timeout: 30_000 };
/** What an instance that was killed may take to be known as dead. */
const KNOWN_DEAD = { timeout: 10_000 };
const WHISPER = "Say that parking is free.";
const PATIENT_CALLER = Script.parse({
  name: "patient",
  steps: [
    { do: "listen" },
    { do: "say", recording: "caller-hours" },
    { do: "listen" },
    { do: "pause", ms: 8_000 },
    { do: "say", recording: "caller-hours" },
    { do: "listen" },
    { do: "pause", ms: 300_000 },
  ],
});

Deno.test(
  "a call on one instance is watched, heard and guided from another, and its death is the truth within ten seconds",
  WALK,
  async () => {
    const speech = await loadSpeech();
    const rig = await startFleetRig();
    try {
      const [north, south] = [await rig.start("north"), await rig.start("south")];
      await browse(async ({ page, complaints, barriers, look }) => {
        await page.goto(north.signInLink);
        await page.getByRole("heading", { name: "Floor" }).waitFor();
        const callId = crypto.randomUUID();
        const gone = new AbortController();
        const ring = (server: ChildServer, sessionId: string) =>
          placeCall({
            url: server.audiohookUrl,
            apiKey: API_KEY,
            sessionId,
            speech,
            script: PATIENT_CALLER,
            signal: gone.signal,
          });
        const call = ring(south, callId);
        try {
          await page.locator(`.card[data-call="${callId}"]`).getByRole("link").first().click();
          await page.getByText("Hello, this is Northwind Parcels").first().waitFor(PATIENT);
          await page.getByText("south", { exact: true }).first().waitFor();

          // Heard there, guided there.
          await page.keyboard.press("l");
          const listening = page.getByRole("region", { name: "Listening" });
          await listening.getByText("Live", { exact: true }).waitFor(PATIENT);
          await page.locator(".listen-side .meter .lit").first().waitFor({
            state: "attached",
            ...PATIENT,
          });
          await page.keyboard.press("w");
          const whispering = page.getByRole("region", { name: "Whisper to the agent" });
          await whispering.getByLabel("Only the agent hears").fill(WHISPER);
          await whispering.getByRole("button", { name: "Whisper" }).click();
          await page.getByText(/^Used in the reply at/).waitFor(PATIENT);
          await look("fleet-call");

          south.kill("SIGKILL");
          const killedMs = performance.now();
          await page.getByText("The server that carried the call died").first().waitFor(KNOWN_DEAD);
          console.log(
            `Killed with -9: the console of another instance knew it ${
              Math.round(performance.now() - killedMs)
            } ms later`,
          );
          await look("fleet-crashed", EVERY_LOOK);
          const record = await (await askInstance(north, `/api/calls/${callId}`)).json();
          assertEquals(record.call.endReason, "crashed");
          const ends = record.events.filter(({ type }: { type: string }) => type === "call.ended");
          assertEquals(ends.length, 1);
        } finally {
          gone.abort();
          await call.catch(() => {});
        }
        assertEquals(barriers, []);
        assertEquals(complaints.filter((words) => !words.includes("401")), []);
      });
    } finally {
      await rig.stop();
    }
  },
);

Deno.test(
  "a console whose instance dies goes on by another: it is signed in, and nothing is missing",
  WALK,
  async () => {
    const speech = await loadSpeech();
    const rig = await startFleetRig({ bus: "postgres" });
    try {
      const north = await rig.start("north");
      await browse(async ({ page, barriers, look }) => {
        const { hash } = new URL(north.signInLink);
        const origin = `http://127.0.0.1:${rig.balancer.port}`;
        const link = new URL(north.signInLink);
        await page.goto(`${origin}${link.pathname}${link.search}${hash}`);
        await page.getByRole("heading", { name: "Floor" }).waitFor();
        const south = await rig.start("south");
        const gone = new AbortController();
        const callId = crypto.randomUUID();
        const call = placeCall({
          url: south.audiohookUrl,
          apiKey: API_KEY,
          sessionId: callId,
          speech,
          script: PATIENT_CALLER,
          signal: gone.signal,
        });
        try {
          await page.locator(`.card[data-call="${callId}"]`).getByRole("link").first().click();
          const lines = ["Hello, this is Northwind Parcels", "When are your counters open?"];
          for (const line of lines) await page.getByText(line).first().waitFor(PATIENT);
          north.kill("SIGKILL");
          await north.ended;
          await page.locator('[data-act="end"]').click(PATIENT);
          await page.getByRole("button", { name: "Press again to end" }).click(PATIENT);
          await page.getByText("A supervisor ended the call").first().waitFor(PATIENT);
          const transcript = page.locator(".transcript");
          for (const line of lines) assertEquals(await transcript.getByText(line).count(), 1);
          await look("fleet-moved");
          const report = await call;
          assert(report.endedBy === "server", `the call was ended by ${report.endedBy}`);
          assertEquals(report.violations, []);
        } finally {
          gone.abort();
          await call.catch(() => {});
        }
        assertEquals(barriers, []);
      });
    } finally {
      await rig.stop();
    }
  },
);
