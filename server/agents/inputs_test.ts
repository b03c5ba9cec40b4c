import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { AgentConfig } from "../contract/agent.ts";
import { SAMPLE_CONFIG } from "../contract/sample_config.ts";
import { type Inputs, readInputs } from "./inputs.ts";

const ALL = { prompt: true, model: true, tools: true };
const open: AgentConfig = { ...SAMPLE_CONFIG, overrides: ALL };
const read = (variables: Record<string, string>, config = SAMPLE_CONFIG): Inputs =>
  readInputs(variables, config);
const notesOf = (inputs: Inputs) => inputs.notes.map(({ code, detail }) => `${code} ${detail}`);

Deno.test("a call without variables has the agent's settings and no notes", () => {
  const blank = { AI_VOICE: "", AI_MODEL: " ", LANGUAGE: "\n", MCP_TOOLS_JSON: "" };
  for (const variables of [{}, blank]) {
    assertEquals(read(variables), {
      config: SAMPLE_CONFIG,
      prompt: null,
      data: { agentName: "", companyName: "", language: "", customer: [] },
      dataActions: [],
      mcp: [],
      notes: [],
    });
  }
});

Deno.test("voice, length, language and farewells follow the variables of every call", () => {
  const rows: [variables: Record<string, string>, change: Partial<AgentConfig>][] = [
    [{ AI_VOICE: "cedar" }, { voice: "cedar" }],
    [{ AI_VOICE: " Sage " }, { voice: "sage" }],
    [{ " AI_VOICE ": "cedar" }, { voice: "cedar" }],
    [{ OPENAI_VOICE: "echo" }, { voice: "echo" }],
    [{ AI_VOICE: "cedar", OPENAI_VOICE: "echo" }, { voice: "cedar" }],
    [{ AI_VOICE: " ", OPENAI_VOICE: "echo" }, { voice: "echo" }],
    [{ AI_MAX_OUTPUT_TOKENS: "100" }, { maxOutputTokens: 100 }],
    [{ AI_MAX_OUTPUT_TOKENS: "INF" }, { maxOutputTokens: "inf" }],
    [{ OPENAI_MAX_OUTPUT_TOKENS: "4096" }, { maxOutputTokens: 4096 }],
    [{ LANGUAGE: "German" }, { language: "de" }],
    [{ LANGUAGE: "de-DE" }, { language: "de" }],
    [{ SUCCESS_PROMPT: "Bye\nnow." }, { farewell: { success: "Bye now.", escalation: "" } }],
    [{ ESCALATION_PROMPT: "One moment." }, {
      farewell: { success: "", escalation: "One moment." },
    }],
  ];
  for (const [variables, change] of rows) {
    const inputs = read(variables);
    assertEquals(inputs.config, { ...SAMPLE_CONFIG, ...change }, JSON.stringify(variables));
    assertEquals(inputs.notes, []);
  }
});

Deno.test("names are taken with their case", () => {
  assertEquals(read({ ai_voice: "cedar", Language: "de", Ai_Voice: "echo" }).config, SAMPLE_CONFIG);
});

Deno.test("prompt, model and tools are replaced only where the agent allows it", () => {
  const rows: [name: string, value: string, what: keyof typeof ALL][] = [
    ["AI_SYSTEM_PROMPT", "You sell boats.", "prompt"],
    ["OPENAI_SYSTEM_PROMPT", "You sell boats.", "prompt"],
    ["AI_MODEL", "gpt-realtime-2", "model"],
    ["OPENAI_MODEL", "gpt-realtime-2", "model"],
    ["DATA_ACTION_IDS", "custom_1", "tools"],
    ["GENESYS_DATA_ACTION_IDS", "custom_1", "tools"],
    ["MCP_TOOLS_JSON", '[{"type":"mcp","url":"https://x.example"}]', "tools"],
  ];
  for (const [name, value, what] of rows) {
    for (const overrides of [{ ...ALL, [what]: false }, SAMPLE_CONFIG.overrides]) {
      const config = { ...SAMPLE_CONFIG, overrides };
      const { notes, ...refused } = read({ [name]: value }, config);
      const { notes: none, ...untouched } = read({}, config);
      assertEquals(refused, untouched, name);
      assertEquals(none, []);
      assertEquals(notes, [{
        code: "variable_not_allowed",
        detail: `${name}: agent "Reception" does not let a call's variables choose its ${what}`,
      }]);
    }
    const only = { ...SAMPLE_CONFIG, overrides: { ...SAMPLE_CONFIG.overrides, [what]: true } };
    assertEquals(read({ [name]: value }, only).notes, [], `${name} is allowed by its own switch`);
  }
  const inputs = read({
    AI_SYSTEM_PROMPT: " You sell boats.\n",
    AI_MODEL: "gpt-realtime-2",
    DATA_ACTION_IDS: "custom_1|custom_2",
    DATA_ACTION_DESCRIPTIONS: "one|two",
    MCP_TOOLS_JSON: '[{"type":"mcp","url":"https://x.example"}]',
  }, open);
  assertEquals(inputs.prompt, "You sell boats.");
  assertEquals(inputs.config, { ...open, prompt: "You sell boats.", model: "gpt-realtime-2" });
  assertEquals(inputs.dataActions.map(({ id, description }) => [id, description]), [
    ["custom_1", "one"],
    ["custom_2", "two"],
  ]);
  assertEquals(inputs.mcp.map(({ url }) => url), ["https://x.example"]);
  assertEquals(inputs.notes, []);
});

Deno.test("a bad value falls back to the agent's, and the note says what it must be", () => {
  const rows: [variables: Record<string, string>, says: string][] = [
    [{ AI_VOICE: "robot" }, 'AI_VOICE: "robot" is not a voice; it must be one of marin, cedar,'],
    [{ OPENAI_VOICE: "fable" }, 'OPENAI_VOICE: "fable" is not a voice'],
    // A bad new name does not fall through to the old one: it falls back to the agent's.
    [{ AI_VOICE: "robot", OPENAI_VOICE: "echo" }, 'AI_VOICE: "robot"'],
    [{ AI_MODEL: "gpt-4o-mini" }, 'AI_MODEL: "gpt-4o-mini" is not a realtime model'],
    [{ AI_MODEL: "gpt-4o-realtime-preview" }, "is not a realtime model that is on offer"],
    [{ AI_MODEL: "gpt realtime; drop" }, "is not a realtime model"],
    [{ AI_MAX_OUTPUT_TOKENS: "0" }, '"0" must be a whole number from 1 to 4096, or "inf"'],
    [{ AI_MAX_OUTPUT_TOKENS: "4097" }, '"4097" must be'],
    [{ AI_MAX_OUTPUT_TOKENS: "1e3" }, '"1e3" must be'],
    [{ AI_MAX_OUTPUT_TOKENS: "-5" }, '"-5" must be'],
    [{ AI_MAX_OUTPUT_TOKENS: "12.5" }, '"12.5" must be'],
    [{ LANGUAGE: "Klingonish" }, 'LANGUAGE: "Klingonish" is no language'],
    [{ CUSTOMER_DATA: "canary without colon" }, "CUSTOMER_DATA: 1 parts left out"],
    [{ SUCCESS_PROMPT: "ö".repeat(600) }, "SUCCESS_PROMPT: must be at most 1024 bytes of UTF-8"],
    [{ ESCALATION_PROMPT: "x".repeat(1025) }, "received 1025"],
    [{ AI_SYSTEM_PROMPT: "canary".repeat(9000) }, "AI_SYSTEM_PROMPT: must be at most 32768 bytes"],
    [{ MCP_TOOLS_JSON: "canary" }, "MCP_TOOLS_JSON: must be a JSON array"],
    [{ DATA_ACTION_IDS: "not an id" }, 'DATA_ACTION_IDS: "not an id" cannot be'],
  ];
  for (const [variables, says] of rows) {
    const inputs = read(variables, open);
    assertEquals(inputs.config, open, JSON.stringify(variables).slice(0, 60));
    assertEquals(inputs.prompt, null);
    const [note = "", ...others] = notesOf(inputs);
    assertEquals(others, []);
    assert(note.startsWith("variable_ignored "), note);
    assertStringIncludes(note, says);
    assert(!note.includes("canary"), "nothing of a prompt or of customer data is quoted");
  }
});

Deno.test("a long bad value is quoted by its first forty characters at most", () => {
  const [note = ""] = notesOf(read({ AI_VOICE: "x".repeat(5000) }));
  assertStringIncludes(note, `"${"x".repeat(39)}…"`);
  assert(!note.includes("x".repeat(40)));
});

Deno.test("a temperature is accepted and reported as one that the model does not have", () => {
  const rows: [value: string, says: string][] = [
    ["0.8", "gpt-realtime-2.1 has no temperature; nothing was changed"],
    ["1.2", "gpt-realtime-2.1 has no temperature; nothing was changed"],
    ["0.5", '"0.5" must be a number from 0.6 to 1.2; besides,'],
    ["hot", '"hot" must be a number from 0.6 to 1.2'],
  ];
  for (const [value, says] of rows) {
    for (const name of ["AI_TEMPERATURE", "OPENAI_TEMPERATURE"]) {
      const inputs = read({ [name]: value });
      assertEquals(inputs.config, SAMPLE_CONFIG);
      const [note = "", ...others] = notesOf(inputs);
      assertEquals(others, []);
      assert(note.startsWith(`variable_ignored ${name}: ${says}`), note);
    }
  }
  const named = read({ AI_MODEL: "gpt-realtime-2", AI_TEMPERATURE: "0.8" }, open);
  assertStringIncludes(notesOf(named)[0] ?? "", "gpt-realtime-2 has no temperature");
});

Deno.test("the phone system's language counts only where neither the call nor the agent names one", () => {
  const german: AgentConfig = { ...SAMPLE_CONFIG, language: "de" };
  const rows: [variable: string, agent: AgentConfig, phone: string, language: string][] = [
    ["", SAMPLE_CONFIG, "en-us", "en"],
    ["", SAMPLE_CONFIG, "cmn-cn", "zh"],
    ["", SAMPLE_CONFIG, "", ""],
    ["", SAMPLE_CONFIG, "gibberish!", ""],
    ["", german, "en-us", "de"],
    ["French", german, "en-us", "fr"],
    ["French", SAMPLE_CONFIG, "en-us", "fr"],
    // A language without a two-letter code: detecting it is better than insisting on another one.
    ["Cantonese", german, "en-us", ""],
    ["nonsense", german, "en-us", "de"],
  ];
  for (const [variable, config, language, expected] of rows) {
    const inputs = readInputs({ LANGUAGE: variable }, config, { language });
    assertEquals(inputs.config.language, expected, `${variable} ${language}`);
  }
  const phoneOnly = readInputs({}, SAMPLE_CONFIG, { language: "de-DE" });
  assertEquals(phoneOnly.data.language, "", "it is for the transcription, not for the prompt");
  assertEquals(phoneOnly.notes, []);
});

Deno.test("LANGUAGE leaves the prompt as it is, and names are data", () => {
  const inputs = read({
    LANGUAGE: "pt-br",
    AGENT_NAME: " Eva\n<b> ",
    COMPANY_NAME: "Our Company",
    CUSTOMER_DATA: "name:Anna;order:A-17",
  });
  assertEquals(inputs.config.prompt, SAMPLE_CONFIG.prompt);
  assertEquals(inputs.data, {
    agentName: "Eva ‹b›",
    companyName: "Our Company",
    language: "Brazilian Portuguese",
    customer: [{ name: "name", value: "Anna" }, { name: "order", value: "A-17" }],
  });
});

Deno.test("the agent's own settings are never changed", () => {
  const before = structuredClone(open);
  read({ AI_SYSTEM_PROMPT: "x", SUCCESS_PROMPT: "y", AI_VOICE: "echo", LANGUAGE: "de" }, open);
  assertEquals(open, before);
});
