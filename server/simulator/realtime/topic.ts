// What an answer is about: words that the instructions fix, or the tag of a recording. Pure; it knows no sound.
import type { Prompt } from "./dialogue.ts";

/** What the last paragraph of a response's instructions asks for, and words for it that nobody has recorded. */
const ASKED_FOR: readonly (readonly [RegExp, string])[] = [
  [/still (there|here|on the (line|phone))/i, "Are you still there?"],
  [/\b(soon|must|has|have) (have )?(to )?end\b|\bends? (soon|in)\b/i, "This call must end soon."],
  [/putting (them|the caller) through/i, "I am putting you through."],
];

/** The words that a response must say; null: it finds its own. */
export function fixedWords({ instructions, begun }: Prompt): string | null {
  const now = lastParagraph(instructions);
  const exact = /\bexactly (?:these|the following) words[^:\n]*:\s*([\s\S]+)$/i.exec(now)?.[1];
  if (exact !== undefined) return exact.trim().replace(/^["“](.*)["”]$/s, "$1");
  if (!begun || isFarewell(now)) return null;
  return ASKED_FOR.find(([pattern]) => pattern.test(now))?.[1] ?? null;
}

/** Which recording of the agent answers this, by its tag. */
export function topic({ last, begun, why, instructions }: Prompt): string {
  if (isFarewell(lastParagraph(instructions))) return "farewell";
  if (why === "idle") return "fallback";
  switch (last.type) {
    case "nothing":
      return "greeting";
    case "tool_output":
      return "answers:thanks";
    case "text":
      if (/\b(digits?|keys?|pressed|typed)\b/i.test(last.text)) return "answers:number";
      return begun ? "fallback" : "greeting";
    case "caller": {
      const tags = last.recording?.tags ?? [];
      if (tags.includes("goodbye")) return "farewell";
      const asked = tags.find((tag) => tag.startsWith("asks:"));
      if (asked) return asked.replace("asks:", "answers:");
      return tags.includes("thanks") ? "answers:thanks" : "fallback";
    }
  }
}

/** Of the instructions only the last paragraph is about now; a prompt speaks of goodbyes too. */
function lastParagraph(instructions: string): string {
  return instructions.trimEnd().split(/\n\s*\n/).at(-1)!;
}

function isFarewell(paragraph: string): boolean {
  return /good-?bye|farewell/i.test(paragraph);
}
