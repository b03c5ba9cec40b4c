// Which agent answers which call: the routes in their order, the default, and a tester.
import { useEffect, useMemo } from "preact/hooks";
import { LIMITS } from "../../server/contract/agent_limits.ts";
import { diffRows } from "../live/diff_rows.ts";
import { tableText } from "../live/route_table.ts";
import { createRoutes, type Routes } from "../live/routes.ts";
import { type AgentNames, useAgentNames } from "../parts/agent_names.ts";
import { TextDiff } from "../parts/diff_view.tsx";
import { PageHeader } from "../parts/page_header.tsx";
import { RouteItem } from "../parts/route_item.tsx";
import { RouteTester } from "../parts/route_tester.tsx";
import { useStores } from "../stores.ts";
import { PlusIcon } from "../ui/icons.tsx";
import { SelectField } from "../ui/text_field.tsx";
import { Missing } from "./missing_screen.tsx";

export function RoutesScreen() {
  const { api } = useStores();
  const routes = useMemo(() => createRoutes(api), []);
  const agents = useAgentNames();
  useEffect(() => void routes.load(), []);
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (routes.differs.peek()) event.preventDefault();
    };
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, []);
  const state = routes.state.value;

  if (state.kind === "not_fetched") {
    return (
      <Missing title="The routes could not be fetched" words={state.why} again={routes.load} />
    );
  }
  return (
    <div class="page routes-page">
      <PageHeader
        title="Routes"
        tab="Routes"
        below={<p class="muted">Which agent answers which call. The first route that fits wins.</p>}
      />
      {state.kind === "asking"
        ? <p class="nothing-said" role="status">Fetching the routes…</p>
        : (
          <div class="routes-body">
            <div class="routes-main">
              {state.kind === "conflict"
                ? <RoutesConflict routes={routes} nameOf={agents.nameOf} />
                : <Table routes={routes} agents={agents} />}
            </div>
            <RouteTester unsaved={routes.differs.value} />
          </div>
        )}
      {state.kind !== "asking" && state.kind !== "conflict" && <SaveBar routes={routes} />}
    </div>
  );
}

function Table({ routes, agents }: { routes: Routes; agents: AgentNames }) {
  const rows = routes.rows.value;
  const errorAt = (path: string) =>
    routes.errors.value.find((error) => error.path === path)?.message;
  return (
    <>
      {agents.trouble && <p class="field-error" role="alert">{agents.trouble}</p>}
      <ol class="route-list">
        {rows.map((row, index) => (
          <RouteItem
            key={row.key}
            route={row.route}
            index={index}
            count={rows.length}
            agents={agents.names}
            errorAt={(field) => errorAt(`routes.${index}.${field}`)}
            onEdit={(change) => routes.edit(row.key, change)}
            onMove={(by) => routes.move(row.key, by)}
            onRemove={() => routes.remove(row.key)}
          />
        ))}
      </ol>
      <button
        type="button"
        class="button start"
        disabled={rows.length >= LIMITS.routes}
        onClick={routes.add}
      >
        <PlusIcon />Add a route
      </button>
      <section class="panel" aria-labelledby="default-title">
        <h2 id="default-title">All other calls</h2>
        <SelectField
          label="Default agent"
          error={errorAt("defaultAgentId")}
          hint={rows.length === 0 ? "There are no routes: every call goes here." : undefined}
          value={routes.defaultAgentId.value}
          options={agents.names}
          onValue={routes.setDefault}
        />
      </section>
    </>
  );
}

function SaveBar({ routes }: { routes: Routes }) {
  const { notices } = useStores();
  const state = routes.state.value;
  const differs = routes.differs.value;
  const faults = routes.errors.value.length;
  async function save(): Promise<void> {
    if (await routes.save()) {
      notices.show({ text: "New calls follow these routes.", tone: "plain" });
    }
  }
  return (
    <div class="publish-bar">
      <p
        class={`save-status ${faults > 0 || state.kind === "not_saved" ? "bad" : ""}`}
        role="status"
      >
        <span class="save-dot" aria-hidden="true" />
        {saveWords(routes)}
      </p>
      <button
        type="button"
        class="button primary"
        disabled={!differs || state.kind === "saving"}
        onClick={save}
      >
        {state.kind === "saving" ? "Saving…" : "Save the routes"}
      </button>
    </div>
  );
}

function saveWords(routes: Routes): string {
  const state = routes.state.value;
  const faults = routes.errors.value.length;
  if (faults > 0) {
    return `Not saved: ${faults === 1 ? "a field needs" : `${faults} fields need`} a look`;
  }
  if (state.kind === "not_saved") return `Not saved. ${state.why}`;
  return routes.differs.value ? "Edited, not saved yet" : "These routes are in force";
}

function RoutesConflict(
  { routes, nameOf }: { routes: Routes; nameOf: (agentId: string) => string },
) {
  const state = routes.state.value;
  if (state.kind !== "conflict") return null;
  const theirs = tableText(state.current.table, nameOf);
  const mine = tableText(routes.table(), nameOf);
  return (
    <section class="conflict" role="alert" aria-labelledby="conflict-title">
      <h2 id="conflict-title">Somebody else saved the routes while you were editing</h2>
      <p>Nothing is lost: theirs are in force, yours are not saved until you choose.</p>
      <TextDiff title="From theirs to yours" rows={diffRows(theirs, mine)} />
      <div class="conflict-acts">
        <button type="button" class="button primary" onClick={() => void routes.keepMine()}>
          Save mine over theirs
        </button>
        <button type="button" class="button" onClick={routes.takeTheirs}>Take theirs</button>
      </div>
    </section>
  );
}
