// Tests of what is said to what, with recordings that exist by name only.
import { assertEquals } from "@std/assert";
import type { Recording, Speech } from "../speech.ts";
import { Dialogue, type Prompt } from "./dialogue.ts";
import { seeded } from "./random.ts";
import type { Scenario } from "./scenario.ts";

const recording = (role: "agent" | "caller", id: string, ...tags: string[]): Recording => ({
  id,
  role,
  tags,
  text: `Text of ${id}.`,
  audio: new Uint8Array(80),
});

const recordings = [
  recording("agent", "hello", "greeting"),
  recording("agent", "track", "answers:tracking"),
  recording("agent", "again", "fallback"),
  recording("agent", "pardon", "fallback"),
  recording("agent", "number", "answers:number"),
  recording("agent", "moment", "commentary"),
  recording("agent", "bye", "farewell"),
  recording("caller", "where", "asks:tracking"),
  recording("caller", "mumble", "unclear"),
  recording("caller", "leave", "goodbye"),
];
const speech: Speech = {
  recordings,
  byId: (id) => recordings.find((one) => one.id === id)!,
  recognise: (audio) =>
    audio.length === 1 ? recordings.find(({ id }) => id === "where") : undefined,
};

const dialogue = (scenario: Scenario = {}, seed = 1) =>
  new Dialogue(scenario, { speech, random: seeded(seed) });
const heard = (id: string): Prompt["last"] => ({ type: "caller", recording: speech.byId(id) });
const prompt = (last: Prompt["last"], rest: Partial<Prompt> = {}): Prompt => ({
  last,
  begun: last.type !== "nothing",
  idle: false,
  instructions: "",
  tools: [],
  toolChoice: "auto",
  comments: false,
  ...rest,
});
const said = (reply: ReturnType<Dialogue["reply"]>) =>
  reply.map((piece) => piece.type === "speech" ? piece.text : piece.name);

Deno.test("what is said answers what was heard", () => {
  const one = dialogue();
  assertEquals(said(one.reply(prompt({ type: "nothing" }))), ["Text of hello."]);
  assertEquals(said(one.reply(prompt(heard("where")))), ["Text of track."]);
  assertEquals(said(one.reply(prompt({ type: "text", text: "The caller pressed 4 7" }))), [
    "Text of number.",
  ]);
});

Deno.test("facts given before the first word do not keep the agent from greeting", () => {
  const facts = { type: "text" as const, text: "The caller is a customer." };
  assertEquals(said(dialogue().reply(prompt(facts, { begun: false }))), ["Text of hello."]);
  assertEquals(said(dialogue().reply(prompt(facts))), ["Text of again."]);
});

Deno.test("what is not understood is asked for again, each time in other words", () => {
  const one = dialogue();
  const replies = ["mumble", "mumble", "mumble"].map((id) => said(one.reply(prompt(heard(id))))[0]);
  assertEquals(replies, ["Text of again.", "Text of pardon.", "Text of again."]);
});

Deno.test("a goodbye brings the farewell, and the tool that ends the call where there is one", () => {
  const tools = ["end_conversation_successfully"];
  assertEquals(said(dialogue().reply(prompt(heard("leave"), { tools }))), [
    "Text of bye.",
    "end_conversation_successfully",
  ]);
  assertEquals(said(dialogue().reply(prompt(heard("leave")))), ["Text of bye."]);
  const forbidden = prompt(heard("leave"), { tools, toolChoice: "none" });
  assertEquals(said(dialogue().reply(forbidden)), ["Text of bye."]);
});

Deno.test("an instruction to say goodbye is followed without the tool", () => {
  const asked = prompt(heard("where"), {
    instructions: "Say a short goodbye.",
    tools: ["end_conversation_successfully"],
  });
  assertEquals(said(dialogue().reply(asked)), ["Text of bye."]);
});

Deno.test("one answer in three begins with a comment, by the seed, always or never", () => {
  const comments = (scenario: Scenario, seed: number) => {
    const one = dialogue(scenario, seed);
    return Array.from(
      { length: 9 },
      () => one.reply(prompt(heard("where"), { comments: true })).length - 1,
    );
  };
  for (let seed = 0; seed < 10; seed++) {
    assertEquals(comments({}, seed).reduce((a, b) => a + b), 3);
    assertEquals(comments({}, seed), comments({}, seed));
  }
  assertEquals(comments({ commentary: "always" }, 1), Array(9).fill(1));
  assertEquals(comments({ commentary: "never" }, 1), Array(9).fill(0));
});

Deno.test("greetings and goodbyes have no comment before them", () => {
  const one = dialogue({ commentary: "always" });
  const comments = true;
  assertEquals(one.reply(prompt({ type: "nothing" }, { comments })).length, 1);
  assertEquals(one.reply(prompt(heard("leave"), { comments })).length, 1);
});

Deno.test("scripted answers come first, in their order", () => {
  const one = dialogue({
    replies: [
      [{ type: "speech", text: "First.", audioMs: 100 }, {
        type: "call",
        name: "look",
        args: "{}",
      }],
      [{ type: "speech", text: "Second.", audio: new Uint8Array(8) }],
    ],
  });
  assertEquals(said(one.reply(prompt(heard("where")))), ["First.", "look"]);
  assertEquals(said(one.reply(prompt(heard("where")))), ["Second."]);
  assertEquals(said(one.reply(prompt(heard("where")))), ["Text of track."]);
});

Deno.test("speech that no recording matches is written down as its length", () => {
  assertEquals(dialogue().transcribe(new Uint8Array(9600)).text, "(speech, 1.2 seconds)");
  assertEquals(dialogue().transcribe(new Uint8Array(1)).text, "Text of where.");
  const tones = dialogue({ answers: "tone" });
  assertEquals(tones.transcribe(new Uint8Array(1)).recording, undefined);
});
