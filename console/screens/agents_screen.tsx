// The agents. Where there is one only, its page is shown at once.
import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import type { Agent } from "../../server/contract/agent.ts";
import type { Refusal } from "../api.ts";
import { PageHeader } from "../parts/page_header.tsx";
import { useStores } from "../stores.ts";
import { Ago } from "../ui/time.tsx";
import { Missing } from "./missing_screen.tsx";

export function AgentsScreen() {
  const { api } = useStores();
  const { route } = useLocation();
  const [agents, setAgents] = useState<readonly Agent[] | Refusal | null>(null);

  async function load(): Promise<void> {
    const result = await api.agents();
    if (!result.ok) return setAgents(result.refusal);
    const [only, ...others] = result.value;
    if (only && others.length === 0) route(pathOf(only), true);
    else setAgents(result.value);
  }
  useEffect(() => void load(), []);

  if (agents && "code" in agents) {
    return <Missing title="The agents could not be fetched" words={agents.message} again={load} />;
  }
  return (
    <div class="page">
      <PageHeader title="Agents" tab="Agents" />
      {agents === null
        ? <p class="nothing-said" role="status">Fetching the agents…</p>
        : <ul class="cards">{agents.map((agent) => <AgentCard key={agent.id} agent={agent} />)}
        </ul>}
    </div>
  );
}

function AgentCard({ agent }: { agent: Agent }) {
  const { published } = agent;
  return (
    <li>
      <article class="card">
        <h2 class="card-who">
          <a class="card-link" href={pathOf(agent)}>{published.config.name}</a>
        </h2>
        <p class="muted">
          v{published.version} · {published.config.voice} · published{" "}
          <Ago atMs={published.publishedAtMs} />
        </p>
      </article>
    </li>
  );
}

function pathOf(agent: Agent): string {
  return `/agents/${encodeURIComponent(agent.id)}`;
}
