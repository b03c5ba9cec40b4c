// The port to agents: drafts, publishing and versions. Reads are from memory, so that a call is
// answered without waiting; edits resolve only once they are on disk.
import type { Agent, AgentConfig, AgentVersion } from "../contract/agent.ts";

/** What a call is answered with; stays with it to its end. */
export interface AnsweringAgent {
  id: string;
  version: number;
  config: AgentConfig;
}

/** The outcome of an edit: `conflict` carries what is held now, so that nobody's text is lost. */
export type Edit =
  | { ok: true; agent: Agent }
  | { ok: false; why: "unknown" }
  | { ok: false; why: "conflict"; current: Agent }
  | { ok: false; why: "not_saved" };

export interface Agents {
  list(): readonly Agent[];
  get(id: string): Agent | undefined;
  /** The published version of the default agent. */
  answering(): AnsweringAgent;
  /** `ifRevision`: the revision that the editor began from. */
  saveDraft(id: string, ifRevision: number, config: AgentConfig): Promise<Edit>;
  /** Makes the draft the next version. */
  publish(id: string, ifRevision: number, note: string): Promise<Edit>;
  /** Publishes an old version again, as a new one. A draft with unpublished edits is left as it is. */
  restore(id: string, ifRevision: number, version: number): Promise<Edit>;
  /** Newest first. */
  versions(id: string): Promise<AgentVersion[]>;
}
