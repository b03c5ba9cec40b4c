// One agent: its draft, which saves itself, and the versions that answer or have answered calls.
import { useEffect, useMemo, useState } from "preact/hooks";
import { signal } from "@preact/signals";
import type { Agent, AgentVersion } from "../../server/contract/agent.ts";
import type { Refusal } from "../api.ts";
import { createDraft, type Draft } from "../live/draft.ts";
import { AgentForm } from "../parts/agent_form.tsx";
import { Conflict } from "../parts/conflict.tsx";
import { PageHeader } from "../parts/page_header.tsx";
import { PublishDialog } from "../parts/publish_dialog.tsx";
import { SaveStatus } from "../parts/save_status.tsx";
import { Versions } from "../parts/versions.tsx";
import { useStores } from "../stores.ts";
import { Missing } from "./missing_screen.tsx";

export function AgentScreen({ id = "" }: { id?: string }) {
  return <OneAgent key={id} id={id} />;
}

function OneAgent({ id }: { id: string }) {
  const { api } = useStores();
  const [agent, setAgent] = useState<Agent | Refusal | null>(null);

  async function load(): Promise<void> {
    const result = await api.agent(id);
    setAgent(result.ok ? result.value : result.refusal);
  }
  useEffect(() => void load(), []);

  if (agent === null) {
    return (
      <div class="page">
        <PageHeader title="Agent" tab="Agent" />
        <p class="nothing-said" role="status">Fetching the agent…</p>
      </div>
    );
  }
  if ("code" in agent) {
    return agent.code === "not_found"
      ? <Missing title="No such agent" words="The address may not be whole." />
      : <Missing title="The agent could not be fetched" words={agent.message} again={load} />;
  }
  return <Editor agent={agent} />;
}

type Asked = { kind: "publish" } | { kind: "restore"; version: AgentVersion } | null;

function Editor({ agent: fetched }: { agent: Agent }) {
  const { api, feed, timers, notices } = useStores();
  const draft = useMemo(() => createDraft({ agent: fetched, api, timers }), []);
  const versions = useMemo(() => signal<readonly AgentVersion[]>([]), []);
  const [asked, setAsked] = useState<Asked>(null);
  const agent = draft.agent.value;
  const save = draft.save.value;
  const next = agent.published.version + 1;

  async function loadVersions(): Promise<void> {
    const result = await api.versions(fetched.id);
    if (result.ok) versions.value = result.value;
  }
  useEffect(() => void loadVersions(), [agent.published.version]);
  useEffect(() =>
    feed.listen((message) => {
      if (message.event === "agent" && message.data.id === fetched.id) {
        void draft.changedElsewhere(message.data.revision);
      }
    }), []);
  useEffect(() => leaveSafely(draft), []);

  function merge(): void {
    if (draft.editMerged()) notices.show({ text: "Both edits are in the draft.", tone: "plain" });
    else {
      notices.show({
        text: "Both texts stand in the prompt where they differ: sort them out before publishing.",
        tone: "act",
      });
    }
  }

  return (
    <div class="page agent">
      <PageHeader
        title={agent.published.config.name}
        tab={agent.published.config.name}
        below={
          <p class="muted">
            <span class="figures">v{agent.published.version}</span>{" "}
            answers calls. Edits go to a draft until you publish them.
          </p>
        }
      />
      <div class="agent-body">
        <div class="agent-main">
          {save.kind === "conflict"
            ? (
              <Conflict
                mine={draft.config.value}
                theirs={save.current}
                onMerge={merge}
                onKeepMine={() => void draft.keepMine()}
                onTakeTheirs={draft.takeTheirs}
              />
            )
            : <AgentForm draft={draft} />}
        </div>
        <aside class="agent-aside" aria-labelledby="versions-title">
          <h2 id="versions-title" class="section-title">Versions</h2>
          <Versions
            versions={versions.value}
            liveVersion={agent.published.version}
            onRestore={(version) => setAsked({ kind: "restore", version })}
          />
        </aside>
      </div>
      <PublishBar draft={draft} next={next} onPublish={() => setAsked({ kind: "publish" })} />
      {asked?.kind === "publish" && (
        <PublishDialog
          title={`Publish v${next}`}
          act={`Publish v${next}`}
          before={agent.published.config}
          after={draft.config.value}
          liveVersion={agent.published.version}
          nextVersion={next}
          wantsNote
          onAct={draft.publish}
          onClose={() => setAsked(null)}
        />
      )}
      {asked?.kind === "restore" && (
        <PublishDialog
          title={`Restore v${asked.version.version} as v${next}`}
          act={`Restore as v${next}`}
          before={agent.published.config}
          after={asked.version.config}
          liveVersion={agent.published.version}
          nextVersion={next}
          wantsNote={false}
          onAct={() => draft.restore(asked.version.version)}
          onClose={() => setAsked(null)}
        />
      )}
    </div>
  );
}

function PublishBar(
  { draft, next, onPublish }: { draft: Draft; next: number; onPublish: () => void },
) {
  const save = draft.save.value;
  const differs = draft.differs.value;
  const blocked = save.kind === "conflict" || save.kind === "invalid";
  return (
    <div class="publish-bar">
      <SaveStatus state={save} errors={draft.errors.value.length} />
      <span class="publish-words">
        {differs ? "" : "The draft is what answers calls."}
      </span>
      <button
        type="button"
        class="button primary"
        disabled={!differs || blocked}
        onClick={onPublish}
      >
        Publish v{next}…
      </button>
    </div>
  );
}

/** Sends what waits when the page is left, and warns where the tab is closed on unsaved words. */
function leaveSafely(draft: Draft): () => void {
  const warn = (event: BeforeUnloadEvent) => {
    if (draft.save.peek().kind !== "saved") event.preventDefault();
  };
  addEventListener("beforeunload", warn);
  return () => {
    removeEventListener("beforeunload", warn);
    draft.stop();
  };
}
