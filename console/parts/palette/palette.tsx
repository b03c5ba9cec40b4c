// The palette: every act of this page and every place, by a few letters. A combobox after the ARIA pattern, in a
// native dialog. What it holds is taken when it opens and keeps still; agents come in at their end.
import "../../floor_code.ts";
import { useEffect, useId, useMemo, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import { firstRunOver } from "../../live/first_run.ts";
import { keyWords } from "../../live/keys.ts";
import { type Entry, findEntries, stepEntry } from "../../live/palette.ts";
import { paletteEntries, type PaletteEntry, pastEntry } from "./palette_entries.ts";
import { useStores } from "../../stores.ts";
import { PALETTE_TEXTS as TEXTS } from "../../texts/palette.ts";
import { CloseIcon, SearchIcon } from "../../ui/icons.tsx";
import { answered } from "../acts.ts";
import { useAgentNames } from "../agent_names.ts";
import { SCHEME_WORDS } from "../scheme_button.tsx";
import { doDeed } from "./do_deed.ts";
import { pageActs } from "./page_acts.ts";
import { PaletteOption } from "./palette_option.tsx";

/** How far PageUp and PageDown go. */
const PAGE = 8;
const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: PAGE,
  PageUp: -PAGE,
};

export function Palette({ onClose }: { onClose: () => void }) {
  const stores = useStores();
  const { route } = useLocation();
  const { floor, prefs } = stores;
  const dialog = useRef<HTMLDialogElement>(null);
  const left = useRef(false);
  const listId = useId();
  const [asked, setAsked] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  const [said, setSaid] = useState("");
  const agents = useAgentNames().names;

  // The page under it, as it was when the palette opened.
  const taken = useMemo(() => ({
    page: pageActs(document.querySelector<HTMLElement>("#main") ?? document.body),
    offered: new Set([
      ...answered(),
      ...(document.querySelector("[data-call]") ? ["next", "previous", "open"] as const : []),
    ]),
    calls: floor.live.peek().map(({ call }) => call),
    over: firstRunOver(floor.status.peek()),
  }), []);
  const entries = useMemo(() =>
    paletteEntries({
      pageActs: taken.page,
      offered: taken.offered,
      calls: taken.calls,
      agents,
      prefs: {
        scheme: prefs.scheme.peek(),
        language: prefs.language.peek(),
        shortcuts: prefs.shortcuts.peek(),
        announce: prefs.announce.peek(),
        firstSteps: taken.over ? null : prefs.firstSteps.peek(),
      },
      schemeWords: SCHEME_WORDS,
    }), [agents]);
  const past = pastEntry(asked);
  const groups = findEntries(past ? [...entries, past] : entries, asked);
  const all = groups.flatMap((group) => group.entries);
  const active = all.find(({ id }) => id === chosen) ?? all[0];
  const optionId = (entry: Entry) => `${listId}-${entry.id}`;

  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  useEffect(() => {
    dialog.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [active?.id]);

  /**
   * Once, and at once: the browser tells of a close later. A Ctrl+K until then would go to what is leaving, and what the
   * browser tells then would close what that Ctrl+K opened.
   */
  function leave(): void {
    if (left.current) return;
    left.current = true;
    dialog.current?.close();
    onClose();
  }

  function run(entry: PaletteEntry | undefined): void {
    if (!entry) return;
    if (entry.why !== "") return setSaid(`${entry.words}: ${entry.why}`);
    // Closed first, so that the focus is back on the page before anything moves it.
    leave();
    doDeed(entry.deed, { stores, route, page: taken.page });
  }

  function press(event: KeyboardEvent): void {
    // The page's own keys are not meant, not even by the press that closes this.
    event.stopPropagation();
    if (event.isComposing) return;
    const { key } = event;
    const step = STEPS[key];
    if (step !== undefined) {
      setChosen(stepEntry(groups, active?.id ?? null, step)?.id ?? null);
      setSaid("");
    } else if (key === "Enter") run(active);
    else if (key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) leave();
    else return;
    event.preventDefault();
  }

  return (
    <dialog
      ref={dialog}
      class="palette"
      aria-label={TEXTS.name}
      onClose={leave}
      onCancel={leave}
      onKeyDown={press}
      onClick={(event) => event.target === dialog.current && leave()}
    >
      <div class="palette-body">
        <div class="palette-head">
          <SearchIcon />
          <input
            class="palette-input"
            type="text"
            role="combobox"
            aria-label={TEXTS.name}
            aria-autocomplete="list"
            aria-expanded={all.length > 0}
            {...(all.length > 0 && { "aria-controls": listId })}
            {...(active && { "aria-activedescendant": optionId(active) })}
            autocomplete="off"
            autocorrect="off"
            spellcheck={false}
            placeholder={TEXTS.placeholder}
            value={asked}
            onInput={(event) => {
              setAsked(event.currentTarget.value);
              setChosen(null);
              setSaid("");
            }}
          />
          <button
            type="button"
            class="button quiet square"
            onClick={leave}
          >
            <CloseIcon />
            <span class="hidden">{TEXTS.close}</span>
          </button>
        </div>
        {all.length === 0
          ? <p class="palette-none">{TEXTS.none}</p>
          : (
            <div class="palette-list" role="listbox" id={listId} aria-label={TEXTS.list}>
              {groups.map((group) => (
                <div
                  key={group.id}
                  class="palette-group"
                  role="group"
                  aria-labelledby={`${listId}-${group.id}-title`}
                >
                  <div
                    class="palette-title"
                    role="presentation"
                    id={`${listId}-${group.id}-title`}
                  >
                    {TEXTS.groups[group.id]}
                  </div>
                  {group.entries.map((entry) => (
                    <PaletteOption
                      key={entry.id}
                      id={optionId(entry)}
                      entry={entry}
                      active={entry === active}
                      onPoint={() => setChosen(entry.id)}
                      onRun={() => run(entry)}
                    />
                  ))}
                </div>
              ))}
            </div>
          )}
        <p class="hidden" role="status">{said || (asked !== "" && TEXTS.found(all.length))}</p>
        <p class="palette-foot" aria-hidden="true">
          <span>
            <kbd>↑</kbd>
            <kbd>↓</kbd>
            {TEXTS.hints.choose}
          </span>
          <span>
            <kbd>{keyWords("Enter")}</kbd>
            {TEXTS.hints.do}
          </span>
          <span>
            <kbd>{keyWords("Esc")}</kbd>
            {TEXTS.hints.leave}
          </span>
        </p>
      </div>
    </dialog>
  );
}
