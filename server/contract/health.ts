// What runs and how well, as GET /api/health tells it: counts, codes and times. Nothing secret, nobody's words.
import { z } from "zod";

/** The ways in, by what stands before the first slash of their path. */
export const DOORS = ["audiohook", "audiocodes", "avr", "asterisk"] as const;
export type DoorName = (typeof DOORS)[number];

const trouble = z.object({ code: z.string(), atMs: z.number() }).nullable();

export const doorHealthSchema = z.object({
  door: z.enum(DOORS),
  /** False: no setting opens it. */
  open: z.boolean(),
  /** Connections at this moment, those that are ending among them. */
  sockets: z.number(),
  /** Connections that were let in, since the start. */
  handshakes: z.number(),
  lastHandshakeAtMs: z.number().nullable(),
  /** Connections that were turned away, since the start. */
  refusals: z.number(),
  lastRefusal: trouble,
}).meta({ id: "DoorHealth" });
export type DoorHealth = z.infer<typeof doorHealthSchema>;

export const modelHealthSchema = z.object({
  /** Sessions that became ready, since the start. */
  sessions: z.number(),
  lastReadyAtMs: z.number().nullable(),
  /** From dialling to ready, of the last one. */
  lastConnectMs: z.number().nullable(),
  /** Sessions that failed or were lost, and answers that failed. */
  failures: z.number(),
  lastFailure: trouble,
}).meta({ id: "ModelHealth" });
export type ModelHealth = z.infer<typeof modelHealthSchema>;

export const serverHealthSchema = z.object({
  /** Server's wall clock. */
  atMs: z.number(),
  status: z.enum(["alive", "draining"]),
  version: z.string(),
  answeredBy: z.enum(["openai", "stand-in"]),
  upSeconds: z.number(),
  calls: z.object({ live: z.number(), byProtocol: z.record(z.string(), z.number()) }),
  /** From the end of a caller's speech to the first sample of the answer that was handed to the phone. */
  answerTimes: z.object({
    answers: z.number(),
    p50Ms: z.number().nullable(),
    p95Ms: z.number().nullable(),
    p99Ms: z.number().nullable(),
  }),
  doors: z.array(doorHealthSchema),
  model: modelHealthSchema,
  process: z.object({
    /** The worst delay of a timer in about the last minute. */
    worstLagMs: z.number(),
    residentBytes: z.number(),
  }),
  store: z.object({
    /** Null: it takes everything. */
    trouble: z.string().nullable(),
    deliveriesWaiting: z.number(),
  }),
}).meta({ id: "ServerHealth" });
export type ServerHealth = z.infer<typeof serverHealthSchema>;
