// What issue 4 calls done: fifty calls between people at once, with pauses, language changes and failures of the
// model's side. No final line is lost, none is told twice, and each is in its place.
import { assert, assertEquals } from "@std/assert";
import { differences } from "../../simulator/people/differences.ts";
import { PeopleScript, type PeopleStep } from "../../simulator/people/people_script.ts";
import type { Fault } from "../../simulator/realtime/scenario.ts";
import { seededRandom } from "../../simulator/seeded_random.ts";
import { runApp } from "./running_app.ts";
import { atOnce, eventsOf, recordOf, verdicts } from "./whole_kit.ts";

const SEED = 4;

const WORDS = {
  en: {
    agent: ["people-agent-en-welcome", "people-agent-en-number", "people-agent-en-found"],
    caller: ["people-caller-en-waiting", "people-caller-en-number", "people-caller-en-helps"],
  },
  de: {
    agent: ["people-agent-de-german", "people-agent-de-name", "people-agent-de-friday"],
    caller: ["people-caller-de-parcel", "people-caller-de-name", "people-caller-de-when"],
  },
} as const;

/** A short call: four lines in one language, a pause, four more, perhaps in the other language. */
function talk(random: () => number): PeopleScript {
  const upTo = (least: number, most: number) => Math.round(least + random() * (most - least));
  const named = random() < 0.5;
  const first = random() < 0.5 ? "en" : "de";
  const second = random() < 0.5 ? "en" : "de";
  const steps: PeopleStep[] = [];
  const speak = (language: "en" | "de", turns: number) => {
    for (let turn = 0; turn < turns; turn++) {
      const who = turn % 2 === 0 ? "agent" : "caller";
      const own = WORDS[language][who];
      const recording = own[(turn + upTo(0, 2)) % own.length]!;
      // Some begin to speak while the other still does.
      const gapMs = who === "caller" && random() < 0.2 ? -upTo(200, 600) : upTo(600, 1200);
      steps.push({ do: "say", who, recording, gapMs });
    }
  };
  speak(first, 4);
  if (random() < 0.6) steps.push({ do: "pause", ms: upTo(800, 2500), gapMs: upTo(100, 900) });
  else steps.push({ do: "discard", ms: upTo(100, 1500), gapMs: upTo(400, 900) });
  if (named && first !== second) {
    const tag = second === "de" ? "de-de" : "en-us";
    steps.push({ do: "language", tag, gapMs: 1200 }, { do: "wait", ms: 900 });
  } else steps.push({ do: "wait", ms: 300 });
  speak(second, 4);
  return PeopleScript.parse({
    name: "one of many",
    language: named ? (first === "de" ? "de-de" : "en-us") : null,
    pauseClock: random() < 0.5 ? "counts" : "stands",
    steps,
    endAfterMs: upTo(50, 800),
  });
}

/** On about every second connection something goes wrong once. */
function faults(calls: number, random: () => number): Fault[] {
  const found: Fault[] = [];
  for (let connection = 1; connection <= 2 * calls; connection++) {
    const kind = random();
    const at = { ms: 1000 + Math.round(random() * 7000) };
    if (kind < 0.15) found.push({ name: "F02", connection });
    else if (kind < 0.25) found.push({ name: "F42", connection, at, value: 1011 });
    else if (kind < 0.35) found.push({ name: "F02", connection, at });
    else if (kind < 0.42) found.push({ name: "F07", connection });
    else if (kind < 0.5) {
      const variant = random() < 0.5 ? "late" : "out-of-order";
      found.push({ name: "F36", connection, variant, at: { utterance: 1 }, value: 2500 });
    }
  }
  return found;
}

async function all(calls: number, model: string): Promise<void> {
  const random = seededRandom(SEED);
  const app = await runApp({
    env: {
      OPENAI_TRANSCRIPTION_MODEL: model,
      OPENAI_TEXT_MODEL: "stand-in-text",
      SUPPORTED_LANGUAGES: "en-US,de-DE",
      TRANSCRIPTION_INTERIMS: "true",
    },
    scenario: { faults: faults(calls, random) },
  });
  const wrong: string[] = [];
  let lines = 0;
  let losses = 0;
  await Promise.all(Array.from({ length: calls }, async (_, call) => {
    const script = talk(random);
    const translated = call % 5 === 0;
    // This model tells no languages: where none was named every line is asked for.
    const detected = script.language === null && model === "gpt-live-transcribe";
    const report = await app.ringPeople({
      script,
      framing: call % 3 === 0 ? "20" : call % 3 === 1 ? "200" : "odd",
      offering: call % 7 === 0 ? "inverted" : "stereo",
      seed: call,
      ...(translated && { url: `${app.url}/transcribe?translate=en-US` }),
    });
    const file = await recordOf(app, report.sessionId);
    losses += eventsOf(file, "ear.lost").length;
    lines += report.lines.length;
    const told = new Set(eventsOf(file, "speech.line").map(({ itemId }) => itemId));
    const problems = [
      ...report.violations.map(({ code, detail }) => `${code} ${detail}`),
      ...differences(report, {
        expected: ({ text, language }) =>
          translated && (language === "de" || detected) ? `[en-US] ${text}` : text,
      }),
      ...(told.size === report.lines.length ? [] : ["the record has other lines"]),
      ...(file.call.endReason === "conversation_over" ? [] : [`ended by ${file.call.endReason}`]),
    ];
    wrong.push(...problems.map((problem) => `call ${call}: ${problem}`));
  }));
  assertEquals(wrong, []);
  assertEquals(verdicts(app), []);
  assert(losses > calls / 5, `${losses} losses`);
  assert(lines >= 4 * calls, `${lines} lines`);
  assertEquals(app.liveCalls, 0);
  await app.stop();
}

Deno.test("fifty calls between people at once lose no line and double none", () =>
  atOnce({
    "turns found by the model's server": () => all(50, "gpt-transcribe"),
    "and twenty by words as they are said": () => all(20, "gpt-live-transcribe"),
  }));
