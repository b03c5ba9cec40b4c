// Keys, appearance and what is read aloud, and the way out.
import { SHORTCUTS } from "../live/keys.ts";
import { type Scheme, SCHEMES } from "../live/prefs.ts";
import { useStores } from "../stores.ts";
import { Choice } from "../ui/choice.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Switch } from "../ui/field.tsx";
import { OutIcon } from "../ui/icons.tsx";
import { SCHEME_WORDS } from "./scheme_button.tsx";

export function HelpDialog({ onClose }: { onClose: () => void }) {
  const { prefs, session } = useStores();
  return (
    <Dialog title="Help and settings" onClose={onClose}>
      <Choice<Scheme>
        legend="Appearance"
        look="pills"
        value={prefs.scheme.value}
        onChange={(scheme) => prefs.scheme.value = scheme}
        options={SCHEMES.map((scheme) => ({ value: scheme, label: SCHEME_WORDS[scheme] }))}
      />
      <Switch
        label="Tell screen readers finished lines"
        hint="On the page of a live call, one at a time, never half words."
        checked={prefs.announce.value}
        onChange={(on) => prefs.announce.value = on}
      />
      <Switch
        label="Single letters are shortcuts"
        checked={prefs.shortcuts.value}
        onChange={(on) => prefs.shortcuts.value = on}
      />
      <h3 class="help-title">Keys</h3>
      <dl class="keys">
        {SHORTCUTS.map(({ keys, words }) => (
          <div key={keys}>
            <dt>{keys.split(" ").map((key) => <kbd key={key}>{key}</kbd>)}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <div class="dialog-acts">
        <button
          type="button"
          class="button"
          onClick={() => {
            onClose();
            void session.signOut();
          }}
        >
          <OutIcon />
          Sign out
        </button>
      </div>
    </Dialog>
  );
}
