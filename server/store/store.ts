// The port to what outlives the process. Every promise that resolves is on disk (fsynced).
// Implementations must never block the thread that carries calls.
import type { Agent, AgentVersion } from "../contract/agent.ts";
import type { CallSummary } from "../contract/call.ts";
import type { CallEvent } from "../contract/event.ts";

/** A signed-in browser. The token itself is never stored. */
export interface SessionRow {
  tokenHash: string;
  createdAtMs: number;
  usedAtMs: number;
}

export interface CallRecord {
  call: CallSummary;
  events: CallEvent[];
}

/** A finished call that the configured address has not taken. What is sent is made from the call's record. */
export interface DeliveryRow {
  /** Names the message to its receiver; one for each call. */
  id: string;
  callId: string;
  /** "given_up": kept for a while so that it can be looked into. */
  state: "waiting" | "given_up";
  /** Tries so far. */
  attempts: number;
  /** When it is due, UTC; next after a failed try. */
  nextAtMs: number;
  createdAtMs: number;
}

export interface Store {
  agents(): Promise<Agent[]>;
  /** Inserts or replaces, where the stored revision is `ifRevision` (0: none). False: it was another. */
  putAgent(agent: Agent, ifRevision: number, published: AgentVersion | null): Promise<boolean>;
  /** Removes an agent with its versions, where the stored revision is `ifRevision`. False: it was another, or none. */
  deleteAgent(id: string, ifRevision: number): Promise<boolean>;
  /** Newest first. */
  versions(agentId: string): Promise<AgentVersion[]>;

  /** Events in order, and the state of each call that they lead to; one transaction. */
  append(events: readonly CallEvent[], calls: readonly CallSummary[]): Promise<void>;
  /** Newest first; `before`: startedAtMs of the last one already had. */
  calls(page: { limit: number; before?: number }): Promise<CallSummary[]>;
  call(callId: string): Promise<CallRecord | undefined>;
  /** Calls that have no end, because the process that carried them died. */
  unfinished(): Promise<CallSummary[]>;
  /** The highest event number of any call; 0: none. */
  lastSeq(): Promise<number>;

  sessions(): Promise<SessionRow[]>;
  putSession(session: SessionRow): Promise<void>;
  deleteSession(tokenHash: string): Promise<void>;

  /** Small facts by name, for instance the generated API key. */
  setting(name: string): Promise<string | undefined>;
  putSetting(name: string, value: string): Promise<void>;

  /** Inserts or replaces. */
  putDelivery(delivery: DeliveryRow): Promise<void>;
  deleteDelivery(id: string): Promise<void>;
  /** Waiting ones that are due at `atMs`, the longest due first. */
  dueDeliveries(due: { atMs: number; limit: number }): Promise<DeliveryRow[]>;
  /** How many wait, and when the first of them is due; null: none waits. */
  waitingDeliveries(): Promise<{ count: number; nextAtMs: number | null }>;
  /** Deletes those given up that were made before. */
  forgetDeliveries(beforeMs: number): Promise<void>;

  close(): Promise<void>;
}
