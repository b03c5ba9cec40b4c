// Remote MCP servers as the model's provider takes them: with the secret's value instead of its name. Pure.
import type { Briefing, BriefingNote } from "../bridge/briefing.ts";
import type { McpServer } from "../contract/agent_tools.ts";
import { uniqueName } from "./unique_name.ts";

export type McpTool = Briefing["mcp"][number];

/** A server whose secret is not set is left out, and `notes` says so: it could only refuse the model. */
export function mcpTools(
  servers: readonly McpServer[],
  { secrets, notes }: { secrets: ReadonlyMap<string, string>; notes: BriefingNote[] },
): McpTool[] {
  const labels = new Set<string>();
  return servers.flatMap((server): McpTool[] => {
    const authorization = server.secret === "" ? "" : secrets.get(server.secret);
    if (authorization === undefined) {
      const detail = `the MCP server ${server.label} is left out: the setting ` +
        `SECRET_${server.secret} is not set`;
      notes.push({ code: "mcp_secret_missing", detail });
      return [];
    }
    return [{
      label: uniqueName(server.label, labels),
      url: server.url,
      description: server.description,
      allowedTools: server.allowedTools,
      approval: server.approval === "spoken_yes" ? "always" : "never",
      authorization,
      headers: {},
    }];
  });
}
