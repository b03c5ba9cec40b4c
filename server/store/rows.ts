// What a row of the database must look like before anything trusts it.
// Checks shapes, not today's limits: a version published when a model still existed must stay readable.
import { z } from "zod";
import type { Agent, AgentConfig, AgentVersion } from "../contract/agent.ts";
import { completeConfig } from "../contract/agent_defaults.ts";
import {
  CALL_KINDS,
  CALL_STATES,
  type CallSummary,
  END_REASONS,
  RECORDING_STATES,
} from "../contract/call.ts";
import { CALL_ABILITIES } from "../contract/command_kinds.ts";
import { type CallEvent, callEventSchema } from "../contract/event.ts";
import { NO_SIGNS } from "../contract/signs.ts";
import { StoreError } from "./store_error.ts";

const text = z.string();
const number = z.number();
const keysOf = <T extends object>(of: T) => Object.keys(of) as [keyof T & string];

const configRow = z.looseObject({
  name: text,
  prompt: text,
  greeting: text,
  voice: text,
  model: text,
  language: text,
  turnTaking: z.looseObject({
    mode: text,
    threshold: number,
    prefixPaddingMs: number,
    silenceDurationMs: number,
    idleTimeoutMs: number.nullable(),
    eagerness: text,
    bargeIn: z.boolean(),
  }),
  reasoningEffort: text,
  maxOutputTokens: z.union([number, z.literal("inf")]),
}).transform((config) => completeConfig(config as Partial<AgentConfig>));

const versionRow: z.ZodType<AgentVersion> = z.object({
  version: z.int().positive(),
  config: configRow,
  note: text,
  publishedAtMs: number,
});

const agentRow: z.ZodType<Agent> = z.object({
  id: text,
  revision: z.int().positive(),
  draft: configRow,
  draftSavedAtMs: number,
  published: versionRow,
});

const callRow: z.ZodType<CallSummary> = z.object({
  callId: text,
  protocol: text,
  caller: text,
  called: text,
  conversationId: text,
  agent: z.object({ id: text, name: text, version: z.int() }),
  model: text,
  voice: text,
  origin: z.enum(["phone", "test"]),
  answeredBy: z.enum(["openai", "stand-in"]),
  startedAtMs: number,
  endedAtMs: number.nullable(),
  state: z.enum(CALL_STATES),
  degraded: text.nullable(),
  endReason: z.enum(keysOf(END_REASONS)).nullable(),
  endCode: text.nullable(),
  interruptions: z.int(),
  usage: z.object({
    inputTextTokens: number,
    inputAudioTokens: number,
    cachedTextTokens: number,
    cachedAudioTokens: number,
    outputTextTokens: number,
    outputAudioTokens: number,
  }),
  costUsd: number.nullable().default(null),
  route: text.default(""),
  fallback: z.boolean().default(false),
  summary: text.default(""),
  kind: z.enum(CALL_KINDS).default("agent"),
  language: text.default(""),
  lastCallerLine: text,
  lastAgentLine: text,
  can: z.array(z.enum(CALL_ABILITIES)).readonly().default([]),
  takenOver: z.boolean().default(false),
  recording: z.enum(RECORDING_STATES).default("none"),
  listeners: z.int().default(0),
  hand: z.object({
    handId: text,
    question: text,
    answers: z.array(text).readonly(),
    untilMs: number,
    otherwise: text,
  }).nullable().default(null),
  notices: z.array(text).readonly().default([]),
  stateSinceMs: number.default(0),
  instance: text.default(""),
  signs: z.object({
    cutInsAtMs: z.array(number).readonly(),
    toolFailures: z.int(),
    failedTool: text,
    personAsks: z.int(),
    whispers: z.array(z.object({ commandId: text, told: z.boolean(), sinceMs: number })).readonly(),
    answersMs: z.array(number).readonly(),
    silentSinceMs: number.nullable(),
  }).default(NO_SIGNS),
  seq: z.int(),
});

/** A row of SQLite: columns by name. */
export type Row = Record<string, unknown>;

/** @throws StoreError "damaged": an agent must never be lost without a word. */
export function readAgent(row: Row): Agent {
  return read(agentRow, row, "an agent");
}

/** @throws StoreError "damaged" */
export function readVersion(row: Row): AgentVersion {
  return read(versionRow, row, "a version of an agent");
}

/** Leaves out rows that cannot be read: one of them must not hide all other calls. */
export function readCalls(rows: readonly Row[]): CallSummary[] {
  return rows.flatMap((row) => readable(callRow, row));
}

/** Leaves out events of a kind that is not known any more. */
export function readEvents(rows: readonly Row[]): CallEvent[] {
  return rows.flatMap((row) => readable(callEventSchema, row));
}

function read<T>(schema: z.ZodType<T>, row: Row, what: string): T {
  const result = schema.safeParse(parsed(row));
  if (result.success) return result.data;
  const path = result.error.issues[0]?.path.join(".") ?? "";
  throw new StoreError(
    "damaged",
    `Cannot read ${what} from the store: "${path}" is not what it should be; restore a backup`,
  );
}

function readable<T>(schema: z.ZodType<T>, row: Row): T[] {
  const result = schema.safeParse(parsed(row));
  return result.success ? [result.data] : [];
}

function parsed(row: Row): unknown {
  try {
    return JSON.parse(String(row["json"]));
  } catch {
    return undefined;
  }
}
