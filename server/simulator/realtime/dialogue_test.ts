// Tests of what is said to what, with recordings that exist by name only.
import { assertEquals } from "@std/assert";
import type { Recording, Speech } from "../speech.ts";
import { type Answer, Dialogue, type Prompt } from "./dialogue.ts";
import { seeded } from "./random.ts";
import type { Scenario } from "./scenario.ts";

const recording = (role: "agent" | "caller", id: string, ...tags: string[]): Recording => ({
  id,
  role,
  tags,
  language: "en",
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
  recording("caller", "human", "person"),
];
const speech: Speech = {
  recordings,
  byId: (id) => recordings.find((one) => one.id === id)!,
  recognise: (audio) =>
    audio.length === 1 ? recordings.find(({ id }) => id === "where") : undefined,
  spotWords: () => ({ listen: () => [] }),
};

const dialogue = (scenario: Scenario = {}, seed = 1) =>
  new Dialogue(scenario, { speech, random: seeded(seed) });
const heard = (id: string): Prompt["last"] => ({
  type: "caller",
  recording: speech.byId(id),
  text: speech.byId(id).text,
});
const prompt = (last: Prompt["last"], rest: Partial<Prompt> = {}): Prompt => ({
  last,
  begun: last.type !== "nothing",
  why: "turn",
  instructions: "",
  briefing: "",
  tools: [],
  toolChoice: "auto",
  servers: [],
  comments: false,
  purpose: null,
  lines: () => [],
  ...rest,
});
const said = ({ reply }: Answer) =>
  reply.map((piece) =>
    piece.type === "speech"
      ? piece.text
      : piece.type === "approval"
      ? `may ${piece.call.name}`
      : piece.name
  );

Deno.test("what is said answers what was heard", () => {
  const one = dialogue();
  assertEquals(said(one.answer(prompt({ type: "nothing" }))), ["Text of hello."]);
  assertEquals(said(one.answer(prompt(heard("where")))), ["Text of track."]);
  assertEquals(said(one.answer(prompt({ type: "text", text: "The caller pressed 4 7" }))), [
    "Text of number.",
  ]);
});

Deno.test("facts given before the first word do not keep the agent from greeting", () => {
  const facts = { type: "text" as const, text: "The caller is a customer." };
  assertEquals(said(dialogue().answer(prompt(facts, { begun: false }))), ["Text of hello."]);
  assertEquals(said(dialogue().answer(prompt(facts))), ["Text of again."]);
});

Deno.test("what is not understood is asked for again, each time in other words", () => {
  const one = dialogue();
  const replies = ["mumble", "mumble", "mumble"].map((id) =>
    said(one.answer(prompt(heard(id))))[0]
  );
  assertEquals(replies, ["Text of again.", "Text of pardon.", "Text of again."]);
});

Deno.test("a goodbye brings the farewell, and the tool that ends the call where there is one", () => {
  const tools = ["end_conversation_successfully"];
  assertEquals(said(dialogue().answer(prompt(heard("leave"), { tools }))), [
    "Text of bye.",
    "end_conversation_successfully",
  ]);
  assertEquals(said(dialogue().answer(prompt(heard("leave")))), ["Text of bye."]);
  const forbidden = prompt(heard("leave"), { tools, toolChoice: "none" });
  assertEquals(said(dialogue().answer(forbidden)), ["Text of bye."]);
});

Deno.test("an instruction to say goodbye is followed without the tool", () => {
  const asked = prompt(heard("where"), {
    instructions: "Say a short goodbye.",
    tools: ["end_conversation_successfully"],
  });
  assertEquals(said(dialogue().answer(asked)), ["Text of bye."]);
});

Deno.test("one answer in three begins with a comment, by the seed, always or never", () => {
  const comments = (scenario: Scenario, seed: number) => {
    const one = dialogue(scenario, seed);
    return Array.from(
      { length: 9 },
      () => one.answer(prompt(heard("where"), { comments: true })).reply.length - 1,
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
  assertEquals(one.answer(prompt({ type: "nothing" }, { comments })).reply.length, 1);
  assertEquals(one.answer(prompt(heard("leave"), { comments })).reply.length, 1);
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
  assertEquals(said(one.answer(prompt(heard("where")))), ["First.", "look"]);
  assertEquals(said(one.answer(prompt(heard("where")))), ["Second."]);
  assertEquals(said(one.answer(prompt(heard("where")))), ["Text of track."]);
});

Deno.test("speech that no recording matches is written down as its length", () => {
  assertEquals(dialogue().transcribe(new Uint8Array(9600)).text, "(speech, 1.2 seconds)");
  assertEquals(dialogue().transcribe(new Uint8Array(1)).text, "Text of where.");
  const tones = dialogue({ answers: "tone" });
  assertEquals(tones.transcribe(new Uint8Array(1)).recording, undefined);
});

Deno.test("a caller who asks for a person is handed on, where there is a tool for it", () => {
  const tools = ["end_conversation_with_escalation"];
  assertEquals(said(dialogue().answer(prompt(heard("human"), { tools }))), tools);
  assertEquals(said(dialogue().answer(prompt(heard("human")))), ["Text of again."]);
});

Deno.test("exact words have their recording where there is one", () => {
  const exactly = (text: string) =>
    dialogue().answer(prompt(heard("where"), { instructions: `Say exactly these words: ${text}` }))
      .reply[0];
  assertEquals(exactly("Text of bye."), {
    type: "speech",
    text: "Text of bye.",
    audio: new Uint8Array(80),
    phase: "final_answer",
  });
  const unknown = exactly("Nobody has recorded this.");
  assertEquals(unknown?.type === "speech" && unknown.audio.length, 25 * 60 * 8);
});

Deno.test("answers by topic come before those in their order", () => {
  const one = dialogue({
    when: [{
      match: { callerRecording: "where" },
      times: 1,
      reply: [{ type: "speech", text: "By topic.", audioMs: 100 }],
    }],
    replies: [[{ type: "speech", text: "In order.", audioMs: 100 }]],
  });
  const answers = [1, 2, 3].map(() => said(one.answer(prompt(heard("where"))))[0]);
  assertEquals(answers, ["By topic.", "In order.", "Text of track."]);
});

Deno.test("a remote server's tool is asked for, called or left out, as the session has it", () => {
  const piece = { type: "mcp" as const, server: "crm", name: "find", args: "{}" };
  const answer = (servers: Prompt["servers"]) =>
    said(dialogue({ replies: [[piece]] }).answer(prompt(heard("where"), { servers })));
  assertEquals(answer([{ label: "crm", approval: true }]), ["may find"]);
  assertEquals(answer([{ label: "crm", approval: false }]), ["find"]);
  assertEquals(answer([{ label: "other", approval: false }]), []);
});

Deno.test("what the caller's turns say can be told, in their order", () => {
  const one = dialogue({ hears: ["First.", "Second."] });
  const heardTexts = [1, 2, 1].map((bytes) => one.transcribe(new Uint8Array(bytes)).text);
  assertEquals(heardTexts, ["First.", "Second.", "Text of where."]);
});
