import { assertEquals } from "@std/assert";
import { ManualClock } from "../clock.ts";
import type { AgentConfig } from "../contract/agent.ts";
import { SAMPLE_CONFIG } from "../contract/sample_config.ts";
import type { EgressAnswer, EgressRequest } from "../egress/egress.ts";
import { silentLog } from "../observe/log.ts";
import { BUILT_IN_GREETING, BUILT_IN_PROMPT, PLAIN_GREETING } from "./default_config.ts";
import { createInstructions, type InstructionsOptions } from "./instructions.ts";

function rig(changes: Partial<InstructionsOptions> = {}) {
  const asked: (EgressRequest | string)[] = [];
  const answer: EgressAnswer = {
    ok: true,
    status: 200,
    headers: new Headers(),
    text: '{"system":"by url"}',
  };
  const instructions = createInstructions({
    settingText: "",
    url: "",
    filePath: "",
    readFile: (path) => {
      asked.push(path);
      return Promise.resolve("by file");
    },
    egress: (request) => {
      asked.push(request);
      return Promise.resolve(answer);
    },
    clock: new ManualClock(),
    log: silentLog,
    ...changes,
  });
  return { instructions, asked };
}

const written: AgentConfig = { ...SAMPLE_CONFIG, prompt: "by agent" };
const unwritten: AgentConfig = { ...SAMPLE_CONFIG, prompt: "" };
const URL_SET = { url: "https://prompts.example/x" };
const FILE_SET = { filePath: "/etc/prompt.txt" };
const find = (
  changes: Partial<InstructionsOptions>,
  config: AgentConfig,
  prompt: string | null = null,
) => rig(changes).instructions.for({ config, inputs: { prompt }, callId: "c1" });

Deno.test("the first source that has instructions wins, in the order of the README", async () => {
  const all = { settingText: "by setting", ...URL_SET, ...FILE_SET };
  const rows: [
    changes: Partial<InstructionsOptions>,
    config: AgentConfig,
    variable: string | null,
    prompt: string,
    from: string,
  ][] = [
    [all, written, "by variable", "by variable", "variable"],
    [all, written, null, "by agent", "agent"],
    [all, unwritten, null, "by setting", "setting"],
    [{ ...all, settingText: " \n" }, unwritten, null, "by url", "url"],
    [{ ...URL_SET, ...FILE_SET }, unwritten, null, "by url", "url"],
    [FILE_SET, unwritten, null, "by file", "file"],
    [{}, unwritten, null, BUILT_IN_PROMPT, "built_in"],
  ];
  for (const [changes, config, variable, prompt, from] of rows) {
    const found = await find(changes, config, variable);
    assertEquals([found.prompt, found.from, found.notes], [prompt, from, []]);
  }
});

Deno.test("the unedited prompt of a fresh installation does not count as written", async () => {
  for (const prompt of [BUILT_IN_PROMPT, `\n${BUILT_IN_PROMPT}\n`, "", " \n"]) {
    const config = { ...SAMPLE_CONFIG, prompt };
    assertEquals((await find({ settingText: "by setting" }, config)).from, "setting");
    assertEquals((await find({}, config)).from, "built_in");
  }
  const edited = { ...SAMPLE_CONFIG, prompt: `${BUILT_IN_PROMPT}\nBe brief.` };
  assertEquals((await find({ settingText: "by setting" }, edited)).from, "agent");
});

Deno.test("a call whose source needs no I/O is not kept waiting, and asks nobody", async () => {
  const { instructions, asked } = rig({ ...URL_SET, ...FILE_SET });
  let found = "";
  void instructions.for({ config: written, inputs: { prompt: null }, callId: "c1" })
    .then(({ from }) => found = from);
  await Promise.resolve();
  await Promise.resolve();
  assertEquals([found, asked], ["agent", []]);
});

Deno.test("V-05 sources that fail are passed over, each with its note", async () => {
  const found = await find({
    ...URL_SET,
    ...FILE_SET,
    egress: () => Promise.resolve({ ok: false, code: "timeout", detail: "" }),
    readFile: () => Promise.reject(new Deno.errors.NotFound("canary path")),
  }, unwritten);
  assertEquals([found.prompt, found.from], [BUILT_IN_PROMPT, "built_in"]);
  assertEquals(found.notes, [
    {
      code: "instructions_url_failed",
      detail: "OPENAI_URL_INSTRUCTIONS: no answer (timeout); the next source is used",
    },
    {
      code: "instructions_file_failed",
      detail: "OPENAI_FILE_INSTRUCTIONS: cannot be read (NotFound); the next source is used",
    },
  ]);
});

Deno.test("the built-in greeting is not spoken for a prompt from elsewhere", async () => {
  const fresh = { ...SAMPLE_CONFIG, prompt: BUILT_IN_PROMPT, greeting: BUILT_IN_GREETING };
  const own = { ...fresh, greeting: "Say hello." };
  const agents = { ...fresh, prompt: "by agent" };
  const rows: [config: AgentConfig, settingText: string, greeting: string][] = [
    [fresh, "", BUILT_IN_GREETING],
    [fresh, "by setting", PLAIN_GREETING],
    [own, "by setting", "Say hello."],
    [{ ...fresh, greeting: "" }, "by setting", ""],
    [agents, "by setting", BUILT_IN_GREETING],
  ];
  for (const [config, settingText, greeting] of rows) {
    assertEquals((await find({ settingText }, config)).greeting, greeting);
  }
  assertEquals((await find({}, fresh, "by variable")).greeting, PLAIN_GREETING);
});
