// Agents in memory whose edits take a turn of the event loop, as a disk would. Never imported by the product.
import type { Agents, AnsweringAgent, Edit, HeldRoutes } from "../agents/agents.ts";
import type { Agent, AgentConfig, AgentVersion } from "../contract/agent.ts";

/** One agent named "default", until others are made. */
export function fakeAgents(config: AgentConfig): Agents {
  const agents = new Map<string, Agent>();
  const versions = new Map<string, AgentVersion[]>();
  let routes: HeldRoutes = { revision: 1, table: { defaultAgentId: "default", routes: [] } };
  let turn: Promise<unknown> = Promise.resolve();
  add("default", config);

  function add(id: string, config: AgentConfig): Agent {
    const published: AgentVersion = { version: 1, config, note: "", publishedAtMs: 0 };
    const agent = { id, revision: 1, draft: config, draftSavedAtMs: 0, published };
    agents.set(id, agent);
    versions.set(id, [published]);
    return agent;
  }

  function inTurn<T>(edit: () => T): Promise<T> {
    const done = turn.then(edit);
    turn = done.catch(() => {});
    return done;
  }

  function edit(id: string, ifRevision: number, change: (agent: Agent) => Partial<Agent> | null) {
    return inTurn((): Edit => {
      const agent = agents.get(id);
      if (!agent) return { ok: false, why: "unknown" };
      if (ifRevision !== agent.revision) return { ok: false, why: "conflict", current: agent };
      const changed = change(agent);
      if (!changed) return { ok: false, why: "unknown" };
      const edited = { ...agent, ...changed, revision: agent.revision + 1 };
      agents.set(id, edited);
      return { ok: true, agent: edited };
    });
  }

  function publish(id: string, config: AgentConfig, note: string): AgentVersion {
    const all = versions.get(id)!;
    const version = { version: all.length + 1, config, note, publishedAtMs: 0 };
    all.unshift(version);
    return version;
  }

  function published(id: string): AnsweringAgent | undefined {
    const agent = agents.get(id);
    return agent && { id, version: agent.published.version, config: agent.published.config };
  }

  return {
    list: () => [...agents.values()],
    get: (id) => agents.get(id),
    published,
    route({ called }) {
      const found = routes.table.routes.find((route) => route.called === called);
      const agent = published(found?.agentId ?? routes.table.defaultAgentId)!;
      const because = found ? `It came to ${called}.` : "No route fits: the default agent.";
      return { agent, route: found?.name ?? null, because };
    },
    create: (name, copyOf) =>
      inTurn((): Edit => {
        const source = agents.get(copyOf);
        if (!source) return { ok: false, why: "unknown" };
        const id = name.toLowerCase().replaceAll(" ", "-");
        return { ok: true, agent: add(id, { ...source.draft, name }) };
      }),
    remove: (id) =>
      inTurn(() => {
        if (!agents.has(id)) return { ok: false, why: "unknown" } as const;
        if (id === routes.table.defaultAgentId) {
          return { ok: false, why: "used", by: "route Berlin" } as const;
        }
        agents.delete(id);
        return { ok: true } as const;
      }),
    routes: () => routes,
    saveRoutes: (ifRevision, table) =>
      inTurn(() => {
        if (ifRevision !== routes.revision) {
          return { ok: false, why: "conflict", current: routes } as const;
        }
        const named = [table.defaultAgentId, ...table.routes.map(({ agentId }) => agentId)];
        const stray = named.find((id) => !agents.has(id));
        if (stray !== undefined) {
          return { ok: false, why: "unknown_agent", agentId: stray } as const;
        }
        routes = { revision: ifRevision + 1, table };
        return { ok: true, routes } as const;
      }),
    saveDraft: (id, revision, config) => edit(id, revision, () => ({ draft: config })),
    publish: (id, revision, note) =>
      edit(id, revision, ({ draft }) => ({ published: publish(id, draft, note) })),
    restore: (id, revision, wanted) =>
      edit(id, revision, () => {
        const old = versions.get(id)?.find(({ version }) => version === wanted);
        return old ? { published: publish(id, old.config, `version ${wanted} again`) } : null;
      }),
    versions: (id) => Promise.resolve([...versions.get(id) ?? []]),
  };
}
