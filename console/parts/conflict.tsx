// Two people have edited the same draft: both texts, side by side, and three ways on.
import type { Agent, AgentConfig } from "../../server/contract/agent.ts";
import { AGENT_TEXTS } from "../texts/agent.ts";
import { ConfigDiff } from "./diff_view.tsx";

const TEXTS = AGENT_TEXTS.conflict;

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
      <h2 id="conflict-title">{TEXTS.title}</h2>
      <p>{TEXTS.words}</p>
      <div class="conflict-texts">
        <Side title={TEXTS.theirs} text={theirs.draft.prompt} />
        <Side title={TEXTS.yours} text={mine.prompt} />
      </div>
      <details class="conflict-diff" open>
        <summary>{TEXTS.diff}</summary>
        <ConfigDiff before={theirs.draft} after={mine} />
      </details>
      <div class="conflict-acts">
        <button type="button" class="button primary" onClick={onMerge}>{TEXTS.merge}</button>
        <button type="button" class="button" onClick={onKeepMine}>
          {TEXTS.keepMine}
        </button>
        <button type="button" class="button" onClick={onTakeTheirs}>{TEXTS.takeTheirs}</button>
      </div>
    </section>
  );
}

function Side({ title, text }: { title: string; text: string }) {
  return (
    <figure class="conflict-side">
      <figcaption>{title}</figcaption>
      <pre class="raw wrap" tabIndex={0} role="region" aria-label={TEXTS.prompt(title)}>{text}</pre>
    </figure>
  );
}
