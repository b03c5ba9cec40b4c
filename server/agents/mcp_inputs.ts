// MCP_TOOLS_JSON of a call: remote MCP servers that the model's provider calls. Pure; the values in it may be
// keys, so no note quotes them.
import { z } from "zod";
import { LIMITS, TOOL_NAME } from "../contract/agent_limits.ts";
import { quoted } from "./data_text.ts";
import type { Note } from "./note.ts";

/** A remote MCP server, in the shape in which the upstream takes it. */
export interface McpInput {
  label: string;
  url: string;
  description: string;
  /** Empty: all. */
  allowedTools: readonly string[];
  approval: "never" | "always";
  authorization: string;
  headers: Readonly<Record<string, string>>;
}

const names = z.array(z.string().min(1).max(128)).max(50);
const visible = z.string().max(4096).regex(/^[\t\x20-\x7e]*$/);
const address = z.string().max(2000).refine(isHttps).optional();
const label = z.string().regex(TOOL_NAME).optional();

const entrySchema = z.object({
  server_label: label,
  label,
  server_url: address,
  url: address,
  server: address,
  server_description: z.string().max(LIMITS.phraseBytes).default(""),
  authorization: visible.default(""),
  headers: z.record(z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_|~-]{1,100}$/), visible).default({}),
  allowed_tools: z.union([
    names,
    z.object({ tool_names: names }).transform((allowed) => allowed.tool_names),
  ]).default([]),
  // Asking is the provider's default, and what a finer rule than ours comes down to.
  require_approval: z.union([z.enum(["never", "always"]), z.record(z.string(), z.unknown())])
    .default("always").transform((rule) => rule === "never" ? rule : "always"),
});

const REMEDY = "see MCP_TOOLS_JSON in the README";

/** Entries that cannot be used are left out, each with a note; the others are kept. */
export function readMcpTools(json: string): { mcp: McpInput[]; notes: Note[] } {
  const notes: Note[] = [];
  const mcp = new Map<string, McpInput>();
  const ignored = (detail: string) =>
    notes.push({ code: "variable_ignored", detail: `MCP_TOOLS_JSON${detail}` });
  const entries = jsonArray(json);
  if (entries === null) ignored(": must be a JSON array");
  for (const [index, entry] of (entries ?? []).entries()) {
    const server = readEntry(entry);
    if (typeof server === "string") ignored(`[${index}]: ${server}`);
    else if (mcp.has(server.label)) ignored(`[${index}]: server_label is there twice`);
    else if (mcp.size >= LIMITS.mcpServers) {
      ignored(`[${index}]: more than ${LIMITS.mcpServers} servers; the others were ignored`);
      break;
    } else mcp.set(server.label, server);
  }
  return { mcp: [...mcp.values()], notes };
}

/** A server, or in words what is wrong. */
function readEntry(entry: unknown): McpInput | string {
  const type = typeof entry === "object" && entry !== null && "type" in entry
    ? entry.type
    : undefined;
  if (type !== "mcp") {
    return `type ${quoted(String(type))} is not supported by realtime models; only "mcp" is`;
  }
  const parsed = entrySchema.safeParse(entry);
  if (!parsed.success) {
    const fields = new Set(parsed.error.issues.map((issue) => String(issue.path[0])));
    return `${[...fields].join(", ")} cannot be used; ${REMEDY}`;
  }
  const found = parsed.data;
  const url = found.server_url ?? found.url ?? found.server;
  if (url === undefined) return "server_url is missing";
  return {
    label: found.server_label ?? found.label ?? labelOf(url),
    url,
    description: found.server_description,
    allowedTools: found.allowed_tools,
    approval: found.require_approval,
    authorization: found.authorization,
    headers: found.headers,
  };
}

function labelOf(url: string): string {
  return new URL(url).hostname.replaceAll(/[^A-Za-z0-9_-]/g, "_").slice(0, 64);
}

function isHttps(text: string): boolean {
  const url = URL.parse(text);
  return url?.protocol === "https:" && url.username === "" && url.password === "";
}

function jsonArray(json: string): unknown[] | null {
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
