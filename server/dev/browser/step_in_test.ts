// Steps into a live call as a supervisor would: whispers and reads the receipt, listens, takes over with a microphone,
// hands back, transfers, ends. On a stage whose outcomes are decided here, so that refusals and broken lines show too;
// the same walk through the whole server is in stepping_in_test.ts. Chromium keeps its own timers: no sanitizers here.
import { assert, assertEquals } from "@std/assert";
import type { CallEventBody } from "../../contract/event.ts";
import { browse, type Browsing, EVERY_LOOK, FAKE_MICROPHONE } from "./browser.ts";
import { CALL_ID, NO_USAGE, type Stage, startStage } from "./step_in_stage.ts";

const WALK = { sanitizeOps: false, sanitizeResources: false };

async function onStage(
  steps: (on: Browsing & { stage: Stage }) => Promise<void>,
  change: Parameters<typeof startStage>[0] = {},
): Promise<void> {
  const stage = startStage(change);
  try {
    await browse(async (browsing) => {
      await browsing.page.goto(`${stage.origin}/calls/${CALL_ID}`);
      await browsing.page.getByRole("region", { name: "Step in" }).waitFor();
      await steps({ ...browsing, stage });
    }, FAKE_MICROPHONE);
  } finally {
    await stage.stop();
  }
}

/** A caller who hums, until it is stopped. */
function hum(stage: Stage): () => void {
  const caller = Uint8Array.from({ length: 800 }, (_, i) => i % 8 < 4 ? 0x90 : 0x10);
  const agent = new Uint8Array(800).fill(0xff);
  const timer = setInterval(() => stage.sound(caller, agent), 100);
  return () => clearInterval(timer);
}

function became(commandId: string, state: "sent" | "delivered" | "done", more = {}): CallEventBody {
  return { type: "command.changed", commandId, state, detail: "", ...more };
}

const CRASHED: CallEventBody = {
  type: "call.ended",
  reason: "crashed",
  code: "E_CRASHED",
  durationMs: 134_000,
  usage: NO_USAGE,
};

/** The meter's fourth mark is lit: somebody is heard. */
const litMarks = ({ page }: Browsing, meter: string) =>
  page.locator(`${meter} .meter .lit`).nth(3).waitFor({ state: "attached" });

Deno.test(
  "a whisper is written, sent, taken to its moment and its receipt read",
  WALK,
  () =>
    onStage(async ({ page, stage, look, barriers, complaints }) => {
      await look("step-in-idle");
      await page.keyboard.press("w");
      const field = page.getByLabel("Only the agent hears");
      await field.fill("Offer the pickup shop in Rua Augusta.");
      await page.getByRole("radio", { name: "With the next answer" }).check();
      await field.focus();
      await look("step-in-whisper", EVERY_LOOK);
      await page.keyboard.press("Control+Enter");
      await page.locator(".words-form textarea:placeholder-shown").waitFor();
      assertEquals(stage.asked, [{
        commandId: "command-1",
        request: {
          kind: "whisper",
          text: "Offer the pickup shop in Rua Augusta.",
          when: "next_turn",
        },
      }]);
      // Until the call itself tells of it, the button waits.
      await page.getByRole("button", { name: "Sending…" }).waitFor();
      stage.tell({
        type: "command.given",
        commandId: "command-1",
        kind: "whisper",
        by: "console",
        text: "Offer the pickup shop in Rua Augusta.",
        when: "next_turn",
      }, became("command-1", "sent"));
      await page.getByText("Waits for the agent's next answer").waitFor();
      await page.getByRole("button", { name: "Take back" }).waitFor();
      await look("step-in-sent");
      stage.tell(
        became("command-1", "delivered"),
        { type: "agent.speaking", itemId: "a9", responseId: "r9", startMs: 134_000 },
        {
          type: "agent.line",
          itemId: "a9",
          responseId: "r9",
          text: "You can fetch it in Rua Augusta.",
        },
        { ...became("command-1", "done"), state: "used", responseId: "r9" } as CallEventBody,
      );
      await page.getByRole("button", { name: "Used in the reply at 02:14.0" }).click();
      await page.locator('[data-item="a9"]').waitFor();
      await page.locator("[aria-live=polite]", { hasText: "Whisper: Used in the reply" }).waitFor();
      // Half a whisper outlives Escape, and focus goes back to where it came from.
      await field.fill("Half a");
      await page.keyboard.press("Escape");
      await page.locator('[data-act="whisper"]:focus').waitFor();
      await page.keyboard.press("w");
      assertEquals(await field.inputValue(), "Half a");
      // It outlives a call that was taken for dead and was not.
      stage.tell(CRASHED);
      await page.getByText("The server that carried the call died").first().waitFor();
      await field.waitFor({ state: "detached" });
      stage.unsay();
      await page.locator('[data-act="whisper"]').click();
      assertEquals(await field.inputValue(), "Half a");
      assertEquals(barriers, []);
      assertEquals(complaints, []);
    }),
);

Deno.test(
  "what cannot be asked is there with its reason, and a refusal is said in words",
  WALK,
  () =>
    onStage(async ({ page, stage, look, barriers }) => {
      const transfer = page.locator('[data-act="transfer"]');
      assertEquals(await transfer.getAttribute("aria-disabled"), "true");
      await transfer.getByText("Asterisk AudioSocket cannot").waitFor();
      // It can be reached and pressed, and says why instead.
      await transfer.press("Enter");
      assertEquals(await page.getByLabel("Reason").count(), 0);
      stage.refuse("The call is ending: nothing more can be asked of it.");
      await page.keyboard.press("s");
      await page.getByText("The caller hears exactly these words").waitFor();
      await page.getByLabel("The agent says").fill("One moment, please.");
      await page.getByRole("button", { name: "Say it to the caller" }).click();
      await page.getByRole("alert").getByText("The call is ending").waitFor();
      // What was typed is still there.
      assertEquals(await page.getByLabel("The agent says").inputValue(), "One moment, please.");
      await look("step-in-refused");
      assertEquals(barriers, []);
    }, {
      protocol: "audiosocket",
      can: ["listen", "whisper", "say", "end", "take_over", "hand_back"],
    }),
);

Deno.test(
  "ending and transferring want a second press, by key as well, and forget the first",
  WALK,
  () =>
    onStage(async ({ page, stage, look, barriers }) => {
      await page.keyboard.press("Shift+E");
      await page.getByRole("button", { name: "Press again to end" }).waitFor();
      await look("step-in-armed");
      await page.locator('[data-act="end"]', { hasText: /^End$/ }).waitFor({ timeout: 6000 });
      assertEquals(stage.asked, []);
      await page.keyboard.press("t");
      await page.getByLabel("Extension").fill("2001");
      await page.getByLabel("Reason").fill("wants a person");
      await page.locator(".transfer-form").getByRole("button").click();
      await look("step-in-transfer");
      await page.getByLabel("Reason").fill("wants a person, angry");
      await page.locator(".transfer-form").getByRole("button", { name: "Transfer" }).click();
      await page.getByRole("button", { name: "Press again to transfer" }).click();
      await page.keyboard.press("Escape");
      await page.locator('[data-act="end"]').focus();
      await page.keyboard.press("Shift+E");
      await page.keyboard.press("Shift+E");
      await page.getByText("Asked", { exact: true }).waitFor();
      assertEquals(stage.asked.map((one) => "request" in one && one.request), [
        { kind: "transfer", target: "2001", reason: "wants a person, angry" },
        { kind: "end" },
      ]);
      assertEquals(barriers, []);
    }, { protocol: "avr" }),
);

Deno.test(
  "listening is off until asked for, shows both sides, stalls in words and comes back",
  WALK,
  () =>
    onStage(async (on) => {
      const { page, stage, look, barriers, complaints } = on;
      assertEquals(stage.listeners, 0);
      await page.keyboard.press("l");
      await page.getByText("Connecting the sound…").waitFor();
      const stopHumming = hum(stage);
      await page.getByRole("region", { name: "Listening" }).getByText("Live", { exact: true })
        .waitFor();
      await litMarks(on, ".listen-side.caller");
      assertEquals(await page.locator(".listen-side.agent .lit").count(), 0);
      stage.tell(
        { type: "listener.joined", listenerId: "1", by: "console" },
        { type: "listener.joined", listenerId: "2", by: "Ana" },
      );
      await page.locator(".call-meta").getByText("2 people listening").waitFor();
      await look("step-in-listening");
      await page.getByRole("button", { name: "Mute" }).click();
      await page.locator('[aria-pressed="true"]', { hasText: "Mute" }).waitFor();
      stopHumming();
      await page.getByText("No sound comes; waiting").waitFor();
      await look("step-in-stalled");
      stage.breakLines();
      await page.getByText("Connecting the sound…").waitFor();
      const humAgain = hum(stage);
      await page.getByRole("region", { name: "Listening" }).getByText("Live", { exact: true })
        .waitFor();
      await page.keyboard.press("l");
      await page.getByRole("region", { name: "Listening" }).waitFor({ state: "detached" });
      humAgain();
      assertEquals(barriers, []);
      assertEquals(complaints, []);
    }),
);

Deno.test(
  "taking over says what will happen, speaks only once it has the call, and is not left by accident",
  WALK,
  () =>
    onStage(async (on) => {
      const { page, stage, look, barriers, complaints } = on;
      const stopHumming = hum(stage);
      await page.keyboard.press("Shift+T");
      await page.getByText("The agent falls silent; the caller hears you.").waitFor();
      await look("step-in-take-over");
      await page.getByRole("button", { name: "Go on air" }).click();
      await page.getByText("Taking the call over…").waitFor();
      await page.getByRole("region", { name: "Listening" }).getByText("Live", { exact: true })
        .waitFor();
      assertEquals([stage.asked.length, stage.spoken], [1, 0]);
      stage.tell(
        { type: "command.given", commandId: "command-1", kind: "take_over", by: "console" },
        became("command-1", "sent"),
        { type: "supervisor.took_over", by: "console" },
        became("command-1", "done"),
      );
      await page.getByText("The caller hears you. The agent is silent.").waitFor();
      await litMarks(on, ".air-level");
      assert(stage.spoken > 0, "nothing of the microphone came");
      assert((await page.title()).startsWith("On air"));
      await page.locator('[data-act="say"]').getByText("A person speaks").waitFor();
      await look("step-in-on-air");
      await page.getByRole("link", { name: "Agents" }).first().click();
      await page.getByRole("dialog", { name: "You are on air" }).waitFor();
      await look("step-in-leave");
      const stay = async () => {
        await page.getByRole("dialog", { name: "You are on air" }).waitFor();
        await page.getByRole("button", { name: "Stay on air" }).click();
        assert(page.url().endsWith(`/calls/${CALL_ID}`));
      };
      await stay();
      await page.keyboard.press("g");
      await page.keyboard.press("h");
      await stay();
      await page.keyboard.press("Control+k");
      await page.getByRole("combobox").fill("History");
      await page.keyboard.press("Enter");
      await stay();
      await page.keyboard.press("Shift+T");
      await page.getByText("Your microphone is closed.").waitFor();
      stage.tell(
        { type: "command.given", commandId: "command-2", kind: "hand_back", by: "console" },
        { type: "supervisor.handed_back", by: "console" },
        became("command-2", "done"),
      );
      await page.getByRole("region", { name: "On air" }).waitFor({ state: "detached" });
      // Nobody had asked to listen before.
      await page.getByRole("region", { name: "Listening" }).waitFor({ state: "detached" });
      stopHumming();
      assertEquals(barriers, []);
      assertEquals(complaints, []);
    }),
);

Deno.test(
  "a microphone that is not allowed is said with what to do, and the call is not asked",
  WALK,
  async () => {
    const stage = startStage();
    try {
      await browse(async ({ page }) => {
        await page.addInitScript({
          content: "navigator.mediaDevices.getUserMedia = () => " +
            "Promise.reject(new DOMException('no', 'NotAllowedError'));",
        });
        await page.goto(`${stage.origin}/calls/${CALL_ID}`);
        await page.getByRole("button", { name: "Take over" }).click();
        await page.getByRole("button", { name: "Go on air" }).click();
        await page.getByRole("alert").getByText("did not allow the microphone").waitFor();
        assertEquals(stage.asked, []);
        // Somebody else takes it: it is said, and cannot be taken twice.
        stage.tell({ type: "supervisor.took_over", by: "Ana" });
        await page.locator('[data-act="take_over"]').getByText("Somebody has it").waitFor();
      }, FAKE_MICROPHONE);
    } finally {
      await stage.stop();
    }
  },
);
