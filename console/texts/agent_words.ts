// Every word of what an agent says: prompt, greeting, farewells, variables, the preview.
import { texted } from "./language.ts";
import { plural } from "./numbers.ts";

export const AGENT_WORDS_TEXTS = texted("agent_words", {
  title: "What it says",
  preview: "Preview",
  name: "Name",
  nameHint: "For you; callers do not hear it.",
  prompt: "Prompt",
  promptHint: "{{name}} takes a variable of the call.",
  emptyPrompt:
    "Empty: the OPENAI_…INSTRUCTIONS of the server stand in, or else the built-in prompt.",
  greeting: "Greeting",
  greetingHint: "An instruction for the first words. Empty: the agent waits for the caller.",
  bytes: (bytes: string, most: string) => `${bytes} of ${most} bytes.`,
  farewells: {
    title: "Farewells",
    hint:
      "The exact last words of a call. Empty: the agent finds its own. SUCCESS_PROMPT and ESCALATION_PROMPT of a call come first.",
    settled: "When the call is settled",
    settledExample: "Thank you for calling Northwind. Goodbye!",
    person: "Before a person takes over",
    personExample: "One moment, I am connecting you with a colleague.",
  },
  overrides: {
    title: "What a call may replace",
    hint:
      "Voice, language and farewells of a call are always taken, these only where you allow it: whoever sets a call's variables decides them then.",
    prompt: "The prompt (AI_SYSTEM_PROMPT)",
    promptHint: "Used instead of yours. The house rules stay.",
    model: "The model (AI_MODEL)",
    modelHint: "A wrong name makes calls fail, a dear one makes them dear.",
    tools: "Tools (DATA_ACTION_IDS, MCP_TOOLS_JSON)",
    toolsHint: "The call's agent can then reach systems that you have not looked at.",
  },
  variables: {
    title: "Variables in the prompt",
    hint:
      "{{customer.name}} in the prompt becomes what the call brings, else the fallback. [AGENT_NAME] and [COMPANY_NAME] work without being listed.",
    unlisted: (names: number) =>
      `The prompt uses ${plural(names, "name")} that ${
        names === 1 ? "is" : "are"
      } not listed: {names}.`,
    addThem: (names: number) => names === 1 ? "Add it" : "Add them",
    add: "Add a variable",
    which: (name: string) => `variable ${name}`,
    name: "Variable",
    fallback: "Fallback",
  },
  previewed: {
    title: "What the model is told",
    variables: "Variables of the call",
    add: "Add a variable",
    which: (name: string) => `variable ${name}`,
    name: "Variable",
    value: "Value",
    asking: "Asking the server…",
    from: "Instructions from:",
    instructions: "Instructions",
    pastCall: "With the variables of a past call",
    noCall: "No call yet",
    chooseCall: "Choose a call…",
    noVariables: "No variables came with this call.",
    masked: "Values shown as … were masked when stored: type them anew.",
  },
});
