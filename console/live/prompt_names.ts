// The places that a prompt leaves for a call's variables: {{name}} and the bracketed names. Pure.
import type { AgentConfig } from "../../server/contract/agent.ts";
import { VARIABLE_NAME } from "../../server/contract/agent_limits.ts";

/** Names in double braces, each once, in order. */
export function namesIn(text: string): string[] {
  const found = [...text.matchAll(/\{\{\s*([^{}|]*?)\s*(?:\|[^{}]*)?\}\}/g)].map((match) =>
    match[1]!
  );
  return [...new Set(found)].filter((name) =>
    VARIABLE_NAME.test(name) && !name.startsWith("secret.")
  );
}

/** Names that prompt or greeting use and the list of variables does not have. */
export function unlistedNames(
  config: Pick<AgentConfig, "prompt" | "greeting" | "variables">,
): string[] {
  const listed = new Set(config.variables.map(({ name }) => name));
  return namesIn(`${config.prompt}\n${config.greeting}`).filter((name) => !listed.has(name));
}
