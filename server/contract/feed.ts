// What travels over GET /api/events: a snapshot first, then numbered events.
// SSE id: "<epoch>-<number>": each instance numbers what it sends to its readers; another one has another epoch, as has
// the same after a restart.
import type { Alert } from "./alert_kinds.ts";
import type { CallSummary } from "./call.ts";
import type { CallEvent } from "./event.ts";
import type { FleetStatus } from "./fleet.ts";
import type { Notice } from "./notice_limits.ts";

/** State of the server as the console shows it. */
export interface ServerStatus {
  version: string;
  /** Who answers calls. "stand-in": no key is set, nothing leaves this machine. */
  answeredBy: "openai" | "stand-in";
  /** Addresses a person needs: where Genesys dials, where the console is. */
  audiohookUrl: string;
  consoleUrl: string;
  signaturesRequired: boolean;
  draining: boolean;
  /** What calls have cost today (UTC), by the price table; `budgetUsd` null: no limit is set. */
  spend: { day: string; usd: number; budgetUsd: number | null };
  /** A second upstream is configured for when the realtime model cannot be had. */
  fallbackReady: boolean;
  /** Finished calls that the configured URL has not taken yet. */
  deliveriesWaiting: number;
  /** Those that hold now, the newest first; absent: none. */
  alerts?: readonly Alert[] | undefined;
  /** Absent: the server is alone. */
  fleet?: FleetStatus | undefined;
  /** What has been gone through once since this server was installed. */
  firstRun: FirstRunSteps;
  /** Set while the store cannot write; calls go on, lines are marked "not saved". */
  storeTrouble: string | null;
}

/** Once true, a step stays true, over restarts too. */
export interface FirstRunSteps {
  /** The model's provider took the key. Never true of the stand-in. */
  keyAccepted: boolean;
  /** A call of the simulator, or from the console, was answered. */
  simulatedCall: boolean;
  /** A phone system got through: with a call, or with the probe of Genesys. */
  realSocket: boolean;
  /** A change of an agent answers calls. */
  published: boolean;
}

/** `event: snapshot` — the whole floor, of all instances. */
export interface Snapshot {
  /** Number of the last event that this instance has sent to its readers; not an event's own `seq`. */
  seq: number;
  /** Server's wall clock, so that a wrong laptop clock cannot make a call negative. */
  nowMs: number;
  status: ServerStatus;
  /** Live calls, and the ones that ended last (at most 50). */
  calls: CallSummary[];
  /** The notice board, newest first; absent: there is none. */
  notices?: readonly Notice[];
}

/** The named SSE events and their data. `resync` is followed by a snapshot. */
export type FeedMessage =
  | { event: "snapshot"; data: Snapshot }
  | { event: "call"; data: CallEvent }
  | { event: "status"; data: ServerStatus }
  | { event: "agent"; data: { id: string; revision: number; version: number } }
  /** The whole notice board, newest first, whenever it is another. */
  | { event: "notices"; data: readonly Notice[] }
  /** A past call was deleted, with its words. */
  | { event: "deleted"; data: { callId: string } }
  | { event: "resync"; data: { reason: string } }
  | { event: "signed_out"; data: Record<string, never> };
