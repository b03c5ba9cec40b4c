import { assert, assertEquals, assertLess, assertRejects, assertThrows } from "@std/assert";
import { loadSpeech } from "../speech.ts";
import { loadPeopleScript, peopleScriptNames, readPeopleScript } from "./people_script.ts";
import { compose } from "./score.ts";

const speech = await loadSpeech();

Deno.test("the shipped scripts can be played, are short, and are named like their files", async () => {
  const names = await peopleScriptNames();
  assert(names.length >= 5);
  for (const name of names) {
    const script = await loadPeopleScript(name);
    assertEquals(script.name, name);
    assert(script.about.length > 10, name);
    const { said, endMs } = compose(script, (id) => speech.byId(id));
    assertLess(endMs, 30_000, name);
    for (const { who, recording } of said) {
      assert(speech.byId(recording).tags.includes(`side:${who}`), `${name}: ${recording}`);
    }
  }
});

Deno.test("what is wrong with a script is told with its place, what does not exist with what there is", async () => {
  assertThrows(() => readPeopleScript("{", "x"), Error, "not JSON");
  const wrong = JSON.stringify({ name: "x", steps: [{ do: "say", who: "boss", recording: "r" }] });
  assertThrows(() => readPeopleScript(wrong, "x"), Error, "who");
  await assertRejects(() => loadPeopleScript("nothing"), Error, "secure_pause");
  await assertRejects(() => loadPeopleScript("./nothing.json"), Error, "Cannot find script file");
});
