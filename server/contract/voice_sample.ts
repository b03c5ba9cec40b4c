// POST /api/voices/{voice}/sample: what a voice sounds like on the phone.
import { z } from "zod";
import { agentConfigSchema } from "./agent.ts";

export const voiceSampleRequestSchema = z.strictObject({
  /** The agent's: a voice is another one with another model. */
  model: agentConfigSchema.shape.model,
  /** Of the callers, as in the agent's settings; "": English. */
  language: agentConfigSchema.shape.language,
}).meta({ id: "VoiceSampleRequest" });
export type VoiceSampleRequest = z.infer<typeof voiceSampleRequestSchema>;
