// Files in place of sessions, and back.
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { KEY } from "../scripted_session.ts";
import { appendedMs, EarRig, utterance } from "./ear_rig.ts";

const REFUSED = { ok: false, failure: { code: "E_UP_AUTH", detail: "no", retry: false } } as const;
const DOWN = { ok: false, failure: { code: "E_UP_5XX", detail: "down", retry: true } } as const;

Deno.test("A-01 where sessions are refused files are sent, and nothing is lost meanwhile", async () => {
  const rig = new EarRig({ languages: ["en-US"], keywords: ["Weber"] });
  await rig.quiet(1000);
  await rig.speak(800);
  rig.socket.listener.opened();
  rig.serve({
    type: "error",
    error: { type: "invalid_request_error", code: "invalid_api_key", message: `Wrong: ${KEY}` },
  });
  assertEquals(rig.story(), ["lost E_UP_AUTH", "ready rest"]);
  assert(!JSON.stringify(rig.events).includes(KEY));
  await rig.quiet(700);
  assertEquals(rig.files.length, 1);
  const { language, keywords, model } = rig.files[0]!.options;
  assertEquals([model, language, keywords], ["gpt-transcribe", "en", ["Weber"]]);
  assertAlmostEquals(rig.files[0]!.audioMs, 1400, 50);
  rig.files[0]!.answer({ ok: true, text: "Hello." });
  await rig.pass(10);
  const { words } = rig.of("final")[0]!;
  assertAlmostEquals(words.startMs, 1000, 50);
  assertAlmostEquals(words.endMs, 1800, 50);
  assertAlmostEquals(rig.of("used")[0]!.seconds, 1.4, 0.05);
  rig.ear.close();
});

Deno.test("two files are under way at once, and their order is kept", async () => {
  const rig = await new EarRig().speak(800);
  rig.drop(3000, "invalid_request_error.invalid_api_key");
  await rig.quiet(700);
  for (let i = 0; i < 3; i++) await utterance(rig);
  assertEquals(rig.files.length, 2);
  rig.files[1]!.answer({ ok: true, text: "two" });
  await rig.pass(10);
  assertEquals([rig.texts(), rig.files.length], [[], 3]);
  rig.files[0]!.answer({ ok: true, text: "one" });
  rig.files[2]!.answer({ ok: true, text: "three" });
  await rig.pass(10);
  rig.files[3]!.answer({ ok: true, text: "four" });
  await rig.pass(10);
  assertEquals(rig.texts(), ["one", "two", "three", "four"]);
  rig.ear.close();
});

Deno.test("a live model's files go to the one that takes files", async () => {
  const rig = await new EarRig({ model: "gpt-live-transcribe" }).speak(800);
  rig.drop(4004, "invalid_request_error.model_not_found");
  await rig.quiet(700);
  assertEquals(rig.of("ready"), [{ type: "ready", mode: "rest", model: "gpt-transcribe" }]);
  assertEquals(rig.files[0]!.options.model, "gpt-transcribe");
  rig.ear.close();
});

Deno.test("after a minute of files a session is tried again, at a quiet moment", async () => {
  const rig = await new EarRig().speak(800);
  rig.drop(3000, "invalid_request_error.invalid_api_key");
  await rig.quiet(700);
  rig.files[0]!.answer({ ok: true, text: "one" });
  await rig.quiet(58_000);
  assertEquals(rig.sockets.length, 1);
  await rig.speak(3000);
  assertEquals(rig.sockets.length, 1);
  await rig.quiet(600);
  assertEquals(rig.sockets.length, 2);
  // It becomes ready while somebody speaks: the file is finished first.
  await rig.speak(500);
  rig.ready();
  assertEquals(appendedMs(rig.socket), 0);
  await rig.quiet(700);
  assertEquals(rig.of("ready").map(({ mode }) => mode), ["rest", "segmented"]);
  assert(appendedMs(rig.socket) <= 500);
  rig.files[1]!.answer({ ok: true, text: "two" });
  rig.files[2]!.answer({ ok: true, text: "three" });
  await rig.pass(10);
  await utterance(rig);
  assertEquals(rig.files.length, 3);
  rig.item("i1", 400, 1800).completed("i1", "four");
  assertEquals(rig.texts(), ["one", "two", "three", "four"]);
  rig.ear.close();
});

Deno.test("what was sent as a file is not heard once more when the session after it is lost", async () => {
  const rig = await new EarRig().speak(800);
  rig.drop(3000, "invalid_request_error.invalid_api_key");
  await rig.quiet(61_000);
  await utterance(rig);
  rig.ready();
  await rig.quiet(200);
  assertEquals([rig.of("ready").at(-1)!.mode, rig.files.length], ["segmented", 2]);
  rig.drop();
  await rig.quiet(200);
  assertEquals(rig.sockets.length, 3);
  rig.ready();
  assert(appendedMs(rig.socket) < 1500, "the file's sound is with the session, too");
  rig.files[1]!.answer({ ok: true, text: "two" });
  rig.files[0]!.answer({ ok: true, text: "one" });
  await rig.pass(10);
  assertEquals(rig.texts(), ["one", "two"]);
  rig.ear.close();
});

Deno.test("where neither sessions nor files are let in, the ear is lost for good, once", async () => {
  const rig = await new EarRig().speak(800);
  rig.drop(3000, "invalid_request_error.invalid_api_key");
  await rig.quiet(700);
  rig.files[0]!.answer(REFUSED);
  await rig.pass(10);
  assertEquals(rig.story(), [
    "lost E_UP_AUTH",
    "ready rest",
    "dropped empty",
    "transcript_failed:E_UP_AUTH",
    "lost E_UP_AUTH for good",
  ]);
  await rig.speak(2000);
  await rig.ear.finish(1000);
  assertEquals([rig.events.length, rig.clock.pending], [5, 0]);
});

Deno.test("a file that fails is sent again for a while, then it is given up", async () => {
  const rig = await new EarRig().speak(800);
  rig.drop(3000, "invalid_request_error.invalid_api_key");
  await rig.quiet(700);
  for (let sent = 1; rig.files.length === sent && sent < 30; sent++) {
    rig.files[sent - 1]!.answer(DOWN);
    await rig.pass(3000);
  }
  assert(rig.files.length > 3);
  assertEquals(rig.story().slice(2), ["dropped empty", "transcript_failed:E_UP_5XX"]);
  rig.ear.close();
});

Deno.test("extras that are refused with a file are left out from then on", async () => {
  const rig = await new EarRig({ keywords: ["Weber"], languages: ["de-DE", "en-US"] }).speak(800);
  rig.drop(3000, "invalid_request_error.invalid_api_key");
  await rig.quiet(700);
  const refused = { code: "E_UP_CONFIG", detail: "keywords", retry: false } as const;
  rig.files[0]!.answer({ ok: false, failure: refused });
  await rig.pass(10);
  rig.files[1]!.answer({ ok: true, text: "one" });
  await utterance(rig);
  const asked = rig.files.map(({ options: { keywords, languages } }) => [keywords, languages]);
  assertEquals(asked, [[["Weber"], ["de", "en"]], [undefined, undefined], [undefined, undefined]]);
  assertEquals(rig.texts(), ["one"]);
  rig.ear.close();
});

Deno.test("where files are refused and sessions are full, the ear waits, and says what it forgot", async () => {
  const rig = await new EarRig().speak(700);
  const full = () =>
    rig.socket.listener.ended({ how: "refused", status: 429, retryAfter: null, body: "" });
  full();
  await rig.quiet(700);
  rig.files[0]!.answer(REFUSED);
  await rig.pass(10);
  assertEquals(rig.sockets.length, 2);
  for (let i = 0; i < 30; i++) {
    full();
    await utterance(rig);
  }
  assert(rig.sockets.length < 12);
  assertEquals(rig.files.length, 1);
  assertEquals(rig.of("lost").every(({ retrying }) => retrying), true);
  await rig.quiet(3000);
  rig.ready();
  assertAlmostEquals(appendedMs(rig.socket), 30_000, 1500);
  assert(rig.notes().includes("sound_lost"));
  assertEquals(rig.story().at(-1), "ready segmented");
  rig.ear.close();
});
