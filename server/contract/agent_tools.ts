// The tools of an agent as an operator configures them: HTTP calls, remote MCP servers, Genesys Data Actions.
// What a tool does is not known here.
import { z } from "zod";
import { HTTP_METHODS, LIMITS, MCP_APPROVALS, SECRET_NAME, TOOL_NAME } from "./agent_limits.ts";
import { CONFIG_DEFAULTS } from "./agent_defaults.ts";
import { bytes, intWithin } from "./bounds.ts";

const words = bytes(LIMITS.phraseBytes);
const toolName = z.string().regex(TOOL_NAME, {
  error: "must be 1 to 64 letters, digits, hyphens or underscores",
});
const httpUrl = z.string().max(2000).refine(isHttpUrl, {
  error: "must be a URL that begins with https:// or http://",
});
/** Dotted paths into arguments and results, arrays too ("items.*.iban" or "items.iban"). */
const redact = z.array(z.string().trim().min(1).max(200)).max(50);

/** JSON Schema of a tool's arguments, as text: of type object. */
const schemaText = bytes(LIMITS.schemaBytes).refine(isObjectSchema, {
  error: 'must be JSON Schema with "type": "object"',
});

/** A call of an HTTP address. `{name}` in the URL takes an argument; the others travel as query or JSON. */
export const httpToolSchema = z.strictObject({
  name: toolName,
  description: words,
  method: z.enum(HTTP_METHODS),
  url: httpUrl,
  /** `{{secret.NAME}}` in a value is replaced by the server's setting SECRET_NAME. */
  headers: z.array(z.strictObject({
    name: z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_|~-]{1,100}$/),
    value: z.string().max(1000).regex(/^[\t\x20-\x7e]*$/),
  })).max(20),
  parameters: schemaText,
  timeoutMs: intWithin(LIMITS.toolTimeoutMs),
  /** Only after the caller has said yes. */
  confirm: z.boolean(),
  redact,
}).meta({ id: "HttpTool" });

/** A remote MCP server, called by the model's provider. */
const mcpServerSchema = z.strictObject({
  label: toolName,
  url: httpUrl,
  description: words,
  /** Empty: all of its tools. */
  allowedTools: z.array(z.string().min(1).max(128)).max(50),
  approval: z.enum(MCP_APPROVALS),
  /** Name of the secret that is sent as authorization; "": none. */
  secret: z.string().regex(SECRET_NAME).or(z.literal("")),
}).meta({ id: "McpServer" });

export const dataActionSchema = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9_.-]{1,200}$/),
  /** For the model; "": as Genesys describes it. */
  description: words,
  confirm: z.boolean(),
}).meta({ id: "DataAction" });

export const toolsSchema = z.strictObject({
  http: z.array(httpToolSchema).max(LIMITS.tools),
  mcp: z.array(mcpServerSchema).max(LIMITS.mcpServers),
  dataActions: z.array(dataActionSchema).max(LIMITS.tools),
}).default(structuredClone(CONFIG_DEFAULTS.tools) as never).meta({ id: "Tools" });

export type HttpTool = z.infer<typeof httpToolSchema>;
export type McpServer = z.infer<typeof mcpServerSchema>;
export type DataAction = z.infer<typeof dataActionSchema>;
export type AgentTools = z.infer<typeof toolsSchema>;

function isHttpUrl(text: string): boolean {
  const url = URL.parse(text.replaceAll(/\{[A-Za-z0-9_-]+\}/g, "x"));
  return url !== null && /^https?:$/.test(url.protocol) && url.username === "";
}

function isObjectSchema(text: string): boolean {
  try {
    const schema: unknown = JSON.parse(text);
    return typeof schema === "object" && schema !== null && "type" in schema &&
      schema.type === "object";
  } catch {
    return false;
  }
}
