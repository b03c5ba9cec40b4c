// Words around those that were searched for: who said them, when in the call, and what of it is the find.
import type { Snippet } from "../../../server/contract/history_filters.ts";
import { HISTORY_TEXTS } from "../../texts/history.ts";
import { offsetWords } from "../../ui/time_words.ts";

const WHO: Record<Snippet["who"], string> = HISTORY_TEXTS.snippets;

export function Snippets({ snippets }: { snippets: readonly Snippet[] }) {
  return (
    <ul class="snippets">
      {snippets.map((snippet, i) => (
        <li key={i} class={`snippet ${snippet.who}`}>
          <span class="snippet-who">
            {WHO[snippet.who]}
          </span>
          <span class="snippet-when figures">
            {snippet.who === "summary" ? "" : offsetWords(snippet.offsetMs)}
          </span>
          <span class="snippet-words">
            {/* Words of another direction must not turn what stands beside them. */}
            <bdi>
              {snippet.parts.map(({ text, hit }, at) => hit ? <mark key={at}>{text}</mark> : text)}
            </bdi>
            {snippet.unheard && <span class="tag">{HISTORY_TEXTS.snippets.unheard}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}
