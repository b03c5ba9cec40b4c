// What can be said about a draft before the server is asked: sizes and numbers. Pure.
// The server has the last word; this only spares a round trip and keeps nonsense from being sent.
import type { AgentConfig } from "../../server/contract/agent.ts";
import { LIMITS, utf8Bytes } from "../../server/contract/agent_limits.ts";
import type { FieldError } from "../api.ts";

export function checkDraft(config: AgentConfig): FieldError[] {
  const { turnTaking } = config;
  const errors: (FieldError | null)[] = [
    config.name.trim() === "" ? { path: "name", message: "Give the agent a name" } : null,
    config.prompt.trim() === ""
      ? { path: "prompt", message: "Say who the agent is and what it should do" }
      : tooLong("prompt", config.prompt, LIMITS.promptBytes),
    tooLong("greeting", config.greeting, LIMITS.greetingBytes),
    config.model.trim() === "" ? { path: "model", message: "Choose a model" } : null,
    outside("turnTaking.threshold", turnTaking.threshold, LIMITS.threshold),
    outside("turnTaking.prefixPaddingMs", turnTaking.prefixPaddingMs, LIMITS.prefixPaddingMs),
    outside("turnTaking.silenceDurationMs", turnTaking.silenceDurationMs, LIMITS.silenceDurationMs),
    turnTaking.idleTimeoutMs === null
      ? null
      : outside("turnTaking.idleTimeoutMs", turnTaking.idleTimeoutMs, LIMITS.idleTimeoutMs),
    config.maxOutputTokens === "inf"
      ? null
      : outside("maxOutputTokens", config.maxOutputTokens, LIMITS.maxOutputTokens),
  ];
  return errors.filter((error) => error !== null);
}

function tooLong(path: string, text: string, limit: number): FieldError | null {
  const bytes = utf8Bytes(text);
  return bytes <= limit ? null : {
    path,
    message: `${bytes - limit} bytes too long: at most ${limit} bytes fit, this has ${bytes}`,
  };
}

function outside(
  path: string,
  value: number,
  range: { min: number; max: number },
): FieldError | null {
  const fits = Number.isFinite(value) && value >= range.min && value <= range.max;
  return fits ? null : { path, message: `Enter a number from ${range.min} to ${range.max}` };
}
