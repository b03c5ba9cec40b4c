// Tests of the words that instructions fix.
import { assertEquals } from "@std/assert";
import type { Prompt } from "./dialogue.ts";
import { fixedWords, topic } from "./topic.ts";

const prompt = (instructions: string, rest: Partial<Prompt> = {}): Prompt => ({
  last: { type: "nothing" },
  begun: true,
  why: "asked",
  instructions,
  briefing: "",
  tools: [],
  toolChoice: "auto",
  servers: [],
  comments: false,
  purpose: null,
  lines: () => [],
  ...rest,
});
const words = (instructions: string) => fixedWords(prompt(instructions));

Deno.test("exact words are taken as they stand, with or without quotes", () => {
  assertEquals(
    words("Say exactly these words: Goodbye, and thank you."),
    "Goodbye, and thank you.",
  );
  assertEquals(
    words(
      '# Role\nBe brief.\n\nSay exactly these words and nothing else: "Auf Wiederhören: bald!"',
    ),
    "Auf Wiederhören: bald!",
  );
  assertEquals(words("Say exactly the following words:\nOne.\nTwo."), "One.\nTwo.");
});

Deno.test("only the last paragraph is about now", () => {
  assertEquals(words("Say exactly these words: Hello.\n\nAnswer the caller."), null);
});

Deno.test("questions after silence, warnings and hand-overs have words of their own", () => {
  assertEquals(
    words("Ask in one sentence whether the caller is still there."),
    "Are you still there?",
  );
  assertEquals(
    words("Tell the caller that the call will soon have to end."),
    "This call must end soon.",
  );
  assertEquals(
    words("Warn the caller: the call must end in a minute."),
    "This call must end soon.",
  );
  assertEquals(words("Say that you are putting them through."), "I am putting you through.");
  assertEquals(words("Greet the caller."), null);
});

Deno.test("a goodbye is a topic, whatever else its paragraph says", () => {
  const goodbye = prompt("The caller is not there any more, still there is time: say goodbye.");
  assertEquals([fixedWords(goodbye), topic(goodbye)], [null, "farewell"]);
});
