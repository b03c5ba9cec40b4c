// Where the silence before an answer went.
import { texted } from "./language.ts";

export const GAP_TEXTS = texted("gap_words", {
  parts: {
    detection: "Noticing the end",
    model: "Model",
    tool: "Tool",
    connecting: "Connecting",
    held: "On hold",
    sending: "Sending",
    unexplained: "Unexplained",
  },
  /** One sentence each, for those who meet a part for the first time. */
  hints: {
    detection: "From the end of the speech until the turn was known to be over",
    model: "From the start of the answer to its first sound",
    tool: "A tool of the agent's ran",
    connecting: "No session with the model was ready",
    held: "The phone system had paused the sound",
    sending: "The sound was here and waited for its turn on the line",
    unexplained: "No event tells what took so long",
  },
  kinds: {
    greeting: "Greeting",
    answer: "Answer",
    interruption: "After cutting in",
    keys: "After keys",
    tool: "With a tool",
    trouble: "After trouble",
  },
});
