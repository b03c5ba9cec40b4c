// Every word of the rules of an agent: digits, limits, hand-over, what comes after the call.
import { texted } from "./language.ts";

export const AGENT_RULES_TEXTS = texted("agent_rules", {
  digits: {
    title: "When an input is complete",
    hint:
      "The first of these that happens. The model does not hear the tones; it is told the digits.",
    ends: "A key ends it",
    hash: "# (hash)",
    star: "* (star)",
    noKey: "No key",
    count: "A number of digits ends it",
    length: "Length of an input",
    digits: "digits",
    gap: "A pause ends it",
    secret: "Digits are secret",
    secretHint:
      "Never stored, shown or told to the model. Only tools get them, where it writes [digits-1].",
    keys: {
      title: "Single keys",
      hint: "What a key does at once, when no input has begun.",
      add: "Add a key",
      which: (key: string) => `key ${key}`,
      key: "Key",
      does: "Does",
      instruct: "What the agent is to do",
    },
  },
  limits: {
    title: "How long a call may last",
    limit: "Limit the length of a call",
    limitHint: "At the end the agent says goodbye, when nobody is in the middle of a sentence.",
    longest: "Longest call",
    warn: "The caller is told before",
    words: "What to tell",
    wordsHint: "An instruction. Empty: it says that the call will soon have to end.",
    machines: "Machines",
    repeats: "End calls with another machine",
    repeatsHint: "When the other side says nearly the same over and over.",
  },
  moderation: {
    title: "Moderation",
    hint:
      "The provider's moderation model reads along. It never delays the sound; where it fails, the call goes on.",
    caller: "What the caller says",
    agent: "What the agent is about to say",
    agentHint: "Most of it is stopped before it is heard.",
    refusal: "Said instead",
    refusalHint: "Word for word. Empty: a sentence of ours.",
    refusalExample: "I am sorry, I cannot help with that.",
  },
  summary: {
    title: "Summary",
    inCall: "At the end of the call",
    inCallHint: "For the flow, as CONVERSATION_SUMMARY. The caller never waits for it.",
    afterCall: "After the call",
    afterCallHint: "For the record, from the transcript, where the call has none yet.",
    form: "Form",
    plain: "Plain text",
    json: "JSON",
    prompt: "Prompt of the summary",
    promptHint: "Empty: the server's ENDING_PROMPT, or ours: two or three sentences.",
  },
  supervisors: {
    title: "Questions to supervisors",
    on: "The agent may ask the supervisors",
    onHint:
      "Its question stands on the call's card with two answers to choose from. The call goes on meanwhile.",
    waits: "Waits for an answer",
    waitsHint: "Then the agent does what it said it would do without one.",
    meanwhile: "What the caller hears meanwhile",
    meanwhileHint: "Word for word. Empty: the agent finds its own words.",
    meanwhileExample: "One moment, I am asking a colleague.",
  },
  handover: {
    title: "Hand-over to other agents",
    hint:
      "Inside the call, with a summary. The other agent brings its prompt and tools; the voice stays.",
    nobody: "There is no other agent yet. {create} first.",
    create: "Create one",
    add: "Add an agent",
    which: (place: number) => `hand-over ${place}`,
    to: "To",
    when: "When",
    whenExample: "The caller asks about an invoice or a payment.",
  },
});
