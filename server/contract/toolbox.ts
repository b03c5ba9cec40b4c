// What the console asks of the server about tools and prompts before they are published.
import { z } from "zod";
import { agentConfigSchema } from "./agent.ts";
import { dataActionSchema, httpToolSchema } from "./agent_tools.ts";
import { INSTRUCTION_SOURCES } from "./call.ts";

/** Runs a tool for real, as a call would, with these arguments. */
export const tryToolSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("http"), tool: httpToolSchema, args: z.string().max(16_384) }),
  z.strictObject({
    kind: z.literal("data_action"),
    tool: dataActionSchema,
    args: z.string().max(16_384),
  }),
]).meta({ id: "TryTool" });

export const triedToolSchema = z.object({
  ok: z.boolean(),
  /** What the model would be told. */
  output: z.string(),
  tookMs: z.number(),
}).meta({ id: "TriedTool" });

/** What tools can build on here. */
export const toolboxSchema = z.object({
  /** Names of the secrets that headers may refer to; never their values. */
  secretNames: z.array(z.string()),
  /** Genesys credentials are set. */
  dataActions: z.boolean(),
}).meta({ id: "Toolbox" });

/** What the model would be told if a call came with these variables. */
export const previewRequestSchema = z.strictObject({
  config: agentConfigSchema,
  variables: z.record(z.string().max(128), z.string().max(2048)),
}).meta({ id: "PreviewRequest" });

export const previewSchema = z.object({
  instructions: z.string(),
  instructionsFrom: z.enum(INSTRUCTION_SOURCES),
  notes: z.array(z.object({ code: z.string(), detail: z.string() })),
}).meta({ id: "Preview" });

export type TryTool = z.infer<typeof tryToolSchema>;
export type TriedTool = z.infer<typeof triedToolSchema>;
export type Toolbox = z.infer<typeof toolboxSchema>;
export type PreviewRequest = z.infer<typeof previewRequestSchema>;
export type Preview = z.infer<typeof previewSchema>;
