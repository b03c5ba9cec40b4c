// Keys, appearance and what is read aloud, and the way out.
import { firstRunOver } from "../live/first_run.ts";
import { SHORTCUTS } from "../live/keys.ts";
import { type Scheme, SCHEMES } from "../live/prefs.ts";
import { useStores } from "../stores.ts";
import { FIRST_RUN_TEXTS } from "../texts/first_run.ts";
import { Choice } from "../ui/choice.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Switch } from "../ui/field.tsx";
import { OutIcon } from "../ui/icons.tsx";
import { FloorMarks } from "./floor_marks.tsx";
import { SCHEME_WORDS } from "./scheme_button.tsx";

export function HelpDialog({ onClose }: { onClose: () => void }) {
  const { floor, prefs, session } = useStores();
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
      {!firstRunOver(floor.status.value) && (
        <Switch
          label={FIRST_RUN_TEXTS.help}
          checked={prefs.firstSteps.value}
          onChange={(on) => prefs.firstSteps.value = on}
        />
      )}
      <FloorMarks />
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
