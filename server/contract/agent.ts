// What an agent is: a prompt, a voice and settings, with one draft and immutable versions.
// Server and console agree on it here; knows nothing of how it is stored or sent upstream.
import { z } from "zod";
import {
  digitsSchema,
  farewellSchema,
  handoverSchema,
  maxLengthSchema,
  moderationSchema,
  noInputSchema,
  overridesSchema,
  promptVariableSchema,
  raisedHandSchema,
  recordingSchema,
  summarySchema,
} from "./agent_conduct.ts";
import { CONFIG_DEFAULTS, TURN_TAKING_DEFAULTS } from "./agent_defaults.ts";
import {
  EAGERNESS,
  GONE_MODELS,
  LIMITS,
  NOISE_REDUCTIONS,
  REASONING_EFFORTS,
  VOICES,
} from "./agent_limits.ts";
import { toolsSchema } from "./agent_tools.ts";
import { bytes, intWithin, within } from "./bounds.ts";

/** How the model decides that the caller's turn has begun and ended (openai-realtime § 4.3). */
const turnTakingSchema = z.strictObject({
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
  /** Only speech of at least this length interrupts; 0: the first sound does. A cough is shorter. */
  bargeInMs: intWithin(LIMITS.bargeInMs).default(TURN_TAKING_DEFAULTS.bargeInMs),
  /** Filter before the model hears the line. */
  noiseReduction: z.enum(NOISE_REDUCTIONS).default(TURN_TAKING_DEFAULTS.noiseReduction),
}).meta({ id: "TurnTaking" });

export const agentConfigSchema = z.strictObject({
  name: z.string().trim().min(1).max(LIMITS.nameChars),
  /** Empty: the server's settings or the built-in one stand in (see agents/instructions.ts). */
  prompt: bytes(LIMITS.promptBytes),
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
  farewell: farewellSchema,
  variables: z.array(promptVariableSchema).max(LIMITS.variables).default([]),
  overrides: overridesSchema,
  noInput: noInputSchema,
  maxLength: maxLengthSchema,
  /** Ends a call in which the caller says the same over and over: another machine. */
  repeatGuard: z.boolean().default(CONFIG_DEFAULTS.repeatGuard),
  digits: digitsSchema,
  moderation: moderationSchema,
  summary: summarySchema,
  tools: toolsSchema,
  handover: z.array(handoverSchema).max(LIMITS.handovers).default([]),
  raisedHand: raisedHandSchema,
  recording: recordingSchema,
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
