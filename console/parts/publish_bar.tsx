// How the draft stands and the way to publish it, at the foot of the agent's page.
import { partOfPath } from "../live/agent_parts.ts";
import type { Draft } from "../live/draft.ts";
import { versionWords } from "../live/test_talk_words.ts";
import { AGENT_TEXTS } from "../texts/agent.ts";
import { partAddress } from "./agent/part_nav.tsx";
import { SaveStatus } from "./save_status.tsx";

export function PublishBar(
  { draft, next, onPublish }: { draft: Draft; next: number; onPublish: () => void },
) {
  const save = draft.save.value;
  const differs = draft.differs.value;
  const blocked = save.kind === "conflict" || save.kind === "invalid";
  const [first] = draft.errors.value;
  return (
    <div class="publish-bar">
      <SaveStatus state={save} errors={draft.errors.value.length} />
      {save.kind === "invalid" && first && (
        <a class="publish-words" href={partAddress(draft.agent.value.id, partOfPath(first.path))}>
          {AGENT_TEXTS.save.show}
        </a>
      )}
      <span class="publish-words">
        {differs ? "" : AGENT_TEXTS.publish.same}
      </span>
      <button
        type="button"
        class="button primary"
        disabled={!differs || blocked}
        onClick={onPublish}
      >
        {AGENT_TEXTS.publish.open(versionWords(next))}
      </button>
    </div>
  );
}
