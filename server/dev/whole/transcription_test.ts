// Issue 4 in whole calls between people: what was said on both sides comes back as lines, in its place, once.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { loadPeopleScript } from "../../simulator/people/people_script.ts";
import { differences } from "../../simulator/people/differences.ts";
import type {
  PlaceTranscriptionOptions,
  TranscriptionReport,
} from "../../simulator/people/transcription_call.ts";
import { runApp, type RunningApp } from "./running_app.ts";
import { atOnce, type CallFile, eventsOf, eventually, recordOf, verdicts } from "./whole_kit.ts";

type Options = NonNullable<Parameters<typeof runApp>[0]>;

type Cases = Readonly<Record<string, () => Promise<void>>>;

interface Rung {
  app: RunningApp;
  report: TranscriptionReport;
  file: CallFile;
}

/** One call of an app of its own; neither Genesys nor the model's server may find a mistake. */
async function rung(
  script: string,
  call: Partial<PlaceTranscriptionOptions> = {},
  options: Options = {},
): Promise<Rung> {
  const app = await runApp({
    ...options,
    env: { SUPPORTED_LANGUAGES: "en-US,de-DE", ...options.env },
  });
  const report = await app.ringPeople({ script: await loadPeopleScript(script), ...call });
  const file = await recordOf(app, report.sessionId);
  await app.stop();
  assertEquals(report.violations, []);
  assertEquals(verdicts(app), []);
  return { app, report, file };
}

/** Every word in its place, in what Genesys got and in the record. */
function assertTrue({ report, file }: Rung, options?: Parameters<typeof differences>[1]): void {
  assertEquals(differences(report, options), []);
  const lines = eventsOf(file, "speech.line");
  assertEquals(new Set(lines.map(({ itemId }) => itemId)).size, lines.length);
  assertEquals(
    new Set(lines.map(({ itemId }) => itemId)),
    new Set(report.lines.map(({ id }) => id)),
  );
}

/** Both sides of a call are written down in their places, whatever the phone system offers. */
const WRITTEN_DOWN: Cases = {
  "in stereo, turns found by the model's server": async () => {
    const whole = await rung("plain");
    assertTrue(whole);
    const { report, file } = whole;
    const { call } = file;
    assertEquals(report.languages, ["en-US", "de-DE"]);
    assertEquals([call.kind, call.endReason, call.endCode], [
      "transcription",
      "conversation_over",
      "",
    ]);
    assertEquals([call.model, call.language, call.fallback], ["gpt-transcribe", "en-US", false]);
    assertEquals([call.lastCallerLine, call.lastAgentLine], [
      "Great, that helps a lot.",
      "You are welcome, have a nice day.",
    ]);
    assertEquals(
      new Set(eventsOf(file, "ear.ready").map(({ speaker, mode }) => `${speaker} ${mode}`)),
      new Set(["caller segmented", "agent segmented"]),
    );
    assertEquals(eventsOf(file, "speech.line").map(({ speaker }) => speaker), [
      ...["agent", "caller", "agent", "caller", "agent", "caller", "agent"],
    ]);
    assert(call.costUsd !== null && call.costUsd > 0 && call.costUsd < 0.01, `${call.costUsd}`);
    assertEquals(report.interims, 0);
    assert(report.closedMs !== null && report.closedMs < 4000, `${report.closedMs}`);
  },
  "with the sides the other way round, in frames of any size": async () => {
    assertTrue(await rung("plain", { offering: "inverted", framing: "odd" }));
  },
  "both at once, in frames of 20 ms, words as they are said": async () => {
    const whole = await rung("overlap", { framing: "20" }, {
      env: { OPENAI_TRANSCRIPTION_MODEL: "gpt-live-transcribe", TRANSCRIPTION_INTERIMS: "true" },
    });
    assertTrue(whole);
    assert(whole.report.interims > 5, `${whole.report.interims}`);
    assertEquals(
      new Set(eventsOf(whole.file, "ear.ready").map(({ mode }) => mode)),
      new Set(["continuous"]),
    );
  },
  "the caller alone, where no more is offered": async () => {
    const whole = await rung("plain", { offering: "mono" });
    assertTrue(whole);
    assertEquals(whole.app.standIn.connections.length, 1);
  },
};

/** Pauses and losses of the phone system leave a gap, and later lines in their places. */
const GAPS: Cases = {
  "what is said in a secure pause is not written down": async () => {
    const whole = await rung("secure_pause");
    assertTrue(whole);
    assert(whole.report.truth.some(({ heard }) => heard === "none"));
    assertEquals(eventsOf(whole.file, "call.held").length, 2);
    assertEquals(eventsOf(whole.file, "call.resumed").length, 2);
  },
  "a secure pause, by words as they are said": async () => {
    const env = { OPENAI_TRANSCRIPTION_MODEL: "gpt-live-transcribe" };
    assertTrue(await rung("secure_pause", {}, { env }));
  },
  "where the clock stands still meanwhile": async () => {
    assertTrue(await rung("standing_pause"));
  },
  "where sound is lost on the way": async () => {
    assertTrue(await rung("losses"));
  },
  "music, hum and clicks are no words, whatever a model makes of them": async () => {
    const whole = await rung("hold", {}, { scenario: { noise: "invented" } });
    assertTrue(whole);
  },
};

/** Languages are named, detected and translated. */
const LANGUAGES: Cases = {
  "as the phone system names them": async () => {
    const whole = await rung("languages");
    assertTrue(whole);
    assertEquals(whole.file.call.language, "de-DE");
    assert(whole.report.updates >= 1);
  },
  "by themselves, where it names none": async () => {
    const whole = await rung("detected");
    assertTrue(whole);
    const { report, file } = whole;
    assertEquals(report.lines.map(({ language }) => language).sort(), [
      ...["de-DE", "de-DE", "de-DE", "en-US", "en-US", "en-US"],
    ]);
    assertEquals(eventsOf(file, "call.language").map(({ language }) => language), ["en-US"]);
    assertEquals(report.updates, 1);
  },
  "into the language that the installation wants": async () => {
    const whole = await rung("languages", {}, {
      env: { TRANSLATE_TO: "en-US", OPENAI_TEXT_MODEL: "stand-in-text" },
    });
    assertTrue(whole, {
      expected: ({ language, text }) => language === "de" ? `[en-US] ${text}` : text,
    });
    const { report, file } = whole;
    assertEquals(new Set(report.lines.map(({ language }) => language)), new Set(["en-US"]));
    assertEquals(eventsOf(file, "speech.translated").map(({ failed }) => failed), [
      ...Array.from({ length: 7 }, () => false),
    ]);
    const originals = eventsOf(file, "speech.line").map(({ text }) => text);
    assert(originals.includes("Mein Name ist Weber."));
  },
  "by the address that was dialled; what fails goes out as it was said, in its turn": async () => {
    const app = await runApp({
      env: { OPENAI_TEXT_MODEL: "stand-in-text", SUPPORTED_LANGUAGES: "en-US,de-DE" },
      rest: {
        faults: [
          { path: "chat", kind: "status", at: 1, status: 400 },
          { path: "chat", kind: "hang", at: 2 },
        ],
      },
    });
    const report = await app.ringPeople({
      url: `${app.url}/transcribe?translate=en-US`,
      script: await loadPeopleScript("languages"),
    });
    const file = await recordOf(app, report.sessionId);
    await app.stop();
    assertEquals(report.violations, []);
    const failed = eventsOf(file, "speech.translated").filter((event) => event.failed);
    assertEquals(failed.map(({ text }) => text), [
      "Natürlich, wir sprechen Deutsch.",
      "Ich warte noch auf mein Paket.",
    ]);
    const originals = new Set(failed.map(({ text }) => text));
    assertTrue({ app, report, file }, {
      expected: ({ language, text }) =>
        language === "de" && !originals.has(text) ? `[en-US] ${text}` : text,
    });
  },
};

/** The model's side may fail: no word is lost and none is told twice. */
const FAILURES: Cases = {
  "a session that breaks in mid-word": async () => {
    const whole = await rung("plain", {}, {
      scenario: { faults: [{ name: "F02", connection: 1 }, { name: "F02", connection: 2 }] },
    });
    assertTrue(whole);
    assertEquals(eventsOf(whole.file, "ear.lost").map(({ retrying }) => retrying), [true, true]);
    assertEquals(whole.file.call.degraded, null);
  },
  "two sessions that break, by words as they are said": async () => {
    assertTrue(
      await rung("plain", {}, {
        env: { OPENAI_TRANSCRIPTION_MODEL: "gpt-live-transcribe" },
        scenario: { faults: [{ name: "F02", connection: 1 }, { name: "F02", connection: 2 }] },
      }),
    );
  },
  "a server that is busy at first": async () => {
    assertTrue(await rung("plain", {}, { scenario: { faults: [{ name: "F03", times: 2 }] } }));
  },
  "a session that is stopped by its server": async () => {
    assertTrue(
      await rung("plain", {}, {
        scenario: { faults: [{ name: "F42", at: { ms: 4000 }, times: 2, value: 1011 }] },
      }),
    );
  },
  "a model that cannot be had in sessions is given files from the start": async () => {
    const whole = await rung("plain", {}, { scenario: { faults: [{ name: "F06" }] } });
    assertTrue(whole);
    assertEquals(
      new Set(eventsOf(whole.file, "ear.ready").map(({ mode }) => mode)),
      new Set(["rest"]),
    );
    assertEquals(whole.file.call.fallback, true);
    assert(whole.app.restRequests.every(({ path }) => path === "transcription"));
    assert(whole.file.call.costUsd !== null && whole.file.call.costUsd > 0);
  },
  "words that come late, in another order, or not at all": async () => {
    const fault = (variant: string, utterance: number) =>
      ({ name: "F36", variant, connection: 1, at: { utterance } }) as const;
    const whole = await rung("plain", {}, {
      scenario: { faults: [fault("out-of-order", 1), fault("late", 2)] },
    });
    assertTrue(whole);
  },
  "where nothing can be had at all the call ends with its reason": async () => {
    const app = await runApp({
      scenario: { faults: [{ name: "F05" }] },
      rest: { faults: [{ path: "transcription", kind: "status", status: 401, times: Infinity }] },
    });
    const report = await app.ringPeople({ script: await loadPeopleScript("plain") });
    const file = await recordOf(app, report.sessionId);
    await app.stop();
    assertEquals(report.violations, []);
    assertEquals([report.disconnect?.reason, report.disconnect?.info], ["error", "E_UP_AUTH"]);
    assertEquals([file.call.endReason, file.call.endCode], ["upstream_refused", "E_UP_AUTH"]);
  },
};

/** A call between people ends well. */
const ENDS: Cases = {
  "its last words are told between close and closed": async () => {
    const whole = await rung("last_words");
    assertTrue(whole);
    assert(whole.report.lastLines >= 1, `${whole.report.lastLines}`);
    assert((whole.report.closedMs ?? Infinity) < 4000, `${whole.report.closedMs}`);
  },
  "its last words are translated, too": async () => {
    const whole = await rung("last_words", {}, {
      env: { TRANSLATE_TO: "de-DE", OPENAI_TEXT_MODEL: "stand-in-text" },
    });
    assertTrue(whole, { expected: ({ text }) => `[de-DE] ${text}` });
    assert((whole.report.closedMs ?? Infinity) < 4000, `${whole.report.closedMs}`);
  },
  "it is summed up and its record is whole": async () => {
    const app = await runApp({ env: { OPENAI_TEXT_MODEL: "stand-in-text" } });
    const report = await app.ringPeople({ script: await loadPeopleScript("last_words") });
    const file = await recordOf(app, report.sessionId, ({ call }) => call.summary !== "");
    await app.stop();
    assertEquals(eventsOf(file, "call.summary").map(({ source }) => source), ["after_call"]);
    const asked = JSON.stringify(app.restRequests.map(({ body }) => body));
    assertStringIncludes(asked, "Caller: Great, that helps a lot.");
    assertStringIncludes(asked, "Agent: You are welcome, have a nice day.");
  },
  "the server stops: Genesys is told, and what was said is told before": async () => {
    const app = await runApp();
    const ringing = app.ringPeople({ script: await loadPeopleScript("plain") });
    await eventually("the first words", () => {
      const [live] = app.standIn.connections;
      return live && live.totals.appendedMs > 3000 ? true : undefined;
    });
    app.failAll(false);
    const report = await ringing;
    assertEquals(report.violations, []);
    assertEquals([report.disconnect?.reason, report.disconnect?.info], ["error", "E_DRAIN"]);
    assert(report.lines.length > 0);
    assertEquals(differences(report), []);
    const file = await recordOf(app, report.sessionId);
    assertEquals([file.call.endReason, app.liveCalls], ["drained", 0]);
    await app.stop();
  },
};

Deno.test("both sides of calls between people come back as lines, in their places, each word once", () =>
  atOnce({ ...WRITTEN_DOWN, ...GAPS, ...LANGUAGES, ...FAILURES, ...ENDS }));
