// The port to agents: drafts, publishing and versions. Reads are from memory, so that a call is
// answered without waiting; edits resolve only once they are on disk.
import type { Agent, AgentConfig, AgentVersion } from "../contract/agent.ts";
import type { RouteQuery, RouteTable } from "../contract/route.ts";

/** What a call is answered with; stays with it to its end. */
export interface AnsweringAgent {
  id: string;
  version: number;
  config: AgentConfig;
}

/** Who takes a call. */
export interface Routed {
  agent: AnsweringAgent;
  /** Name of the route; null: the default agent. */
  route: string | null;
  /** In a sentence, for people. */
  because: string;
}

export interface HeldRoutes {
  /** ETag of the table. */
  revision: number;
  table: RouteTable;
}

/** The outcome of an edit of the routes. */
export type RoutesEdit =
  | { ok: true; routes: HeldRoutes }
  | { ok: false; why: "conflict"; current: HeldRoutes }
  /** A route or the default names an agent that does not exist. */
  | { ok: false; why: "unknown_agent"; agentId: string }
  | { ok: false; why: "not_saved" };

/** The outcome of an edit: `conflict` carries what is held now, so that nobody's text is lost. */
export type Edit =
  | { ok: true; agent: Agent }
  | { ok: false; why: "unknown" }
  | { ok: false; why: "conflict"; current: Agent }
  | { ok: false; why: "not_saved" };

/** `used`: it is the default, a route leads to it, or another agent hands over to it; `by` says which, in words. */
export type Removal =
  | { ok: true }
  | { ok: false; why: "unknown" | "not_saved" }
  | { ok: false; why: "used"; by: string };

export interface Agents {
  list(): readonly Agent[];
  get(id: string): Agent | undefined;
  /** Who answers a call: the first route that fits, or the default agent. */
  route(query: RouteQuery): Routed;
  /** The published version of an agent, for a hand-over inside a call. */
  published(id: string): AnsweringAgent | undefined;
  /** A new agent named `name`, as a copy of another one's draft; published as version 1. */
  create(name: string, copyOf: string): Promise<Edit>;
  remove(id: string): Promise<Removal>;
  routes(): HeldRoutes;
  saveRoutes(ifRevision: number, table: RouteTable): Promise<RoutesEdit>;
  /** `ifRevision`: the revision that the editor began from. */
  saveDraft(id: string, ifRevision: number, config: AgentConfig): Promise<Edit>;
  /** Makes the draft the next version. */
  publish(id: string, ifRevision: number, note: string): Promise<Edit>;
  /** Publishes an old version again, as a new one. A draft with unpublished edits is left as it is. */
  restore(id: string, ifRevision: number, version: number): Promise<Edit>;
  /** Newest first. */
  versions(id: string): Promise<AgentVersion[]>;
}
