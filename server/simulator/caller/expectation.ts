// What a script expects of a call that is over, compared with what came. Pure; it knows no protocol.
import type { Expectation } from "./caller_script.ts";

/** What is known of a call when it is over. */
export interface Outcome {
  /** undefined: the server did not ask for the end, so it sent none. */
  outputs: Readonly<Record<string, string>> | undefined;
  bargeIns: number;
}

/** @returns what is not as expected, in a sentence; null when everything is */
export function unmet(expected: Expectation, outcome: Outcome): string | null {
  const wanted = Object.entries(expected.outputs ?? {});
  if (expected.endReason !== undefined) wanted.push(["END_REASON", expected.endReason]);
  if (wanted.length > 0 && !outcome.outputs) {
    return "expected output variables, but the server did not end the call and sent none";
  }
  for (const [name, pattern] of wanted) {
    const value = outcome.outputs && Object.hasOwn(outcome.outputs, name)
      ? outcome.outputs[name]
      : undefined;
    if (value === undefined) return `expected output ${name} to be ${pattern}, received none`;
    if (!fits(pattern, value)) return `expected output ${name} to be ${pattern}, received ${value}`;
  }
  const { bargeIns } = expected;
  if (bargeIns !== undefined && bargeIns !== outcome.bargeIns) {
    return `expected ${bargeIns} barge-ins, received ${outcome.bargeIns}`;
  }
  return null;
}

/** Whether `text` is a plain value or a regular expression that can be read. */
export function isPattern(text: string): boolean {
  try {
    expressionOf(text);
    return true;
  } catch {
    return false;
  }
}

function fits(pattern: string, value: string): boolean {
  return expressionOf(pattern)?.test(value) ?? pattern === value;
}

/** null: a plain value. Throws when it looks like a regular expression and is none. */
function expressionOf(pattern: string): RegExp | null {
  const parts = /^\/(.+)\/([imsu]*)$/s.exec(pattern);
  return parts ? new RegExp(parts[1]!, parts[2]) : null;
}
