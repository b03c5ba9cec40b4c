// Two people have edited the same draft: both texts, side by side, and three ways on.
import type { Agent, AgentConfig } from "../../server/contract/agent.ts";
import { ConfigDiff } from "./diff_view.tsx";

interface ConflictProps {
  mine: AgentConfig;
  theirs: Agent;
  onKeepMine: () => void;
  onTakeTheirs: () => void;
  onMerge: () => void;
}

export function Conflict({ mine, theirs, onKeepMine, onTakeTheirs, onMerge }: ConflictProps) {
  return (
    <section class="conflict" role="alert" aria-labelledby="conflict-title">
      <h2 id="conflict-title">Somebody else saved this draft while you were editing</h2>
      <p>Nothing is lost: both texts are here, and nothing is saved until you choose.</p>
      <div class="conflict-texts">
        <Side title="Theirs" text={theirs.draft.prompt} />
        <Side title="Yours" text={mine.prompt} />
      </div>
      <details class="conflict-diff" open>
        <summary>From theirs to yours, line by line</summary>
        <ConfigDiff before={theirs.draft} after={mine} />
      </details>
      <div class="conflict-acts">
        <button type="button" class="button primary" onClick={onMerge}>Edit merged</button>
        <button type="button" class="button" onClick={onKeepMine}>
          Keep mine on top of theirs
        </button>
        <button type="button" class="button" onClick={onTakeTheirs}>Take theirs</button>
      </div>
    </section>
  );
}

function Side({ title, text }: { title: string; text: string }) {
  return (
    <figure class="conflict-side">
      <figcaption>{title}</figcaption>
      <pre class="raw wrap" tabIndex={0} role="region" aria-label={`${title}: prompt`}>{text}</pre>
    </figure>
  );
}
