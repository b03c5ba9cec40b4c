// What callers say is anything, and a network breaks: hostile words in a live call stay words and break no page; a feed
// that was cut goes on without a gap and without a double. The floor, its stream and the admin API are the real ones.
// Chromium keeps its own timers and pipes, so the sanitizers are off here.
import { assert, assertEquals } from "@std/assert";
import { STARTED } from "../../../console/live/sample_calls.ts";
import { systemClock as clock } from "../../clock.ts";
import type { CallEventBody } from "../../contract/event.ts";
import { transcriptOf } from "../../contract/transcript.ts";
import { createFloor } from "../../floor/floor.ts";
import { createHub } from "../../floor/hub.ts";
import { SAMPLE_STATUS } from "../../floor/sample_status.ts";
import { directoryFiles } from "../../http/directory_files.ts";
import { rig } from "../../http/rig_for_tests.ts";
import { silentLog as log } from "../../observe/log.ts";
import { createMemoryStore } from "../../store/memory_store.ts";
import { browse, SIZES } from "./browser.ts";
import { cuttableLine } from "./cuttable_line.ts";

const WALK = { sanitizeOps: false, sanitizeResources: false };
const CALL = "call-1";
/** So few events can be caught up with: after more the page begins anew. */
const RING = 8;

const HOSTILE = [
  '<img src=x onerror="globalThis.hacked=1"><script>globalThis.hacked=1</script>',
  "\u202Egnp.exe \u202Bright to left\u2066 never closed",
  "مرحبا، أين طردي؟ it was 12 EUR",
  "before\0after \uD800 lone \u0007 bell",
  "👩‍👩‍👧‍👦🏳️‍🌈".repeat(60),
  "Z\u0317\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308".repeat(80),
  "W".repeat(3000),
  "a long line ".repeat(9000),
  "javascript:alert(1) {{7*7}} ${7*7} </p></div></body>",
];

async function openStage() {
  const hub = createHub({ clock, log, random: () => 0, ringSize: RING });
  const store = createMemoryStore();
  const floor = await createFloor({ store, hub, clock, log, status: () => SAMPLE_STATUS });
  const built = await rig({ floor, feed: floor, staticFiles: directoryFiles("dist") });
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    (request) => built.app.fetch(request, { remoteAddress: "127.0.0.1" }),
  );
  const line = cuttableLine(server.addr.port);
  const answeredAtMs = clock.now();
  const [name = "", value = ""] = (await built.signIn()).split("=");
  const tell = (...bodies: CallEventBody[]) => {
    for (const body of bodies) floor.emit(CALL, body, answeredAtMs);
  };
  const caller = `sip:${"endless-name.".repeat(20)}@\u202Eexample.test`;
  tell({ ...STARTED, ...{ caller } });
  return {
    line,
    origin: `http://127.0.0.1:${line.port}`,
    cookie: { name, value, domain: "127.0.0.1", path: "/" },
    tell,
    /** The finished lines of the call's record, in order. */
    async record(): Promise<string[]> {
      await floor.flush();
      const call = await floor.call(CALL);
      return transcriptOf(call?.events ?? []).lines.map(({ text }) => text);
    },
    async stop() {
      await line.stop();
      await floor.close();
      await server.shutdown();
      await store.close();
    },
  };
}

let said = 0;

function says(text: string): CallEventBody {
  const startMs = ++said * 1000;
  return { type: "caller.line", itemId: `c${said}`, text, startMs, endMs: startMs + 900 };
}

Deno.test(
  "hostile words stay words; a feed that was cut has no gap and no double",
  WALK,
  async () => {
    const stage = await openStage();
    try {
      await browse(async ({ page, complaints }) => {
        await page.context().addCookies([stage.cookie]);
        let alerts = 0;
        page.on("dialog", (dialog) => void (alerts++, dialog.dismiss()));
        const shown = () => page.locator(".line .line-words").allTextContents();
        const sideways = () =>
          page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth",
          );
        const agree = async (last: string) => {
          await page.locator(".line-words", { hasText: last }).waitFor({ timeout: 20_000 });
          assertEquals((await shown()).map(asShown), (await stage.record()).map(asShown));
        };

        await page.goto(`${stage.origin}/calls/${CALL}`);
        await page.getByText("Nobody has spoken yet").waitFor();
        stage.tell({ type: "caller.partial", itemId: "c1", text: HOSTILE[0]!.slice(0, 30) });
        stage.tell(...HOSTILE.map(says), says("That was all."));
        await agree("That was all.");
        assertEquals([await page.evaluate("globalThis.hacked"), alerts], [undefined, 0]);
        assertEquals(
          await page.locator(".line-words, .phone").evaluateAll((all) =>
            all.map((words) => words.computedStyleMap().get("unicode-bidi")?.toString())
              .filter((bidi) => bidi !== "plaintext" && bidi !== "isolate")
          ),
          [],
          "words that could turn their neighbours around",
        );
        await page.setViewportSize(SIZES.phone);
        assertEquals(await sideways(), 0, "the call's page scrolls sideways");

        // The stream goes on where it was.
        stage.line.cut();
        await page.locator(".connection:not(.live)").first().waitFor();
        stage.tell(says("Said while the line was cut."), says("And this."));
        stage.line.mend();
        await agree("And this.");
        // So much was missed that the page begins anew.
        stage.line.cut();
        await page.locator(".connection:not(.live)").first().waitFor();
        stage.tell(...Array.from({ length: 3 * RING }, (_, index) => says(`Missed ${index}.`)));
        stage.tell(says("Nothing is missing."));
        stage.line.mend();
        await agree("Nothing is missing.");
        stage.tell(says("And it goes on."));
        await agree("And it goes on.");

        await page.setViewportSize(SIZES.phone);
        await page.goto(stage.origin);
        await page.locator(".card[data-call]").waitFor();
        stage.tell(says(HOSTILE[6]!), says(HOSTILE[0]!));
        await page.locator(".card", { hasText: "<img src=x" }).waitFor();
        assertEquals(await sideways(), 0, "the floor scrolls sideways");
        assertEquals(await page.evaluate("globalThis.hacked"), undefined);
        // What the browser says of a line that was cut.
        assertEquals(complaints.filter((words) => !/ERR_|40[14]/.test(words)), []);
        assert(said > HOSTILE.length);
      });
    } finally {
      await stage.stop();
    }
  },
);

/** As the browser's text has it: NUL and lone surrogates are not shown as they were. */
function asShown(text: string): string {
  return text.replaceAll(/[\0\uFFFD\uD800]/g, "").replaceAll(/\s+/g, " ").trim();
}
