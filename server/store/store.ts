// The port to what outlives the process. Every promise that resolves is on disk (fsynced).
// Implementations must never block the thread that carries calls.
import type { Agent, AgentVersion } from "../contract/agent.ts";
import type { CallSummary } from "../contract/call.ts";
import type { CallEvent } from "../contract/event.ts";
import type { CallPlace, FoundCall, HistoryFilters } from "../contract/history_filters.ts";

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

export interface CallSearch {
  filters: HistoryFilters;
  limit: number;
  /** The last call already had. Pages hold each call once, however many come in meanwhile. */
  after?: CallPlace;
  /** False: nobody looks at them. */
  snippets?: boolean;
}

export interface FoundCalls {
  /** Newest first. */
  calls: FoundCall[];
  /** Where to go on; null: these are the last. */
  next: CallPlace | null;
  /** Calls of which only the time is known yet, so that most filters do not find them. */
  unindexed: number;
}

export type Deletion = "deleted" | "live" | "unknown";

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
  /** The highest event number of any call there ever was; 0: none. */
  lastSeq(): Promise<number>;

  /** May take long where there are many calls; nothing else waits for it. */
  searchCalls(asked: CallSearch): Promise<FoundCalls>;
  /** Takes about so many events of older calls into the index, newest first. True: some wait still. */
  indexCalls(events: number): Promise<boolean>;
  /** Of a call that has ended: it is in no answer any more; `sweep` takes it out of the file. */
  deleteCall(callId: string, atMs: number): Promise<Deletion>;
  /** The same for those that ended longest ago. Their ids; none: there is none as old as that. */
  deleteOldCalls(asked: { endedBeforeMs: number; limit: number; atMs: number }): Promise<string[]>;
  /** Takes about so many rows of deleted calls out of the file. True: there are more. */
  sweep(asked: { rows: number; atMs: number }): Promise<boolean>;

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
