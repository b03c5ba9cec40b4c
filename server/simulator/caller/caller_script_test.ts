import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { loadSpeech } from "../speech.ts";
import { readScript, Script } from "./caller_script.ts";
import { loadScript, scriptNames } from "./conversations.ts";
import { randomScript } from "./random_script.ts";
import { seededRandom } from "../seeded_random.ts";

const callers = (await loadSpeech()).recordings
  .filter(({ role }) => role === "caller")
  .map(({ id }) => id);

Deno.test("every shipped conversation can be read, bears its file's name and says what exists", async () => {
  const names = await scriptNames();
  assert(names.includes("parcel"));
  for (const name of names) {
    const script = await loadScript(name);
    assertEquals(script.name, name);
    assert(script.about.length > 0, name);
    for (const step of script.steps) {
      if ("recording" in step) assert(callers.includes(step.recording), step.recording);
    }
  }
});

Deno.test("an unknown conversation is refused with the names there are", async () => {
  await assertRejects(() => loadScript("nonsense"), Error, "parcel");
  await assertRejects(() => loadScript("./nonsense.json"), Error, "Cannot find script file");
});

Deno.test("a mistake in a script is told with the place where it is", () => {
  const steps = [{ do: "listen" }, { do: "press", digits: "12A" }];
  assertThrows(
    () => readScript(JSON.stringify({ name: "x", steps }), "x"),
    Error,
    "steps[1].digits",
  );
  const typo = [{ do: "listen", quiteMs: 5 }];
  assertThrows(() => readScript(JSON.stringify({ name: "x", steps: typo }), "x"), Error, "quiteMs");
  const broken = { outputs: { Intent: "/(/" } };
  const expecting = { name: "x", steps: [{ do: "listen" }], expect: broken };
  assertThrows(() => readScript(JSON.stringify(expecting), "x"), Error, "expect.outputs.Intent");
  assertThrows(() => readScript("{", "x"), Error, "not JSON");
});

Deno.test("the same seed invents the same caller, another seed another one, and all are possible", () => {
  const invent = (seed: number) => randomScript(seededRandom(seed), callers);
  assertEquals(invent(7), invent(7));
  const seen = new Set<string>();
  for (let seed = 0; seed < 300; seed++) {
    const script = invent(seed);
    assertEquals(Script.parse(script), script);
    for (const step of script.steps) {
      seen.add(step.do);
      if ("recording" in step) assert(callers.includes(step.recording));
    }
    assert(["hang_up", "drop"].includes(script.steps.at(-1)!.do));
  }
  for (const what of ["listen", "say", "interrupt", "press", "pause", "hang_up", "drop"]) {
    assert(seen.has(what), what);
  }
});
