// Which agent answers which call: the routes in their order, the default, and a tester.
import "../floor_code.ts";
import { useEffect, useMemo } from "preact/hooks";
import { LIMITS } from "../../server/contract/agent_limits.ts";
import { diffRows } from "../live/diff_rows.ts";
import { tableText } from "../live/route_table.ts";
import { createRoutes, type Routes } from "../live/routes.ts";
import { type AgentNames, useAgentNames } from "../parts/agent_names.ts";
import { TextDiff } from "../parts/diff_view.tsx";
import { Editable, useMay } from "../parts/may.tsx";
import { PageHeader } from "../parts/page_header.tsx";
import { RouteItem } from "../parts/route_item.tsx";
import { RouteTester } from "../parts/route_tester.tsx";
import { useStores } from "../stores.ts";
import { ROUTES_TEXTS as TEXTS } from "../texts/routes.ts";
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
  const mayEdit = useMay("edit");

  if (state.kind === "not_fetched") {
    return <Missing title={TEXTS.failed} words={state.why} again={routes.load} />;
  }
  return (
    <div class="page routes-page">
      <PageHeader
        title={TEXTS.title}
        tab={TEXTS.title}
        below={<p class="muted">{TEXTS.about}</p>}
      />
      {state.kind === "asking"
        ? <p class="nothing-said" role="status">{TEXTS.fetching}</p>
        : (
          <div class="routes-body">
            <div class="routes-main">
              {state.kind === "conflict"
                ? <RoutesConflict routes={routes} nameOf={agents.nameOf} />
                : (
                  <Editable needs="edit">
                    <Table routes={routes} agents={agents} />
                  </Editable>
                )}
            </div>
            <RouteTester unsaved={routes.differs.value} />
          </div>
        )}
      {mayEdit && state.kind !== "asking" && state.kind !== "conflict" && (
        <SaveBar routes={routes} />
      )}
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
        <PlusIcon />
        {TEXTS.add}
      </button>
      <section class="panel" aria-labelledby="default-title">
        <h2 id="default-title">{TEXTS.others}</h2>
        <SelectField
          label={TEXTS.default}
          error={errorAt("defaultAgentId")}
          hint={rows.length === 0 ? TEXTS.defaultHint : undefined}
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
      notices.show({ text: TEXTS.saved, tone: "plain" });
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
        {state.kind === "saving" ? TEXTS.saving : TEXTS.save}
      </button>
    </div>
  );
}

function saveWords(routes: Routes): string {
  const state = routes.state.value;
  const faults = routes.errors.value.length;
  if (faults > 0) return TEXTS.state.faults(faults);
  if (state.kind === "not_saved") return TEXTS.state.notSaved(state.why);
  return routes.differs.value ? TEXTS.state.edited : TEXTS.state.inForce;
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
      <h2 id="conflict-title">{TEXTS.conflict.title}</h2>
      <p>{TEXTS.conflict.words}</p>
      <TextDiff title={TEXTS.conflict.diff} rows={diffRows(theirs, mine)} />
      <div class="conflict-acts">
        <button type="button" class="button primary" onClick={() => void routes.keepMine()}>
          {TEXTS.conflict.keepMine}
        </button>
        <button type="button" class="button" onClick={routes.takeTheirs}>
          {TEXTS.conflict.takeTheirs}
        </button>
      </div>
    </section>
  );
}
