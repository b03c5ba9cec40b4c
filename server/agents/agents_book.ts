// Holds the agents: reads from memory, edits one after the other and on disk before anybody sees them.
// Knows nothing of HTTP or calls; whether a config is valid was decided at the border.
import type { Clock } from "../clock.ts";
import type { Agent, AgentConfig, AgentVersion } from "../contract/agent.ts";
import type { RouteQuery, RouteTable } from "../contract/route.ts";
import { faultPlace, guarded } from "../guard.ts";
import type { Log } from "../observe/log.ts";
import type { Store } from "../store/store.ts";
import { agentIdFor } from "./agent_id.ts";
import { userOf } from "./agent_use.ts";
import type {
  Agents,
  AnsweringAgent,
  Edit,
  HeldRoutes,
  Removal,
  Routed,
  RoutesEdit,
} from "./agents.ts";
import { oneByOne } from "../one_by_one.ts";
import { decideRoute } from "./route_decision.ts";
import { openRoutes, type RoutesBook } from "./routes_book.ts";

/** The agent of a new installation, and its default until the routes say otherwise. */
export const DEFAULT_AGENT_ID = "default";

export interface AgentsBook extends Agents {
  /**
   * Tells of every edit of an agent once it is on disk; of a removed one as it was.
   * Returns how to stop listening.
   */
  onChange(listener: (agent: Agent) => void): () => void;
  /** Another instance has edited agents or routes: holds what the store does. False: it cannot be read. Never rejects. */
  reload(): Promise<boolean>;
}

export interface AgentsOptions {
  store: Pick<
    Store,
    "agents" | "putAgent" | "deleteAgent" | "versions" | "setting" | "replaceSetting"
  >;
  /** Becomes version 1 of the default agent where the store has no agent at all. */
  initial: AgentConfig;
  clock: Clock;
  log: Log;
}

/** @throws what the store throws: without agents no call could be answered. */
export async function openAgents(options: AgentsOptions): Promise<AgentsBook> {
  const { store, initial, clock } = options;
  let stored = await store.agents();
  if (stored.length === 0) {
    const first = firstState(DEFAULT_AGENT_ID, initial, { note: "Built in", atMs: clock.wall() });
    await store.putAgent(first, 0, first.published);
    stored = await store.agents();
  }
  const fallback = stored.find((agent) => agent.id === DEFAULT_AGENT_ID) ?? stored[0];
  const routes = await openRoutes(store, fallback?.id ?? DEFAULT_AGENT_ID);
  return new Book(options, stored, routes);
}

function firstState(
  id: string,
  settings: AgentConfig,
  { note, atMs }: { note: string; atMs: number },
): Agent {
  const config = structuredClone(settings);
  return {
    id,
    revision: 1,
    draft: config,
    draftSavedAtMs: atMs,
    published: { version: 1, config, note, publishedAtMs: atMs },
  };
}

/** The edited agent, and the version that the edit publishes, if it does. */
interface Change {
  agent: Agent;
  published: AgentVersion | null;
}

type Changing = (agent: Agent) => Change | null | Promise<Change | null>;

class Book implements AgentsBook {
  readonly #store: AgentsOptions["store"];
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #agents = new Map<string, Agent>();
  readonly #routes: RoutesBook;
  readonly #listeners = new Set<(agent: Agent) => void>();
  /** Edits of agents and of routes alike: each checks the other. */
  readonly #inTurn = oneByOne();

  constructor(options: AgentsOptions, stored: readonly Agent[], routes: RoutesBook) {
    this.#store = options.store;
    this.#clock = options.clock;
    this.#log = options.log;
    this.#routes = routes;
    for (const agent of stored) this.#agents.set(agent.id, agent);
  }

  list(): readonly Agent[] {
    return [...this.#agents.values()];
  }

  get(id: string): Agent | undefined {
    return this.#agents.get(id);
  }

  published(id: string): AnsweringAgent | undefined {
    const agent = this.#agents.get(id);
    return agent && { id, version: agent.published.version, config: agent.published.config };
  }

  route(query: RouteQuery): Routed {
    const decision = decideRoute(this.#routes.held.table, query, (id) => this.#agents.has(id));
    const { agentId, route, because } = decision;
    const agent = this.published(agentId);
    if (agent) return { agent, route, because };
    const standIn = this.published(DEFAULT_AGENT_ID) ?? this.published(this.list()[0]?.id ?? "");
    if (!standIn) throw new Error("There is no agent in the store");
    const words = `The default agent "${agentId}" no longer exists, so "${standIn.id}" answers.`;
    return { agent: standIn, route: null, because: `${because} ${words}` };
  }

  routes(): HeldRoutes {
    return this.#routes.held;
  }

  saveRoutes(ifRevision: number, table: RouteTable): Promise<RoutesEdit> {
    const copy = structuredClone(table);
    return this.#inTurn(() => this.#routes.save(ifRevision, copy, (id) => this.#agents.has(id)));
  }

  versions(id: string): Promise<AgentVersion[]> {
    return this.#store.versions(id);
  }

  create(name: string, copyOf: string): Promise<Edit> {
    return this.#inTurn(async () => {
      const original = this.#agents.get(copyOf);
      if (!original) return { ok: false, why: "unknown" };
      const about = { note: `Copy of ${original.draft.name}`, atMs: this.#clock.wall() };
      const config = { ...original.draft, name };
      try {
        for (;;) {
          const id = agentIdFor(name, (wish) => this.#agents.has(wish));
          const agent = firstState(id, config, about);
          if (await this.#store.putAgent(agent, 0, agent.published)) {
            this.#hold(agent);
            return { ok: true, agent };
          }
          // An earlier agent of that name was written though its answer was lost: it is there, too.
          const stored = await this.#stored(id);
          if (!stored) return { ok: false, why: "not_saved" };
          this.#hold(stored);
        }
      } catch {
        return { ok: false, why: "not_saved" };
      }
    });
  }

  remove(id: string): Promise<Removal> {
    return this.#inTurn(async () => {
      const agent = this.#agents.get(id);
      if (!agent) return { ok: false, why: "unknown" };
      try {
        // Another instance may have led a route to it this moment.
        await this.#routes.reload();
        const by = userOf(id, this.#routes.held.table, this.#agents.values());
        if (by !== null) return { ok: false, why: "used", by };
        if (!await this.#store.deleteAgent(id, agent.revision)) {
          const stored = await this.#stored(id);
          if (stored) this.#hold(stored);
          if (stored) return { ok: false, why: "not_saved" };
        }
      } catch {
        return { ok: false, why: "not_saved" };
      }
      this.#drop(agent);
      return { ok: true };
    });
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

  reload(): Promise<boolean> {
    return this.#inTurn(async () => {
      try {
        await this.#routes.reload();
        const stored = await this.#store.agents();
        // Without any no call could be answered.
        if (stored.length === 0) return false;
        for (const agent of stored) {
          const held = this.#agents.get(agent.id);
          if (!held || !sameEdit(held, agent)) this.#hold(agent);
        }
        const ids = new Set(stored.map(({ id }) => id));
        for (const agent of this.list()) if (!ids.has(agent.id)) this.#drop(agent);
        return true;
      } catch (error) {
        this.#log.warn("agents_not_read", { place: faultPlace(error) });
        return false;
      }
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

  #edit(id: string, ifRevision: number, change: Changing): Promise<Edit> {
    return this.#inTurn(() => this.#editNow(id, ifRevision, change));
  }

  async #editNow(id: string, ifRevision: number, change: Changing): Promise<Edit> {
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

  /** The store holds another revision: another instance's, or of an earlier edit whose answer was lost. */
  async #overtaken(known: Agent): Promise<Edit> {
    const stored = await this.#stored(known.id);
    if (!stored) {
      this.#drop(known);
      return { ok: false, why: "unknown" };
    }
    this.#hold(stored);
    return { ok: false, why: "conflict", current: stored };
  }

  async #stored(id: string): Promise<Agent | undefined> {
    return (await this.#store.agents()).find((agent) => agent.id === id);
  }

  #hold(agent: Agent): void {
    this.#agents.set(agent.id, agent);
    this.#tell(agent);
  }

  #drop(agent: Agent): void {
    this.#agents.delete(agent.id);
    this.#tell(agent);
  }

  #tell(agent: Agent): void {
    for (const listener of this.#listeners) guarded(() => {}, listener)(agent);
  }
}

/** One that was removed and made anew may have the number of the one before. */
function sameEdit(a: Agent, b: Agent): boolean {
  return a.revision === b.revision && a.draftSavedAtMs === b.draftSavedAtMs &&
    a.published.version === b.published.version &&
    a.published.publishedAtMs === b.published.publishedAtMs;
}

function hasUnpublishedEdits(agent: Agent): boolean {
  return canonical(agent.draft) !== canonical(agent.published.config);
}

/** The same text for the same settings, in whatever order their fields were written. */
function canonical(config: AgentConfig): string {
  return JSON.stringify(
    config,
    (_key, value: unknown) =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1))
        : value,
  );
}
