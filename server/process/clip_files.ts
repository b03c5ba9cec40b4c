// Reads the recordings that callers hear when the model cannot speak.
import type { Clips } from "../bridge/clips.ts";

export async function readClips(): Promise<Clips> {
  const read = (name: string) =>
    Deno.readFile(new URL(`../audio/clips/${name}.ulaw`, import.meta.url));
  return {
    comfort: { text: "One moment, please.", audio: await read("comfort") },
    apology: {
      text: "I am sorry. Could you say that again, please?",
      audio: await read("apology"),
    },
    failure: {
      text: "I am sorry, we have a technical problem. I am putting you through.",
      audio: await read("failure"),
    },
  };
}
