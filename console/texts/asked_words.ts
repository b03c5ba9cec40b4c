// What is asked of the history, one filter each.
import { texted } from "./language.ts";

export const ASKED_TEXTS = texted("asked_words", {
  marks: {
    interrupted: "Interrupted",
    toolFailed: "A tool failed",
    steppedIn: "A supervisor stepped in",
  },
  kinds: { agent: "With an agent", transcription: "Between people" },
  origins: { phone: "From the phone", test: "Test calls" },
  said: (words: string) => `Said: ${words}`,
  number: (digits: string) => `Number with ${digits}`,
  from: (day: string) => `From ${day}`,
  to: (day: string) => `Until ${day}`,
  version: (version: string) => `Version ${version}`,
  noRoute: "No route",
  route: (name: string) => `Route ${name}`,
  atLeast: (length: string) => `At least ${length}`,
});
