// What is said of a call wherever one is: its sides, its phone system, who did what to it.
import { texted } from "./language.ts";

export const CALL_TEXTS = texted("call_words", {
  speakers: { caller: "Caller", agent: "Agent" },
  protocols: {
    audiohook: "Genesys",
    audiocodes: "AudioCodes",
    avr: "AVR",
    "avr-http": "AVR over HTTP",
    audiosocket: "Asterisk AudioSocket",
    "asterisk-ws": "Asterisk WebSocket",
    browser: "Browser",
  },
  supervisor: "A supervisor",
  program: "A program",
  draft: "draft",
  /** Of people whose words are written down. */
  modes: { segmented: "turn by turn", continuous: "word by word", rest: "by file" },
  instructions: {
    variable: "A variable of the call",
    agent: "The agent's prompt",
    builtIn: "The built-in prompt",
  },
  lost: "Caller: could not be transcribed",
  interrupted: "interrupted",
  filters: {
    all: "All",
    speech: "Speech",
    model: "Model",
    tools: "Tools",
    phone: "Phone",
    supervisor: "Supervisor",
    trouble: "Trouble",
  },
});
