// The agents: who there is, who answers by default; making a new one and taking one away.
import "../floor_code.ts";
import { useEffect, useState } from "preact/hooks";
import type { Agent } from "../../server/contract/agent.ts";
import type { RouteTable } from "../../server/contract/route.ts";
import type { Refusal } from "../api.ts";
import { sameConfig } from "../live/config_fields.ts";
import { versionWords } from "../live/test_talk_words.ts";
import { DeleteAgentDialog, NewAgentDialog } from "../parts/agent_dialogs.tsx";
import { useMay } from "../parts/may.tsx";
import { PageHeader } from "../parts/page_header.tsx";
import { useStores } from "../stores.ts";
import { AGENTS_TEXTS as TEXTS } from "../texts/agents.ts";
import { PlusIcon } from "../ui/icons.tsx";
import { placed } from "../ui/placed.tsx";
import { Ago } from "../ui/time.tsx";
import { Missing } from "./missing_screen.tsx";

type Asked = { kind: "new" } | { kind: "delete"; agent: Agent } | null;

export function AgentsScreen() {
  const { api, feed, floor } = useStores();
  const [agents, setAgents] = useState<readonly Agent[] | Refusal | null>(null);
  const [table, setTable] = useState<RouteTable | null>(null);
  const [asked, setAsked] = useState<Asked>(null);
  const mayEdit = useMay("edit");

  async function load(): Promise<void> {
    const [found, routes] = await Promise.all([api.agents(), api.routes()]);
    setAgents(found.ok ? found.value : found.refusal);
    if (routes.ok) setTable(routes.value.table);
  }
  // Also after the stream was lost: somebody may have published meanwhile.
  useEffect(() => void load(), [floor.generation.value]);
  useEffect(() => feed.listen((message) => message.event === "agent" && void load()), []);

  if (agents && "code" in agents) {
    return <Missing title={TEXTS.failed} words={agents.message} again={load} />;
  }
  return (
    <div class="page">
      <PageHeader
        title={TEXTS.title}
        tab={TEXTS.title}
        below={<p class="muted">{TEXTS.about}</p>}
        actions={agents && mayEdit && (
          <button
            type="button"
            class="button"
            onClick={() => setAsked({ kind: "new" })}
          >
            <PlusIcon />
            {TEXTS.create.title}
          </button>
        )}
      />
      {agents === null
        ? <p class="nothing-said" role="status">{TEXTS.fetching}</p>
        : (
          <ul class="cards">
            {agents.map((agent) => (
              <AgentCard
                key={agent.id}
                agent={agent}
                table={table}
                onDelete={() => setAsked({ kind: "delete", agent })}
              />
            ))}
          </ul>
        )}
      {asked?.kind === "new" && agents && (
        <NewAgentDialog
          agents={agents}
          defaultAgentId={table?.defaultAgentId ?? agents[0]?.id ?? ""}
          onClose={() => setAsked(null)}
        />
      )}
      {asked?.kind === "delete" && (
        <DeleteAgentDialog
          agent={asked.agent}
          onDeleted={() => {
            setAsked(null);
            void load();
          }}
          onClose={() => setAsked(null)}
        />
      )}
    </div>
  );
}

interface AgentCardProps {
  agent: Agent;
  /** Null while it is not known. */
  table: RouteTable | null;
  onDelete: () => void;
}

function AgentCard({ agent, table, onDelete }: AgentCardProps) {
  const { published, id } = agent;
  const { config } = published;
  const isDefault = table?.defaultAgentId === id;
  const mayDelete = useMay("edit") && table !== null && !isDefault;
  const edited = !sameConfig(agent.draft, config);
  const routes = table?.routes.filter(({ agentId }) => agentId === id).length ?? 0;
  const tools = config.tools.http.length + config.tools.mcp.length +
    config.tools.dataActions.length;
  return (
    <li>
      <article class="card agent-card">
        <h2 class="card-who">
          <a class="card-link" href={`/agents/${encodeURIComponent(id)}`}>{config.name}</a>
          {isDefault && <span class="tag good">{TEXTS.default}</span>}
        </h2>
        <p class="muted">
          {versionWords(published.version)} · {config.voice} ·{" "}
          {placed(TEXTS.published, { when: <Ago atMs={published.publishedAtMs} /> })}
        </p>
        <p class="muted">
          {leads(isDefault, routes)} · {TEXTS.tools(tools)}
        </p>
        {(edited || mayDelete) && (
          <footer class="card-foot">
            <span>{edited && TEXTS.edited}</span>
            {mayDelete && (
              <button type="button" class="button quiet small" onClick={onDelete}>
                {TEXTS.delete}
                <span class="hidden">{` ${config.name}`}</span>
              </button>
            )}
          </footer>
        )}
      </article>
    </li>
  );
}

function leads(isDefault: boolean, routes: number): string {
  const { leads } = TEXTS;
  if (isDefault) return routes === 0 ? leads.default : leads.routesAndDefault(routes);
  return routes === 0 ? leads.none : leads.routes(routes);
}
