// One agent: its draft, which saves itself, and the versions that answer or have answered calls.
import "../floor_code.ts";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { signal } from "@preact/signals";
import { useLocation } from "preact-iso/router";
import type { Agent, AgentVersion } from "../../server/contract/agent.ts";
import type { Refusal } from "../api.ts";
import { AGENT_PARTS, partOf, partOfPath, partStates } from "../live/agent_parts.ts";
import { createDraft, type Draft } from "../live/draft.ts";
import type { Merged } from "../live/merge.ts";
import { versionWords } from "../live/test_talk_words.ts";
import { useActs } from "../parts/acts.ts";
import { AgentForm } from "../parts/agent/agent_form.tsx";
import { PartNav } from "../parts/agent/part_nav.tsx";
import { Conflict } from "../parts/conflict.tsx";
import { Editable, useMay } from "../parts/may.tsx";
import { PageHeader } from "../parts/page_header.tsx";
import { PublishBar } from "../parts/publish_bar.tsx";
import { PublishDialog } from "../parts/publish_dialog.tsx";
import { TalkDock } from "../parts/talk/talk_dock.tsx";
import { useTalk } from "../parts/talk/use_talk.ts";
import { Versions } from "../parts/versions.tsx";
import { useStores } from "../stores.ts";
import { AGENT_TEXTS as TEXTS } from "../texts/agent.ts";
import { BackIcon, MicrophoneIcon } from "../ui/icons.tsx";
import { placed } from "../ui/placed.tsx";
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
        <PageHeader title={TEXTS.title} tab={TEXTS.title} />
        <p class="nothing-said" role="status">{TEXTS.fetching}</p>
      </div>
    );
  }
  if ("code" in agent) {
    return agent.code === "not_found"
      ? <Missing title={TEXTS.unknown} words={TEXTS.unknownWords} />
      : <Missing title={TEXTS.failed} words={agent.message} again={load} />;
  }
  return <Editor agent={agent} />;
}

type Asked = { kind: "publish" } | { kind: "restore"; version: AgentVersion } | null;

function Editor({ agent: fetched }: { agent: Agent }) {
  const { api, feed, floor, timers, notices, session } = useStores();
  const mayTest = useMay("test");
  const mayEdit = useMay("edit");
  const draft = useMemo(() => createDraft({ agent: fetched, api, timers }), []);
  const versions = useMemo(() => signal<readonly AgentVersion[]>([]), []);
  const [asked, setAsked] = useState<Asked>(null);
  const agent = draft.agent.value;
  const save = draft.save.value;
  const next = agent.published.version + 1;
  const part = partOf(useLocation().query["part"]);

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
  // While the stream was lost somebody may have changed it too.
  const generation = floor.generation.value;
  const first = useRef(generation);
  useEffect(() => {
    if (generation !== first.current) void draft.changedElsewhere(Infinity);
  }, [generation]);
  useEffect(() => leaveSafely(draft), []);
  // What could not be saved while the session was lost.
  const signedIn = session.state.value.kind === "signed_in";
  useEffect(() => {
    if (signedIn && draft.save.peek().kind === "not_saved") void draft.flush();
  }, [signedIn]);

  const { talk, saveDraft } = useTalk(draft);
  const [talkOpen, setTalkOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const going = talk.state.value !== "off" && talk.state.value !== "ended";
  useActs(useMemo(() => ({
    talk() {
      if (!session.may("test")) return;
      setTalkOpen(true);
      const state = talk.state.peek();
      if (state === "off" || state === "ended") {
        void talk.call({ agentId: fetched.id, draft: true });
      } else talk.hangUp();
    },
  }), []));

  function merge(): void {
    const merged = draft.editMerged();
    if (merged) notices.show(mergeNotice(merged));
  }

  return (
    <div class="page agent">
      <PageHeader
        title={agent.published.config.name}
        tab={agent.published.config.name}
        above={
          <a class="back" href="/agents">
            <BackIcon />
            {TEXTS.back}
          </a>
        }
        actions={mayTest && (
          <button
            type="button"
            class="button"
            ref={opener}
            aria-expanded={talkOpen}
            aria-controls="talk"
            onClick={() => setTalkOpen(!talkOpen || going)}
          >
            <MicrophoneIcon />
            {TEXTS.talk}
          </button>
        )}
        below={
          <p class="muted">
            {placed(TEXTS.about, {
              version: <span class="figures">{versionWords(agent.published.version)}</span>,
            })}
          </p>
        }
      />
      <div class="agent-body">
        <PartNav
          agentId={fetched.id}
          selected={part}
          states={partStates(agent.published.config, draft.config.value, draft.errors.value)}
        />
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
            : (
              <Editable needs="edit">
                <AgentForm draft={draft} agentId={fetched.id} part={part} />
              </Editable>
            )}
        </div>
        <aside class="agent-aside" aria-labelledby="versions-title">
          <h2 id="versions-title" class="section-title">{TEXTS.versions.title}</h2>
          <Versions
            versions={versions.value}
            liveVersion={agent.published.version}
            onRestore={(version) => setAsked({ kind: "restore", version })}
          />
        </aside>
      </div>
      <div class="agent-foot">
        {talkOpen && (
          <TalkDock
            talk={talk}
            saveDraft={saveDraft}
            agentId={fetched.id}
            version={agent.published.version}
            revision={agent.revision}
            same={!draft.differs.value}
            onClose={() => {
              setTalkOpen(false);
              opener.current?.focus();
            }}
          />
        )}
        {mayEdit && (
          <PublishBar
            draft={draft}
            next={next}
            onPublish={() => setAsked({ kind: "publish" })}
          />
        )}
      </div>
      {asked?.kind === "publish" && (
        <PublishDialog
          title={TEXTS.publish.title(versionWords(next))}
          act={TEXTS.publish.act(versionWords(next))}
          agentId={fetched.id}
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
          title={TEXTS.publish.restoreTitle(
            versionWords(asked.version.version),
            versionWords(next),
          )}
          act={TEXTS.publish.restore(versionWords(next))}
          agentId={fetched.id}
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

function mergeNotice({ clean, overruled }: Merged): { text: string; tone: "plain" | "act" } {
  if (!clean) {
    return {
      text: TEXTS.merged.unclean,
      tone: "act",
    };
  }
  if (overruled.length > 0) {
    return {
      text: TEXTS.merged.overruled(placesOf(overruled)),
      tone: "act",
    };
  }
  return { text: TEXTS.merged.both, tone: "plain" };
}

function placesOf(paths: readonly string[]): string {
  const parts = new Set(paths.map(partOfPath));
  return AGENT_PARTS.filter(({ id }) => parts.has(id)).map(({ name }) => TEXTS.merged.place(name))
    .join(", ");
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
