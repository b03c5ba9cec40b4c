// What to look for: words in a box, facts behind a button, and what is asked now as labels to take away.
import type { Ref } from "preact";
import { useEffect, useId, useState } from "preact/hooks";
import { HISTORY_LIMITS } from "../../../server/contract/history_filters.ts";
import { askedWords } from "../../live/asked_words.ts";
import { type Asked, withAsked, withoutAsked, writeAsked } from "../../live/history_address.ts";
import { HISTORY_TEXTS } from "../../texts/history.ts";
import { CloseIcon, FilterIcon, SearchIcon } from "../../ui/icons.tsx";
import { placed } from "../../ui/placed.tsx";
import { useAgentNames } from "../agent_names.ts";
import { Filters } from "./filters.tsx";

const TEXTS = HISTORY_TEXTS.search;

interface SearchFormProps {
  asked: Asked;
  onAsk: (asked: Asked) => void;
  box: Ref<HTMLInputElement>;
}

export function SearchForm({ asked, onAsk, box }: SearchFormProps) {
  const [text, setText] = useState(asked.text ?? "");
  const [open, setOpen] = useState(false);
  const agents = useAgentNames();
  const id = useId();
  // The back button brings an earlier question back.
  useEffect(() => setText(asked.text ?? ""), [asked.text]);
  const filters = askedWords(asked, agents.nameOf).filter(({ name }) => name !== "text");

  return (
    <search class="history-search">
      <form
        class="search-row"
        onSubmit={(event) => {
          event.preventDefault();
          onAsk(withAsked(asked, { text }));
        }}
      >
        <div class="search-box">
          <SearchIcon />
          <input
            ref={box}
            class="input"
            type="search"
            aria-label={TEXTS.words}
            aria-describedby={`${id}-hint`}
            placeholder={TEXTS.words}
            autocomplete="off"
            enterkeyhint="search"
            maxLength={HISTORY_LIMITS.textChars}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </div>
        <button type="submit" class="button primary">{TEXTS.act}</button>
        <button
          type="button"
          class="button"
          aria-expanded={open}
          aria-controls={`${id}-filters`}
          onClick={() => setOpen(!open)}
        >
          <FilterIcon />
          {TEXTS.filters}
          {filters.length > 0 && <span class="count">{filters.length}</span>}
        </button>
      </form>
      <p class="field-hint" id={`${id}-hint`}>
        {placed(TEXTS.hint, {
          quoted: <q>{TEXTS.quoted}</q>,
          without: <code>{TEXTS.without}</code>,
        })}
      </p>
      <div id={`${id}-filters`} hidden={!open}>
        {open && (
          <Filters
            asked={asked}
            agents={agents.names}
            onChange={(change) => onAsk(withAsked(asked, change))}
            onDrop={(name) => onAsk(withoutAsked(asked, name))}
          />
        )}
      </div>
      {filters.length > 0 && (
        <ul class="in-force" aria-label={TEXTS.inForce}>
          {filters.map(({ name, words }) => (
            <li key={name}>
              <a class="asked-chip" href={`/history${writeAsked(withoutAsked(asked, name))}`}>
                <span class="hidden">{TEXTS.drop}</span>
                {words}
                <CloseIcon />
              </a>
            </li>
          ))}
          <li>
            <a class="asked-none" href="/history">{TEXTS.dropAll}</a>
          </li>
        </ul>
      )}
    </search>
  );
}
