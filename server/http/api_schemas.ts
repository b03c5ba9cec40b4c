// Shapes that only the HTTP API has, and schemas of contract types that exist as plain types: for checking
// what comes in and for the OpenAPI document. Held to the contract by the compiler.
import { z } from "zod";
import { agentSchema, agentVersionSchema } from "../contract/agent.ts";
import { alertSchema } from "../contract/alert.ts";
import { LIMITS } from "../contract/agent_limits.ts";
import { CALL_KINDS, CALL_STATES, END_REASONS, RECORDING_STATES } from "../contract/call.ts";
import { CALL_ABILITIES } from "../contract/command_kinds.ts";
import type { CallSummary, EndReason, Usage } from "../contract/call.ts";
import { callEventSchema } from "../contract/event.ts";
import { callMarksSchema, snippetSchema } from "../contract/history.ts";
import type { ServerStatus } from "../contract/feed.ts";
import { meSchema, signInWaysSchema } from "../contract/person.ts";
import { PERSON_LIMITS } from "../contract/person_limits.ts";
import { routeTableSchema } from "../contract/route.ts";

const answeredBy = z.enum(["openai", "stand-in"]);

const usageSchema: z.ZodType<Usage> = z.object({
  inputTextTokens: z.number(),
  inputAudioTokens: z.number(),
  cachedTextTokens: z.number(),
  cachedAudioTokens: z.number(),
  outputTextTokens: z.number(),
  outputAudioTokens: z.number(),
});

const callSummarySchema: z.ZodType<CallSummary> = z.object({
  callId: z.string(),
  protocol: z.string(),
  caller: z.string(),
  called: z.string(),
  conversationId: z.string(),
  agent: z.object({ id: z.string(), name: z.string(), version: z.number() }),
  model: z.string(),
  voice: z.string(),
  origin: z.enum(["phone", "test"]),
  answeredBy,
  startedAtMs: z.number(),
  endedAtMs: z.number().nullable(),
  state: z.enum(CALL_STATES),
  degraded: z.string().nullable(),
  endReason: z.enum(Object.keys(END_REASONS) as [EndReason, ...EndReason[]]).nullable(),
  endCode: z.string().nullable(),
  interruptions: z.number(),
  usage: usageSchema,
  costUsd: z.number().nullable(),
  route: z.string(),
  fallback: z.boolean(),
  summary: z.string(),
  kind: z.enum(CALL_KINDS),
  language: z.string(),
  lastCallerLine: z.string(),
  lastAgentLine: z.string(),
  can: z.array(z.enum(CALL_ABILITIES)).readonly(),
  takenOver: z.boolean(),
  recording: z.enum(RECORDING_STATES),
  listeners: z.number(),
  hand: z.object({
    handId: z.string(),
    question: z.string(),
    answers: z.array(z.string()).readonly(),
    untilMs: z.number(),
    otherwise: z.string(),
  }).nullable(),
  notices: z.array(z.string()).readonly(),
  instance: z.string(),
  stateSinceMs: z.number(),
  signs: z.object({
    cutInsAtMs: z.array(z.number()).readonly(),
    toolFailures: z.number(),
    failedTool: z.string(),
    personAsks: z.number(),
    whispers: z.array(
      z.object({ commandId: z.string(), told: z.boolean(), sinceMs: z.number() }),
    ).readonly(),
    answersMs: z.array(z.number()).readonly(),
    silentSinceMs: z.number().nullable(),
  }),
  seq: z.number(),
}).meta({ id: "CallSummary" });

export const serverStatusSchema: z.ZodType<ServerStatus> = z.object({
  version: z.string(),
  answeredBy,
  audiohookUrl: z.string(),
  consoleUrl: z.string(),
  signaturesRequired: z.boolean(),
  draining: z.boolean(),
  spend: z.object({ day: z.string(), usd: z.number(), budgetUsd: z.number().nullable() }),
  fallbackReady: z.boolean(),
  deliveriesWaiting: z.number(),
  alerts: z.array(alertSchema).readonly().optional(),
  firstRun: z.object({
    keyAccepted: z.boolean(),
    simulatedCall: z.boolean(),
    realSocket: z.boolean(),
    published: z.boolean(),
  }),
  storeTrouble: z.string().nullable(),
}).meta({ id: "ServerStatus" });

export const sessionStateSchema = z.object({
  signedIn: z.boolean(),
  version: z.string(),
  answeredBy,
  /** Null: not signed in. */
  me: meSchema.nullable(),
  ways: signInWaysSchema,
}).meta({ id: "SessionState" });

/** The code of a sign-in link, the admin token, or a person's name and password. */
export const signInSchema = z.union([
  z.strictObject({
    name: z.string().trim().min(1).max(PERSON_LIMITS.signInNameChars),
    password: z.string().min(1).max(PERSON_LIMITS.passwordChars.most),
  }),
  z.strictObject({ code: z.string().min(1).max(200) }),
  z.strictObject({ token: z.string().min(1).max(1000) }),
]).meta({ id: "SignIn" });

export const callsSchema = z.object({
  /** `marks` and `snippets` come where filters or a cursor were given. */
  calls: z.array(callSummarySchema.and(z.object({
    marks: callMarksSchema.nullable().optional(),
    snippets: z.array(snippetSchema).optional(),
  }))),
  /** The `cursor` to go on with; null: these are the last. */
  next: z.string().nullable(),
  /** Older calls that most filters do not find yet: they are still being taken into the index. */
  unindexed: z.number().optional(),
});
export const callRecordSchema = z.object({
  call: callSummarySchema,
  events: z.array(callEventSchema),
}).meta({ id: "CallRecord" });
export const testCallSchema = z.object({ callId: z.string() });
/** Without either the routes choose who answers; a draft without an agent is the default agent's. */
export const placeTestCallSchema = z.strictObject({
  agentId: z.string().min(1).max(60).optional(),
  draft: z.boolean().optional(),
}).meta({ id: "PlaceTestCall" });

export const agentsSchema = z.object({ agents: z.array(agentSchema) });
export const versionsSchema = z.object({ versions: z.array(agentVersionSchema) });
export const createAgentSchema = z.strictObject({
  name: z.string().trim().min(1).max(LIMITS.nameChars),
  /** Id of the agent whose draft is copied; without it the default agent's. */
  copyOf: z.string().min(1).max(60).optional(),
}).meta({ id: "CreateAgent" });
export const publishSchema = z.strictObject({ note: z.string().trim().max(LIMITS.noteChars) });
export const restoreSchema = z.strictObject({ version: z.int().positive() });

/** The routes as they are held. */
export const heldRoutesSchema = z.object({
  revision: z.int().positive(),
  table: routeTableSchema,
}).meta({ id: "HeldRoutes" });
