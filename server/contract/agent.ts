// What an agent is: a prompt, a voice and settings, with one draft and immutable versions.
// Server and console agree on it here; knows nothing of how it is stored or sent upstream.
import { z } from "zod";
import {
  EAGERNESS,
  GONE_MODELS,
  LIMITS,
  REASONING_EFFORTS,
  utf8Bytes,
  VOICES,
} from "./agent_limits.ts";

const bytes = (limit: number) =>
  z.string().refine((text) => utf8Bytes(text) <= limit, {
    error: (issue) =>
      `must be at most ${limit} bytes of UTF-8, received ${utf8Bytes(String(issue.input))}`,
  });
const within = (range: { min: number; max: number }) => z.number().min(range.min).max(range.max);
const intWithin = (range: { min: number; max: number }) => z.int().min(range.min).max(range.max);

/** How the model decides that the caller's turn has begun and ended (openai-realtime § 4.3). */
export const turnTakingSchema = z.strictObject({
  mode: z.enum(["server_vad", "semantic_vad"]),
  threshold: within(LIMITS.threshold),
  prefixPaddingMs: intWithin(LIMITS.prefixPaddingMs),
  silenceDurationMs: intWithin(LIMITS.silenceDurationMs),
  /** Asks again after this silence; null: never. Only with server_vad. */
  idleTimeoutMs: intWithin(LIMITS.idleTimeoutMs).nullable(),
  /** Only with semantic_vad. */
  eagerness: z.enum(EAGERNESS),
  /** Whether the caller may interrupt the agent. */
  bargeIn: z.boolean(),
}).meta({ id: "TurnTaking" });

export const agentConfigSchema = z.strictObject({
  name: z.string().trim().min(1).max(LIMITS.nameChars),
  prompt: bytes(LIMITS.promptBytes).refine((text) => text.trim() !== "", {
    error: "must not be empty",
  }),
  /** Instruction for the agent's first words; empty: the agent waits for the caller. */
  greeting: bytes(LIMITS.greetingBytes),
  voice: z.enum(VOICES),
  model: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/)
    .refine((model) => !GONE_MODELS.some((gone) => gone.test(model)), {
      error: "names a model that the provider has switched off",
    }),
  /** ISO 639-1 language of the transcription; empty: detected. */
  language: z.string().regex(/^([a-z]{2})?$/),
  turnTaking: turnTakingSchema,
  /** Sent to models that reason; ignored by others. */
  reasoningEffort: z.enum(REASONING_EFFORTS),
  maxOutputTokens: z.union([intWithin(LIMITS.maxOutputTokens), z.literal("inf")]),
}).meta({ id: "AgentConfig" });

export type TurnTaking = z.infer<typeof turnTakingSchema>;
export type AgentConfig = z.infer<typeof agentConfigSchema>;

/** An immutable, published state of an agent. A call keeps the version it began with. */
export const agentVersionSchema = z.object({
  version: z.int().positive(),
  config: agentConfigSchema,
  /** Why it was published, in the operator's words. */
  note: z.string(),
  publishedAtMs: z.number(),
}).meta({ id: "AgentVersion" });
export type AgentVersion = z.infer<typeof agentVersionSchema>;

/** An agent as the editor sees it. `revision` is the ETag of the draft and the published state. */
export const agentSchema = z.object({
  id: z.string(),
  revision: z.int().positive(),
  draft: agentConfigSchema,
  draftSavedAtMs: z.number(),
  published: agentVersionSchema,
}).meta({ id: "Agent" });
export type Agent = z.infer<typeof agentSchema>;
