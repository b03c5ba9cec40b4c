// instances are replaced one after the other under load, as a roll-out does it.
import { assert, assertEquals } from "@std/assert";
import { type CallReport, placeCall } from "../../simulator/audiohook/call.ts";
import { Script } from "../../simulator/caller/caller_script.ts";
import { CallRefused } from "../../simulator/caller/web_line.ts";
import { loadSpeech } from "../../simulator/speech.ts";
import { eventually } from "../whole/whole_kit.ts";
import { API_KEY, askInstance, hasFleetParts, startFleetRig } from "./fleet_rig.ts";

const CALLERS = 50;
/** What a phone system waits before it dials again (`retry-after`). */
const RETRY_MS = 2000;
const SHORT_CALL = Script.parse({
  name: "short",
  steps: [
    { do: "hear", ms: 3_000 },
    { do: "hang_up" },
  ],
});

Deno.test({
  name: "R-04 three instances are replaced under fifty calls: none is cut, none refused for long",
  ignore: !hasFleetParts(),
  async fn() {
    const speech = await loadSpeech();
    const rig = await startFleetRig();
    try {
      const olds = [await rig.start("one"), await rig.start("two"), await rig.start("three")];
      const reports: CallReport[] = [];
      const troubles: string[] = [];
      let refusals = 0;
      let live = 0;
      let over = false;

      const ring = async (): Promise<void> => {
        // Refused once it dials again, as a phone system would; refused again it has lost its caller.
        for (const wait of [RETRY_MS, 0]) {
          try {
            live++;
            reports.push(
              await placeCall({
                url: `ws://127.0.0.1:${rig.balancer.port}/audiohook`,
                apiKey: API_KEY,
                script: SHORT_CALL,
                speech,
              }),
            );
            return;
          } catch (error) {
            if (!(error instanceof CallRefused) || wait === 0) {
              troubles.push(String(error));
              return;
            }
            refusals++;
            await new Promise((resolve) => setTimeout(resolve, wait));
          } finally {
            live--;
          }
        }
      };

      const callers = Array.from({ length: CALLERS }, async (_, i) => {
        // Callers do not all ring at once.
        await new Promise((resolve) => setTimeout(resolve, i * 100));
        while (!over) await ring();
      });
      await eventually("fifty calls", () => live === CALLERS || undefined);

      const drainedMs: number[] = [];
      for (const old of olds) {
        await rig.start("new");
        const beganMs = performance.now();
        old.kill("SIGTERM");
        assertEquals(await old.ended, 0, old.output());
        drainedMs.push(Math.round(performance.now() - beganMs));
      }
      over = true;
      await Promise.all(callers);

      const cut = reports.filter(({ endedBy, scriptError, violations }) =>
        endedBy !== "caller" || scriptError !== null || violations.length > 0
      );
      console.log(
        `Rolling restart: ${reports.length} calls, ${cut.length} cut, ${refusals} dialled twice, ` +
          `${troubles.length} lost; each instance left after ${drainedMs.join(", ")} ms`,
      );
      assertEquals(troubles, []);
      assertEquals(
        cut.map(({ endedBy, scriptError, violations }) => [endedBy, scriptError, violations]),
        [],
      );
      assert(reports.length >= CALLERS, "there were calls all the time");
      const seen = rig.servers().at(-1);
      assert(seen);
      const page = await askInstance(seen, "/api/calls?limit=1");
      assertEquals(page.status, 200);
      await page.body?.cancel();
    } finally {
      await rig.stop();
    }
  },
});
