import { assertEquals } from "@std/assert";
import { ManualClock } from "../clock.ts";
import { NO_USAGE } from "../contract/call.ts";
import { SAMPLE_CONFIG } from "../contract/sample_config.ts";
import type { SessionSettings, Upstream, UpstreamEvent } from "../upstream/upstream.ts";
import { createVoiceSamples } from "./voice_samples.ts";
import { voiceSentence } from "./voice_sentences.ts";

const GERMAN = { voice: "marin" as const, model: "gpt-realtime-2.1", language: "de" };

function rig() {
  const opened: {
    settings: SessionSettings;
    asked: string[];
    closed: boolean;
    tell(event: UpstreamEvent): void;
  }[] = [];
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const clock = new ManualClock();
  let used = 0;
  const broken = { times: 0 };
  const samples = createVoiceSamples({
    clock,
    config: () => SAMPLE_CONFIG,
    notNow: () => null,
    onUsed: () => used++,
    kept: {
      read: (name) => Promise.resolve(files.get(name) ?? null),
      write: (name, audio) => Promise.resolve(void files.set(name, new Uint8Array(audio))),
    },
    open(settings, _who, tell) {
      if (broken.times-- > 0) throw new Error("no session");
      const session = { settings, asked: [] as string[], closed: false, tell };
      opened.push(session);
      return {
        respond: ({ instructions }: { instructions?: string }) =>
          session.asked.push(instructions ?? ""),
        close: () => session.closed = true,
      } as unknown as Upstream;
    },
  });
  const settled = async () => {
    for (let turn = 0; turn < 12; turn++) await Promise.resolve();
  };
  return { samples, opened, files, clock, settled, broken, used: () => used };
}

const ready = (voice: string): UpstreamEvent => (
  { type: "ready", sessionId: "s", model: "m", voice, expiresAtMs: 0 }
);
const audio = (bytes: number): UpstreamEvent => (
  { type: "audio", responseId: "r", itemId: "i", audio: new Uint8Array(bytes).fill(7) }
);
const DONE: UpstreamEvent = {
  type: "response_done",
  responseId: "r",
  status: "completed",
  detail: "",
  again: false,
  usage: NO_USAGE,
};

Deno.test("a voice says one sentence in the language of the callers, once", async () => {
  const { samples, opened, settled, used } = rig();
  const two = [samples.sample(GERMAN), samples.sample(GERMAN)];
  await settled();
  assertEquals(opened.length, 1);
  const { settings, tell, asked } = opened[0]!;
  assertEquals([settings.config.voice, settings.tools.length], ["marin", 0]);
  tell(ready("marin"));
  assertEquals(asked[0]?.includes(voiceSentence("de").words), true);
  tell(audio(800));
  tell(audio(400));
  tell(DONE);
  const [first, second] = await Promise.all(two);
  assertEquals(first?.ok && first.audio.length, 1200);
  assertEquals(second, first);
  assertEquals([opened[0]!.closed, used()], [true, 1]);
  assertEquals((await samples.sample(GERMAN)).ok, true);
  assertEquals(opened.length, 1, "it was kept");
});

Deno.test("one at a time, few wait, and silence is given up", async () => {
  const { samples, opened, settled, clock } = rig();
  const asked = (["marin", "cedar", "ash", "echo", "sage"] as const).map((voice) =>
    samples.sample({ ...GERMAN, voice })
  );
  await settled();
  assertEquals(opened.length, 1);
  assertEquals(await asked[4], { ok: false, code: "busy" });
  clock.advance(15_000);
  assertEquals(await asked[0], { ok: false, code: "no_sound" });
  await settled();
  assertEquals([opened.length, opened[0]!.closed], [2, true]);
  const failure = { code: "E_UP_AUTH" as const, detail: "", retry: false };
  opened[1]!.tell({ type: "lost", failure });
  assertEquals(await asked[1], { ok: false, code: "E_UP_AUTH" });
  await settled();
  // The provider took another voice instead: that would be a lie to keep.
  opened[2]!.tell(ready("alloy"));
  assertEquals(await asked[2], { ok: false, code: "E_UP_CONFIG" });
});

Deno.test("a fault of one sample is told, and the next one is made", async () => {
  const { samples, opened, settled, broken } = rig();
  broken.times = 1;
  assertEquals(await samples.sample(GERMAN), { ok: false, code: "no_sound" });
  const next = samples.sample(GERMAN);
  await settled();
  for (const event of [ready("marin"), audio(800), DONE]) opened[0]!.tell(event);
  assertEquals((await next).ok, true);
});
