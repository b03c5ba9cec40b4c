// The places that a prompt leaves for a call's variables: {{name}} and the bracketed names. Pure.
import type { AgentConfig } from "../../server/contract/agent.ts";
import { VARIABLE_NAME } from "../../server/contract/agent_limits.ts";

const PLACE = /\{\{\s*([^{}|]*?)\s*(\|[^{}]*)?\}\}/g;

/** Names in double braces, each once, in order. */
export function namesIn(text: string): string[] {
  return names([...text.matchAll(PLACE)]);
}

/** Names that the agent's words use, without a `{{name|fallback}}` of their own and without one in the list. */
export function unlistedNames(
  config: Pick<AgentConfig, "prompt" | "greeting" | "farewell" | "variables">,
): string[] {
  const { prompt, greeting, farewell, variables } = config;
  const text = [prompt, greeting, farewell.success, farewell.escalation].join("\n");
  const listed = new Set(variables.map(({ name }) => name));
  const bare = [...text.matchAll(PLACE)].filter(([, , fallback]) => fallback === undefined);
  return names(bare).filter((name) => !listed.has(name));
}

function names(places: readonly RegExpMatchArray[]): string[] {
  return [...new Set(places.map(([, name = ""]) => name))].filter((name) =>
    VARIABLE_NAME.test(name) && !name.startsWith("secret.")
  );
}
