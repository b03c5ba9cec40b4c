// Holds the agents: reads from memory, edits one after the other and on disk before anybody sees them.
// Knows nothing of HTTP or calls; whether a config is valid was decided at the border.
import type { Clock } from "../clock.ts";
import type { Agent, AgentConfig, AgentVersion } from "../contract/agent.ts";
import { guarded } from "../guard.ts";
import type { Store } from "../store/store.ts";
import type { Agents, AnsweringAgent, Edit } from "./agents.ts";

/** The one agent that answers every call. */
export const DEFAULT_AGENT_ID = "default";

export interface AgentsBook extends Agents {
  /** Tells of every edit once it is on disk. Returns how to stop listening. */
  onChange(listener: (agent: Agent) => void): () => void;
}

export interface AgentsOptions {
  store: Pick<Store, "agents" | "putAgent" | "versions">;
  /** Becomes version 1 of the default agent where the store has none. */
  initial: AgentConfig;
  clock: Clock;
}

/** @throws what the store throws: without agents no call could be answered. */
export async function openAgents(options: AgentsOptions): Promise<AgentsBook> {
  const { store, initial, clock } = options;
  let stored = await store.agents();
  if (!stored.some((agent) => agent.id === DEFAULT_AGENT_ID)) {
    const first = firstAgent(initial, clock.wall());
    await store.putAgent(first, 0, first.published);
    stored = await store.agents();
  }
  return new Book(options, stored);
}

function firstAgent(initial: AgentConfig, atMs: number): Agent {
  const config = structuredClone(initial);
  return {
    id: DEFAULT_AGENT_ID,
    revision: 1,
    draft: config,
    draftSavedAtMs: atMs,
    published: { version: 1, config, note: "Built in", publishedAtMs: atMs },
  };
}

/** The edited agent, and the version that the edit publishes, if it does. */
interface Change {
  agent: Agent;
  published: AgentVersion | null;
}

class Book implements AgentsBook {
  readonly #store: AgentsOptions["store"];
  readonly #clock: Clock;
  readonly #agents = new Map<string, Agent>();
  readonly #listeners = new Set<(agent: Agent) => void>();
  /** Settles once the edits so far are done; never rejects. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: AgentsOptions, stored: readonly Agent[]) {
    this.#store = options.store;
    this.#clock = options.clock;
    for (const agent of stored) this.#agents.set(agent.id, agent);
  }

  list(): readonly Agent[] {
    return [...this.#agents.values()];
  }

  get(id: string): Agent | undefined {
    return this.#agents.get(id);
  }

  answering(): AnsweringAgent {
    const agent = this.#agents.get(DEFAULT_AGENT_ID);
    if (!agent) throw new Error("The default agent is missing from the store");
    const { version, config } = agent.published;
    return { id: agent.id, version, config };
  }

  versions(id: string): Promise<AgentVersion[]> {
    return this.#store.versions(id);
  }

  saveDraft(id: string, ifRevision: number, config: AgentConfig): Promise<Edit> {
    const draft = structuredClone(config);
    return this.#edit(id, ifRevision, (agent) => ({
      agent: { ...agent, draft, draftSavedAtMs: this.#clock.wall() },
      published: null,
    }));
  }

  publish(id: string, ifRevision: number, note: string): Promise<Edit> {
    return this.#edit(id, ifRevision, (agent) => this.#published(agent, agent.draft, note));
  }

  restore(id: string, ifRevision: number, version: number): Promise<Edit> {
    return this.#edit(id, ifRevision, async (agent) => {
      const old = (await this.#store.versions(id)).find((other) => other.version === version);
      if (!old) return null;
      const change = this.#published(agent, old.config, `Version ${version} again`);
      if (hasUnpublishedEdits(agent)) return change;
      const draftSavedAtMs = this.#clock.wall();
      return { ...change, agent: { ...change.agent, draft: old.config, draftSavedAtMs } };
    });
  }

  onChange(listener: (agent: Agent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #published(agent: Agent, config: AgentConfig, note: string): Change {
    const published: AgentVersion = {
      version: agent.published.version + 1,
      config,
      note,
      publishedAtMs: this.#clock.wall(),
    };
    return { agent: { ...agent, published }, published };
  }

  #edit(
    id: string,
    ifRevision: number,
    change: (agent: Agent) => Change | null | Promise<Change | null>,
  ): Promise<Edit> {
    const edit = this.#last.then(() => this.#editNow(id, ifRevision, change));
    this.#last = edit;
    return edit;
  }

  async #editNow(
    id: string,
    ifRevision: number,
    change: (agent: Agent) => Change | null | Promise<Change | null>,
  ): Promise<Edit> {
    const current = this.#agents.get(id);
    if (!current) return { ok: false, why: "unknown" };
    if (current.revision !== ifRevision) return { ok: false, why: "conflict", current };
    try {
      const changed = await change(current);
      if (!changed) return { ok: false, why: "unknown" };
      const agent = { ...changed.agent, revision: current.revision + 1 };
      const written = await this.#store.putAgent(agent, current.revision, changed.published);
      if (!written) return await this.#overtaken(current);
      this.#hold(agent);
      return { ok: true, agent };
    } catch {
      return { ok: false, why: "not_saved" };
    }
  }

  /** The store holds another revision: of an earlier edit that was written though its answer was lost. */
  async #overtaken(known: Agent): Promise<Edit> {
    const stored = (await this.#store.agents()).find((agent) => agent.id === known.id);
    if (stored) this.#hold(stored);
    return { ok: false, why: "conflict", current: stored ?? known };
  }

  #hold(agent: Agent): void {
    this.#agents.set(agent.id, agent);
    for (const listener of this.#listeners) guarded(() => {}, listener)(agent);
  }
}

function hasUnpublishedEdits(agent: Agent): boolean {
  return JSON.stringify(agent.draft) !== JSON.stringify(agent.published.config);
}
