// A call that is recorded, whole: what is kept is what was said and heard, at its time; and what callers say of their
// cards is in no record.
import { assert, assertEquals } from "@std/assert";
import { BYTES_PER_MS, rms } from "../../audio/ulaw.ts";
import { WAV_HEADER_BYTES } from "../../audio/wav_header.ts";
import { fileRecordings } from "../../recording/file_recordings.ts";
import { runApp, script } from "./running_app.ts";
import { HELLO, SHORT_TALK } from "./short_talk.ts";
import { eventsOf, publish, recordOf } from "./whole_kit.ts";

const WORDS = "This call is recorded.";

/** Whether anything is heard between two moments of the call. */
function isLoud(side: Uint8Array, fromMs: number, toMs: number): boolean {
  return rms(side.subarray(fromMs * BYTES_PER_MS, toMs * BYTES_PER_MS)) > 100;
}

Deno.test("a call is recorded: both sides where the transcript has them, played in parts, deleted", async () => {
  const folder = await Deno.makeTempDir();
  const rules = [
    { match: { instructionsInclude: WORDS, why: "asked" as const }, reply: [HELLO] },
    ...SHORT_TALK,
  ];
  const app = await runApp({
    scenario: { when: rules },
    paceX: 3,
    recordings: fileRecordings(folder),
  });
  try {
    await publish(app, { recording: { on: true, words: WORDS } });
    const callId = crypto.randomUUID();
    const report = await app.ring({
      sessionId: callId,
      script: script(
        "asks",
        { do: "listen" },
        { do: "say", recording: "caller-address" },
        { do: "hear", ms: 200 },
        { do: "hang_up" },
      ),
    });
    assertEquals(report.violations, []);
    const file = await recordOf(app, callId);
    assertEquals(file.call.recording, "kept");
    const [begun] = eventsOf(file, "recording.started");
    const [ended] = eventsOf(file, "recording.ended");
    assertEquals([begun!.offsetMs < 50, ended!.ok], [true, true]);

    const path = `/api/calls/${callId}/recording`;
    const whole = await app.api(path);
    const wav = new Uint8Array(await whole.arrayBuffer());
    assertEquals(wav.length, WAV_HEADER_BYTES + ended!.audioBytes);
    const part = await app.api(path, { headers: { range: "bytes=1000-1999" } });
    assertEquals([part.status, new Uint8Array(await part.arrayBuffer())], [
      206,
      wav.slice(1000, 2000),
    ]);

    const audio = wav.subarray(WAV_HEADER_BYTES);
    const caller = audio.filter((_, i) => i % 2 === 0);
    const agent = audio.filter((_, i) => i % 2 === 1);
    const heard = eventsOf(file, "agent.heard")[0]!;
    assert(
      isLoud(agent, heard.startMs + 150, heard.endMs - 150),
      "the greeting is not where it was heard",
    );
    assert(!isLoud(agent, 0, heard.startMs - 150), "something is heard before the greeting");
    const line = eventsOf(file, "caller.line")[0]!;
    assert(
      isLoud(caller, line.startMs + 200, line.endMs - 200),
      "the caller is not where they spoke",
    );
    assert(!isLoud(caller, 0, line.startMs - 400), "the caller is heard before they spoke");

    assertEquals((await app.api(path, { method: "DELETE" })).status, 204);
    const gone = await recordOf(app, callId);
    assertEquals([gone.call.recording, (await Array.fromAsync(Deno.readDir(folder))).length], [
      "gone",
      0,
    ]);
  } finally {
    await app.stop();
    await Deno.remove(folder, { recursive: true });
  }
});
