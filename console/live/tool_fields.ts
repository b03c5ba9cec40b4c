// Tools and hand-overs of an agent as rows of names and values in words, for comparing. Pure.
import type { AgentConfig } from "../../server/contract/agent.ts";
import type { AgentTools, HttpTool, McpServer } from "../../server/contract/agent_tools.ts";
import { SETTING_TEXTS as TEXTS } from "../texts/agent_settings.ts";
import { lengthWords } from "../ui/time_words.ts";
import type { SettingRow } from "./config_fields.ts";

export function toolRows(tools: AgentTools): SettingRow[] {
  return [
    ...tools.http.flatMap(httpRows),
    ...tools.mcp.flatMap(mcpRows),
    ...tools.dataActions.flatMap(({ id, description, confirm }): SettingRow[] => [
      [TEXTS.dataAction(id), confirm ? TEXTS.asksForYes : TEXTS.runsAtOnce],
      [TEXTS.dataActionDescription(id), description],
    ]),
  ];
}

/** The schemas: texts of several lines. */
export function toolSchemas(tools: AgentTools): SettingRow[] {
  return tools.http.map((tool) => [TEXTS.toolArguments(tool.name), tool.parameters]);
}

export function handoverRows(handover: AgentConfig["handover"]): SettingRow[] {
  return handover.map(({ agentId, when }) => [TEXTS.handover(agentId), when || TEXTS.anyTime]);
}

function httpRows({ name, ...tool }: HttpTool): SettingRow[] {
  return [
    [TEXTS.tool(name), `${tool.method} ${tool.url}`],
    [TEXTS.toolDescription(name), tool.description],
    ...tool.headers.map((header): SettingRow => [
      TEXTS.toolHeader(name, header.name),
      header.value || TEXTS.empty,
    ]),
    [TEXTS.toolDeadline(name), lengthWords(tool.timeoutMs)],
    [TEXTS.toolConfirms(name), tool.confirm ? TEXTS.yes : TEXTS.no],
    [TEXTS.toolRedacts(name), tool.redact.join(", ")],
  ];
}

function mcpRows({ label, ...server }: McpServer): SettingRow[] {
  return [
    [TEXTS.mcp(label), server.url],
    [TEXTS.mcpDescription(label), server.description],
    [TEXTS.mcpTools(label), server.allowedTools.join(", ") || TEXTS.all],
    [TEXTS.mcpConfirms(label), server.approval === "spoken_yes" ? TEXTS.yes : TEXTS.no],
    [TEXTS.mcpSecret(label), server.secret],
  ];
}
