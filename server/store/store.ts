// The port to what outlives the process. Every promise that resolves is on disk (fsynced).
// Implementations must never block the thread that carries calls.
import type { Agent, AgentVersion } from "../contract/agent.ts";
import type { ApiToken } from "../contract/api_token.ts";
import type { AuditEntry, AuditPage, AuditQuery } from "../contract/audit.ts";
import type { CallSummary } from "../contract/call.ts";
import type { CallEvent } from "../contract/event.ts";
import type { CallPlace, FoundCall, HistoryFilters } from "../contract/history_filters.ts";
import type { Person } from "../contract/person.ts";
import type { Delivery, Webhook } from "../contract/webhook.ts";
import type { WebhookEvent } from "../contract/webhook_limits.ts";

/** A signed-in browser. The token itself is never stored. */
export interface SessionRow {
  tokenHash: string;
  createdAtMs: number;
  usedAtMs: number;
  /** Null: the operator. */
  personId: string | null;
}

/** Somebody who signs in, and by what. */
export interface PersonRow {
  person: Person;
  /** The name they sign in with as it is compared; unique. */
  signInKey: string;
  /** With its parameters and salt; null: they have set none. */
  passwordHash: string | null;
  /** Of the link by which they set a password; null: none is out. */
  invitation: { codeHash: string; untilMs: number } | null;
  /** Whom the identity provider vouches for; unique. Null: nobody does. */
  subject: string | null;
}

/** An API token. Its text is never stored. */
export interface TokenRow {
  token: ApiToken;
  hash: string;
}

export interface CallRecord {
  call: CallSummary;
  events: CallEvent[];
}

/** A receiver of signed posts. */
export interface WebhookRow {
  webhook: Webhook;
  /** "whsec_" and base64: what posts are signed with. */
  secret: string;
}

export interface DeliveryKey {
  webhookId: string;
  /** Names the message to its receiver; two receivers may get the same one. */
  id: string;
}

/** What a receiver was sent, or is to be. */
export interface DeliveryRow extends DeliveryKey {
  event: WebhookEvent;
  /** "": it is about no call. */
  callId: string;
  /** What is sent, as JSON; "": it is made from the call's record each time. */
  body: string;
  /** "delivered" and "given_up" are kept for a while so that they can be looked into and sent again. */
  state: Delivery["state"];
  /** Tries so far. */
  attempts: number;
  /** When it is due, UTC; next after a failed try. */
  nextAtMs: number;
  createdAtMs: number;
  /** The last ones, newest first. */
  tries: Delivery["tries"];
}

export interface DeliveriesAsked {
  webhookId: string;
  state?: Delivery["state"] | undefined;
  before?: { createdAtMs: number; id: string } | undefined;
  limit: number;
}

/** Who takes over calls whose instance is dead. */
export interface Adoption {
  instance: string;
  /** Of these something is heard otherwise: they live, whatever the store has heard of them. */
  spare: readonly string[];
}

/** What several servers share besides the data; only a store that can be shared has it. */
export interface SharedStore {
  /**
   * Says that `instance` lives for `leaseMs` more, with what it tells of itself (JSON). Times are the store's.
   * `kept` false: its last lease had run out, so others may have taken its calls to be over.
   */
  beat(
    beat: { instance: string; facts: string; leaseMs: number },
  ): Promise<{
    alive: { instance: string; facts: string }[];
    leads: boolean;
    kept: boolean;
    /** The store's wall clock, UTC. */
    nowMs: number;
  }>;
  /** It stops: its lease and its lead are free at once. */
  leave(instance: string): Promise<void>;
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
  /**
   * Calls that have no end, because the process that carried them died. Where several servers share the store they are
   * those of dead instances, and `by`'s from here on: no other instance is given them while `by` lives, and `by` is
   * given them again until they have an end. Without a lease of its own `by` is given none. One that lived after all
   * gets its calls back by writing to them: the end that they were given ("E_CRASHED") is taken out then.
   */
  unfinished(by?: Adoption): Promise<CallSummary[]>;
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
  session(tokenHash: string): Promise<SessionRow | undefined>;
  putSession(session: SessionRow): Promise<void>;
  /** The later use counts. False: there is no such session, and this makes none. */
  touchSession(tokenHash: string, usedAtMs: number): Promise<boolean>;
  deleteSession(tokenHash: string): Promise<void>;

  people(): Promise<PersonRow[]>;
  /** Inserts or replaces, where the stored revision is `ifRevision` (0: none). False: it was another. */
  putPerson(row: PersonRow, ifRevision: number): Promise<boolean>;
  /** With all their sessions. */
  deletePerson(id: string): Promise<void>;

  tokens(): Promise<TokenRow[]>;
  tokenOf(hash: string): Promise<TokenRow | undefined>;
  /** Inserts or replaces. */
  putToken(row: TokenRow): Promise<void>;
  /** The later use counts. False: there is no such token, and this makes none. */
  touchToken(id: string, usedAtMs: number): Promise<boolean>;
  deleteToken(id: string): Promise<void>;

  /** In order; they get the next numbers. */
  appendAudit(entries: readonly Omit<AuditEntry, "seq">[]): Promise<void>;
  /** Newest first. May take long; nothing else waits for it. */
  audit(asked: AuditQuery): Promise<AuditPage>;
  /** Deletes so many of those from before. How many it were. */
  deleteOldAudit(asked: { beforeMs: number; limit: number }): Promise<number>;

  /** Small facts by name, for instance the generated API key. */
  setting(name: string): Promise<string | undefined>;
  putSetting(name: string, value: string): Promise<void>;
  /** Where it still is `was` (undefined: there was none). False: it is another, and stays. */
  replaceSetting(name: string, was: string | undefined, value: string): Promise<boolean>;
  /** Adds to a number (0 where there was none) and returns what it is then. Servers that add at once all count. */
  addToCounter(name: string, amount: number): Promise<number>;

  webhooks(): Promise<WebhookRow[]>;
  /** Inserts or replaces, where the stored revision is `ifRevision` (0: none). False: it was another. */
  putWebhook(row: WebhookRow, ifRevision: number): Promise<boolean>;
  /** What it was sent stays until `forgetDeliveries`. */
  deleteWebhook(id: string): Promise<void>;

  /** Inserts or replaces. */
  putDelivery(delivery: DeliveryRow): Promise<void>;
  delivery(key: DeliveryKey): Promise<DeliveryRow | undefined>;
  /** Newest first; `before`: the last one already had. */
  deliveries(asked: DeliveriesAsked): Promise<DeliveryRow[]>;
  /** Waiting ones that are due at `atMs`, for each of these webhooks the longest due first, at most `limit`. */
  dueDeliveries(
    due: { atMs: number; limit: number; webhookIds: readonly string[] },
  ): Promise<DeliveryRow[]>;
  /** For each webhook that has some: how many wait, and when the first of them is due. */
  waitingDeliveries(): Promise<{ webhookId: string; count: number; nextAtMs: number }[]>;
  /** Deletes so many that were made before, all or one webhook's. True: there are more. */
  forgetDeliveries(
    asked: { beforeMs: number; limit: number; webhookId?: string },
  ): Promise<boolean>;

  /** Null: only one server can use this store at a time. */
  readonly shared: SharedStore | null;

  close(): Promise<void>;
}
