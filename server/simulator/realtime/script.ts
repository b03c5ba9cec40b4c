// Which answer of a scenario's rules fits an occasion, and how often it still may. It makes no answers.
import type { Prompt } from "./dialogue.ts";
import type { Match, Rule } from "./scenario.ts";

export class Script {
  #rules: { rule: Rule; left: number }[];

  constructor(rules: readonly Rule[]) {
    this.#rules = rules.map((rule) => ({ rule, left: rule.times ?? Infinity }));
  }

  /** The rule that counts here, which is thereby used once. */
  take(prompt: Prompt): Rule | undefined {
    const found = this.#rules.find(({ rule, left }) => left > 0 && fits(rule.match, prompt));
    if (found) found.left--;
    return found?.rule;
  }
}

/** Whether all that a match gives holds. */
export function fits(match: Match, prompt: Prompt): boolean {
  const { last, purpose, why } = prompt;
  const includes = (text: string, part: string) => text.toLowerCase().includes(part.toLowerCase());
  const holds: boolean[] = [
    match.purpose === undefined ? purpose === null : purpose === match.purpose,
    match.why === undefined || match.why === why,
    match.instructionsInclude === undefined ||
    includes(prompt.instructions || prompt.briefing, match.instructionsInclude),
    match.lastTextIncludes === undefined ||
    (last.type === "text" && includes(last.text, match.lastTextIncludes)),
    match.lastToolOutputIncludes === undefined ||
    (last.type === "tool_output" && includes(last.text, match.lastToolOutputIncludes)),
    match.callerRecording === undefined ||
    (last.type === "caller" && last.recording?.id === match.callerRecording),
    match.callerSays === undefined ||
    (last.type === "caller" && includes(last.text, match.callerSays)),
  ];
  return holds.every((one) => one);
}
