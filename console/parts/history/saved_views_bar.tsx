// Questions with a name, one press away; and a name for the one that is asked now.
import { useMemo, useState } from "preact/hooks";
import { createSavedViews, type SavedViews, VIEW_NAME_CHARS } from "../../live/saved_views.ts";
import { useStores } from "../../stores.ts";
import { HISTORY_TEXTS } from "../../texts/history.ts";
import { CloseIcon } from "../../ui/icons.tsx";

const TEXTS = HISTORY_TEXTS.views;

/** `address`: of what is asked now; "": nothing is. */
export function SavedViewsBar({ address }: { address: string }) {
  const { storage, announcer } = useStores();
  const savedViews = useMemo(() => createSavedViews(storage), []);
  const [naming, setNaming] = useState(false);
  const views = savedViews.views.value;
  const known = views.some((view) => view.address === address);
  const canSave = address !== "" && !known;
  if (views.length === 0 && !canSave) return null;

  return (
    <section class="saved-views" aria-label={TEXTS.name}>
      {views.length > 0 && (
        <ul>
          {views.map((view) => (
            <li key={view.name} class="saved-view">
              <a
                href={`/history${view.address}`}
                aria-current={view.address === address ? "true" : undefined}
              >
                {view.name}
              </a>
              <button
                type="button"
                onClick={() => {
                  savedViews.remove(view.name);
                  announcer.say(TEXTS.removed(view.name));
                }}
              >
                <CloseIcon />
                <span class="hidden">{TEXTS.remove(view.name)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {canSave && !naming && (
        <button
          type="button"
          class="button quiet small"
          onClick={() => setNaming(true)}
        >
          {TEXTS.save}
        </button>
      )}
      {canSave && naming && (
        <NameForm
          {...{ address, savedViews }}
          onDone={() => setNaming(false)}
        />
      )}
    </section>
  );
}

function NameForm(
  { address, savedViews, onDone }: {
    address: string;
    savedViews: SavedViews;
    onDone: () => void;
  },
) {
  const { announcer } = useStores();
  const [name, setName] = useState("");
  const [why, setWhy] = useState("");
  return (
    <form
      class="view-form"
      onSubmit={(event) => {
        event.preventDefault();
        const refusal = savedViews.save(name, address);
        setWhy(refusal);
        if (refusal !== "") return;
        announcer.say(TEXTS.saved(name));
        onDone();
      }}
      onKeyDown={(event) => event.key === "Escape" && onDone()}
    >
      <input
        class="input"
        aria-label={TEXTS.nameField}
        aria-describedby="view-form-hint"
        placeholder={TEXTS.nameField}
        autocomplete="off"
        maxLength={VIEW_NAME_CHARS}
        value={name}
        // The button that was pressed is gone.
        ref={(input) => void input?.focus()}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <button type="submit" class="button small">{TEXTS.nameSave}</button>
      <button type="button" class="button quiet small" onClick={onDone}>{TEXTS.cancel}</button>
      <small id="view-form-hint">
        {why === "" ? TEXTS.nameHint : <span class="field-error" role="alert">{why}</span>}
      </small>
    </form>
  );
}
