// What runs and how well, as GET /api/health tells it: counts, codes and times. Nothing secret, nobody's words.
import { z } from "zod";

/** The ways in: by what stands before the first slash of their path, and AudioSocket by its port. */
export const DOORS = ["audiohook", "audiocodes", "avr", "audiosocket", "asterisk"] as const;
export type DoorName = (typeof DOORS)[number];

const trouble = z.object({ code: z.string(), atMs: z.number() }).nullable();

const doorHealthSchema = z.object({
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

const modelHealthSchema = z.object({
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

/** One setting of a way in, by its name in the environment; never its value. */
const doorSettingSchema = z.object({
  name: z.string(),
  set: z.boolean(),
  /** "opens": without any of these the way is closed; "guards": it keeps strangers out; "allows": it adds something. */
  does: z.enum(["opens", "guards", "allows"]),
});

const doorSetupSchema = z.object({
  door: z.enum(DOORS),
  /** What a phone system dials, the one to use first; a token stands in it by the setting's name: `<AVR_TOKEN>`. */
  addresses: z.array(z.string()),
  settings: z.array(doorSettingSchema),
}).meta({ id: "DoorSetup" });
export type DoorSetup = z.infer<typeof doorSetupSchema>;

/** `code` of one that was not placed: why; of one that failed: what the call said, or did not. Else null. */
const selfCallResult = z.object({
  atMs: z.number(),
  /** Null: it was not placed. */
  ok: z.boolean().nullable(),
  code: z.string().nullable(),
  /** From the answering of the call to the first sound that the caller heard of the agent. */
  answerMs: z.number().nullable(),
});
export type SelfCallResult = z.infer<typeof selfCallResult>;

const selfCallHealthSchema = z.object({
  on: z.boolean(),
  /** Since when each one was answered; null: the last one was not. */
  okSinceMs: z.number().nullable(),
  /** At most an hour of them, oldest first. */
  results: z.array(selfCallResult),
}).meta({ id: "SelfCallHealth" });
export type SelfCallHealth = z.infer<typeof selfCallHealthSchema>;

const instanceHealthSchema = z.object({
  /** Another one after each start. */
  id: z.string(),
  name: z.string(),
  version: z.string(),
  startedAtMs: z.number(),
  /** Live calls, and how many it takes. */
  calls: z.number(),
  maxCalls: z.number(),
  /** The worst delay of a timer in about the last ten seconds. */
  lagMs: z.number(),
  residentBytes: z.number(),
  /** Consoles that watch the floor through it. */
  readers: z.number(),
  draining: z.boolean(),
  /** It answers this request. */
  me: z.boolean(),
  /** False: the store says that it lives, but nothing is heard of it; its figures may be old. */
  heard: z.boolean(),
}).meta({ id: "InstanceHealth" });
export type InstanceHealth = z.infer<typeof instanceHealthSchema>;

const fleetHealthSchema = z.object({
  /** What carries words between instances. */
  bus: z.enum(["nats", "postgres"]),
  busConnected: z.boolean(),
  /** The one that answers first, then by name. */
  instances: z.array(instanceHealthSchema),
}).meta({ id: "FleetHealth" });
export type FleetHealth = z.infer<typeof fleetHealthSchema>;

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
  /** How each way in is set up. */
  setup: z.array(doorSetupSchema),
  selfCall: selfCallHealthSchema,
  model: modelHealthSchema,
  process: z.object({
    /** The worst delay of a timer in about the last minute. */
    worstLagMs: z.number(),
    /** The same of each minute of the last hour, oldest first; the last one is not over. */
    lagByMinuteMs: z.array(z.number()),
    residentBytes: z.number(),
  }),
  store: z.object({
    /** Null: it takes everything. */
    trouble: z.string().nullable(),
    deliveriesWaiting: z.number(),
    /** On disk; null: there is no file. */
    bytes: z.number().nullable(),
    recordingsBytes: z.number().nullable(),
  }),
  /** The instances that are one server together; all else here is of the one that answers. Absent: it is alone. */
  fleet: fleetHealthSchema.optional(),
}).meta({ id: "ServerHealth" });
export type ServerHealth = z.infer<typeof serverHealthSchema>;
