// An operator talks to the draft through the whole server with the browser's microphone: hears it, is heard, cuts in,
// edits meanwhile, hangs up, has the simulated caller call. Chromium keeps its own timers and pipes: no sanitizers here.
import { assert, assertEquals } from "@std/assert";
import { BYTES_PER_MS, SILENCE } from "../../audio/ulaw.ts";
import { writeWav } from "../../audio/wav.ts";
import type { CallEvent } from "../../contract/event.ts";
import { loadSpeech } from "../../simulator/speech.ts";
import { EVERY_LOOK, FAKE_MICROPHONE, walk } from "./browser.ts";

const WALK = { sanitizeOps: false, sanitizeResources: false };
const PATIENT = { timeout: 30_000 };
/** What the microphone hears, over and over: silence to be answered in, and a question. */
const QUESTION = "caller-hours";
const SILENCE_MS = 9_000;

async function microphone(): Promise<string> {
  const speech = await loadSpeech();
  const question = speech.byId(QUESTION).audio;
  const heard = new Uint8Array(question.length + SILENCE_MS * BYTES_PER_MS).fill(SILENCE);
  heard.set(question, SILENCE_MS * BYTES_PER_MS);
  const path = await Deno.makeTempFile({ suffix: ".wav" });
  await Deno.writeFile(path, writeWav(heard));
  return path;
}

Deno.test(
  "an operator talks to the draft from the browser's microphone, and then a simulated caller does",
  WALK,
  async () => {
    const voice = await microphone();
    try {
      await walk(
        {},
        async ({ server, page, complaints, barriers, look }) => {
          await page.goto(server.signInLink);
          await page.getByRole("heading", { name: "Floor" }).waitFor();
          await page.goto(`${server.origin}/agents/default`);
          await page.getByLabel("Prompt", { exact: true }).waitFor();
          const opener = page.getByRole("button", { name: "Talk to it" });
          await opener.click();
          const dock = page.getByRole("region", { name: "Talk to the agent" });
          await dock.getByText("You are the caller.").waitFor();
          await look("test-call-before");

          // What was typed a moment ago is what answers.
          await page.getByLabel("Prompt", { exact: true }).fill("You are a draft. Be brief.");
          await dock.getByRole("button", { name: "Talk to the draft" }).click();
          await dock.getByText("On the line with the draft").waitFor(PATIENT);
          // Whoever came by the keyboard can go on by it.
          const focused = () => page.locator(":focus").textContent();
          assertEquals(await focused(), "Hang up");
          await dock.locator(".talk-level.agent .meter .lit").nth(3).waitFor({
            state: "attached",
            ...PATIENT,
          });
          await dock.locator(".line.agent").first().waitFor(PATIENT);
          await dock.locator(".line.caller").first().waitFor(PATIENT);
          await dock.locator(".line.agent").nth(1).waitFor(PATIENT);
          await dock.getByText("Keypad", { exact: true }).click();
          await dock.getByRole("button", { name: "Hash" }).click();
          await look("test-call-live", EVERY_LOOK);
          await page.getByLabel("Prompt", { exact: true }).fill("You are another draft.");
          await dock.getByText("The draft was edited since this call began").waitFor(PATIENT);
          const href = await dock.getByRole("link", { name: "Open the call's page" })
            .getAttribute("href");
          const callId = decodeURIComponent(href!.split("/").at(-1)!);
          await dock.getByRole("button", { name: "Mute" }).click();
          await dock.getByRole("button", { name: "Mute", pressed: true }).waitFor();

          // The floor knows it for what it is.
          const other = await page.context().newPage();
          await other.goto(server.origin);
          await other.locator(".card", { hasText: "Console" }).getByText("Draft", { exact: true })
            .waitFor();
          if (Deno.env.get("HOOKLINE_SHOTS")) {
            await other.screenshot({
              path: `${Deno.env.get("HOOKLINE_SHOTS")}/test-call-floor.png`,
            });
          }
          await other.close();

          await page.getByRole("heading", { level: 1 }).click();
          await page.keyboard.press("m");
          await dock.getByText("The caller hung up").waitFor(PATIENT);
          await dock.getByRole("button", { name: "Talk to the draft" }).waitFor();
          await look("test-call-over");
          const { call, events } =
            await (await page.request.get(`${server.origin}/api/calls/${callId}`)).json() as {
              call: { agent: { version: number }; endReason: string };
              events: CallEvent[];
            };
          assertEquals([call.agent.version, call.endReason], [0, "caller_hung_up"]);
          const of = (type: CallEvent["type"]) => events.filter((event) => event.type === type);
          assert(of("caller.line").length > 0 && of("agent.heard").length > 1);
          assertEquals(of("caller.digit").length, 1);

          await dock.getByRole("radio", { name: "v1, published" }).check();
          await dock.getByRole("button", { name: "Simulated caller" }).click();
          await page.getByText("A simulated caller calls the published version.").waitFor(PATIENT);
          await dock.getByRole("radio", { name: "The draft" }).check();
          await dock.getByRole("button", { name: "Simulated caller" }).click();
          await page.getByText("A simulated caller calls the draft.").waitFor(PATIENT);
          await dock.getByRole("button", { name: "Put it away" }).click();
          await dock.waitFor({ state: "detached" });
          assertEquals(await focused(), "Talk to it");
          await page.getByRole("link", { name: "Listen along" }).last().click();
          await page.getByText("Draft", { exact: true }).first().waitFor(PATIENT);

          assertEquals(barriers, []);
          assertEquals(complaints.filter((words) => !words.includes("401")), []);
        },
        [...FAKE_MICROPHONE, `--use-file-for-fake-audio-capture=${voice}`],
      );
    } finally {
      await Deno.remove(voice);
    }
  },
);

Deno.test("why there is no call is said in words: draft, microphone, server", WALK, async () => {
  await walk({ MAX_CALLS: "1" }, async ({ server, page, complaints, barriers, look }) => {
    await page.goto(server.signInLink);
    await page.getByRole("heading", { name: "Floor" }).waitFor();
    await page.goto(`${server.origin}/agents/default`);
    await page.getByLabel("Name", { exact: true }).fill("");
    await page.getByRole("heading", { level: 1 }).click();
    await page.keyboard.press("m");
    const dock = page.getByRole("region", { name: "Talk to the agent" });
    await dock.getByText("The draft is not saved: a field needs a look.").waitFor(PATIENT);
    await page.getByLabel("Name", { exact: true }).fill("Northwind Parcels");
    await page.getByText(/Draft saved/).waitFor();

    // No microphone is there to be asked for.
    await dock.getByRole("button", { name: "Talk to the draft" }).click();
    await dock.getByRole("alert").filter({ hasText: /microphone/i }).waitFor(PATIENT);
    await look("test-call-no-microphone");
    await dock.getByRole("button", { name: "Talk to the draft" }).waitFor();
    assertEquals(barriers, []);
    assertEquals(complaints.filter((words) => !words.includes("401")), []);
  });
  // A receiver that wants nothing: what is given up is an alert.
  const gone = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => new Response(null, { status: 410 }),
  );
  const env = {
    MAX_CALLS: "1",
    WEBHOOK_URL: `http://127.0.0.1:${gone.addr.port}`,
    WEBHOOK_SECRET: btoa("0123456789abcdef"),
    ALLOW_PRIVATE_ADDRESSES: "true",
  };
  await walk(env, async ({ server, page, barriers, look }) => {
    await page.goto(server.signInLink);
    await page.getByRole("heading", { name: "Floor" }).waitFor();
    const other = await page.context().newPage();
    for (const one of [page, other]) {
      await one.goto(`${server.origin}/agents/default`);
      await one.getByRole("button", { name: "Talk to it" }).click();
      await one.getByRole("button", { name: "Talk to the draft" }).click();
      if (one === page) await one.getByText("On the line with the draft").waitFor(PATIENT);
    }
    await other.getByRole("alert").filter({ hasText: "as many calls as it may" }).waitFor(PATIENT);
    await other.close();
    // Whoever leaves the page hangs up.
    await page.getByRole("link", { name: "Floor" }).first().click();
    await page.getByText("The caller hung up").first().waitFor(PATIENT);
    const alerts = page.getByRole("region", { name: "Alerts" });
    await alerts.locator("strong", { hasText: "The webhook WEBHOOK_URL takes nothing" }).waitFor(
      PATIENT,
    );
    await look("test-call-left");
    await alerts.getByRole("button", { name: /Put away/ }).click();
    await alerts.waitFor({ state: "detached" });
    assertEquals(barriers, []);
  }, FAKE_MICROPHONE);
  await gone.shutdown();
});
