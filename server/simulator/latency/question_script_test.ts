import { assertEquals } from "@std/assert";
import { Script } from "../caller/caller_script.ts";
import { loadSpeech } from "../speech.ts";
import { questionScript } from "./question_script.ts";

Deno.test("a caller who measures hears the greeting, asks and listens as often as asked to, and hangs up", () => {
  const { steps } = questionScript(2, false);
  assertEquals(steps.map((step) => step.do), [
    "listen",
    "say",
    "listen",
    "say",
    "listen",
    "hang_up",
  ]);
  // A server may greet nobody, but it has to answer.
  assertEquals(steps.map((step) => step.do === "listen" && step.optional), [
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
});

Deno.test("all questions are recordings of a caller, and an own one is asked each time", async () => {
  const speech = await loadSpeech();
  const asked = (own: boolean) =>
    questionScript(7, own).steps.flatMap((step) => step.do === "say" ? [step.recording] : []);
  for (const id of asked(false)) assertEquals(speech.byId(id).role, "caller");
  assertEquals(new Set(asked(true)), new Set(["wav"]));
  const script = questionScript(1, false);
  assertEquals(Script.parse(script), script);
});
