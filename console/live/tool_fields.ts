// Tools and hand-overs of an agent as rows of names and values in words, for comparing. Pure.
import type { AgentConfig } from "../../server/contract/agent.ts";
import type { AgentTools, HttpTool, McpServer } from "../../server/contract/agent_tools.ts";
import { lengthWords } from "../ui/time_words.ts";
import type { SettingRow } from "./config_fields.ts";

export function toolRows(tools: AgentTools): SettingRow[] {
  return [
    ...tools.http.flatMap(httpRows),
    ...tools.mcp.flatMap(mcpRows),
    ...tools.dataActions.flatMap(({ id, description, confirm }): SettingRow[] => [
      [`Data Action ${id}`, confirm ? "asks for a yes" : "runs at once"],
      [`Data Action ${id}, description`, description],
    ]),
  ];
}

/** The schemas: texts of several lines. */
export function toolSchemas(tools: AgentTools): SettingRow[] {
  return tools.http.map((tool) => [`Arguments of ${tool.name}`, tool.parameters]);
}

export function handoverRows(handover: AgentConfig["handover"]): SettingRow[] {
  return handover.map(({ agentId, when }) => [`Hand-over to ${agentId}`, when || "at any time"]);
}

function httpRows(tool: HttpTool): SettingRow[] {
  const of = (name: string, value: string): SettingRow => [`Tool ${tool.name}, ${name}`, value];
  return [
    [`Tool ${tool.name}`, `${tool.method} ${tool.url}`],
    of("description", tool.description),
    ...tool.headers.map(({ name, value }) => of(`header ${name}`, value || "empty")),
    of("deadline", lengthWords(tool.timeoutMs)),
    of("asks for a yes", tool.confirm ? "yes" : "no"),
    of("redacts", tool.redact.join(", ")),
  ];
}

function mcpRows(server: McpServer): SettingRow[] {
  const of = (name: string, value: string): SettingRow => [
    `MCP server ${server.label}, ${name}`,
    value,
  ];
  return [
    [`MCP server ${server.label}`, server.url],
    of("description", server.description),
    of("allowed tools", server.allowedTools.join(", ") || "all"),
    of("asks for a yes", server.approval === "spoken_yes" ? "yes" : "no"),
    of("secret", server.secret),
  ];
}
