// What can be said about a tool before it goes to the draft. Pure; the server has the last word.
import { LIMITS, SECRET_NAME, TOOL_NAME, utf8Bytes } from "../../server/contract/agent_limits.ts";
import type { DataAction, HttpTool, McpServer } from "../../server/contract/agent_tools.ts";
import type { FieldError } from "../api.ts";
import { CHECK_TEXTS as TEXTS } from "../texts/checks.ts";
import { type Faults, faults, outside, tooLong } from "./field_checks.ts";

/** Tools that every agent has of itself. */
const TAKEN: readonly string[] = [
  "end_conversation_successfully",
  "end_conversation_with_escalation",
  "wait_for_user",
  "route_to_agent",
];
const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+.^_|~-]{1,100}$/;
const HEADER_VALUE = /^[\t\x20-\x7e]{0,1000}$/;

export function checkHttpTool(tool: HttpTool): FieldError[] {
  return faults(
    toolName("name", tool.name),
    TAKEN.includes(tool.name) &&
      { path: "name", message: TEXTS.toolTaken },
    url("url", tool.url),
    tool.description.trim() === "" &&
      { path: "description", message: TEXTS.toolDescription },
    tooLong("description", tool.description, LIMITS.phraseBytes),
    ...tool.headers.flatMap(({ name, value }, index): Faults => [
      !HEADER_NAME.test(name) && {
        path: `headers.${index}.name`,
        message: TEXTS.headerName,
      },
      !HEADER_VALUE.test(value) && {
        path: `headers.${index}.value`,
        message: TEXTS.headerValue,
      },
    ]),
    schema("parameters", tool.parameters),
    outside("timeoutMs", tool.timeoutMs, LIMITS.toolTimeoutMs, 1000),
  );
}

export function checkMcpServer(server: McpServer): FieldError[] {
  return faults(
    toolName("label", server.label),
    url("url", server.url),
    tooLong("description", server.description, LIMITS.phraseBytes),
    server.secret !== "" && !SECRET_NAME.test(server.secret) &&
      { path: "secret", message: TEXTS.secret },
  );
}

export function checkDataAction(action: DataAction): FieldError[] {
  return faults(
    !/^[A-Za-z0-9_.-]{1,200}$/.test(action.id) &&
      { path: "id", message: TEXTS.dataAction },
    tooLong("description", action.description, LIMITS.phraseBytes),
  );
}

/** Whether a header's value looks like a credential in the open. */
export function looksSecret(value: string): boolean {
  if (value.includes("{{secret.")) return false;
  return /^(bearer|basic)\s+\S/i.test(value) || /[A-Za-z0-9_-]{24,}/.test(value);
}

function toolName(path: string, name: string): FieldError | null {
  return TOOL_NAME.test(name) ? null : { path, message: TEXTS.toolName };
}

function url(path: string, text: string): FieldError | null {
  const at = URL.parse(text.replaceAll(/\{[A-Za-z0-9_-]+\}/g, "x"));
  if (at && /^https?:$/.test(at.protocol) && at.username === "") return null;
  return { path, message: TEXTS.url };
}

function schema(path: string, text: string): FieldError | null {
  if (utf8Bytes(text) > LIMITS.schemaBytes) return tooLong(path, text, LIMITS.schemaBytes);
  try {
    const parsed: unknown = JSON.parse(text);
    const fits = typeof parsed === "object" && parsed !== null && "type" in parsed &&
      parsed.type === "object";
    return fits ? null : { path, message: TEXTS.schemaType };
  } catch {
    return { path, message: TEXTS.schemaJson };
  }
}
