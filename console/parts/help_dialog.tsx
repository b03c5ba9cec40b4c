// Keys, appearance and what is read aloud, and the way out.
import "../floor_code.ts";
import { firstRunOver } from "../live/first_run.ts";
import { keyWords, SHORTCUTS } from "../live/keys.ts";
import { useStores } from "../stores.ts";
import { FIRST_RUN_TEXTS } from "../texts/first_run.ts";
import { HELP_TEXTS as TEXTS } from "../texts/help.ts";
import { ME_TEXTS } from "../texts/me.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Switch } from "../ui/field.tsx";
import { OutIcon, SettingsIcon } from "../ui/icons.tsx";
import { BrowserPrefs } from "./browser_prefs.tsx";
import { FloorMarks } from "./floor_marks.tsx";
import { Me } from "./me_menu.tsx";

export function HelpDialog({ onClose }: { onClose: () => void }) {
  const { floor, prefs, session } = useStores();
  return (
    <Dialog title={TEXTS.title} onClose={onClose}>
      <div class="help-me">
        <Me />
        <a class="button" href="/settings" onClick={onClose}>
          <SettingsIcon />
          {ME_TEXTS.settings}
        </a>
      </div>
      <BrowserPrefs />
      {!firstRunOver(floor.status.value) && (
        <Switch
          label={FIRST_RUN_TEXTS.help}
          checked={prefs.firstSteps.value}
          onChange={(on) => prefs.firstSteps.value = on}
        />
      )}
      <FloorMarks />
      <h3 class="help-title">{TEXTS.keys}</h3>
      <dl class="keys">
        {SHORTCUTS.map(({ keys, words }) => (
          <div key={keys}>
            <dt>{keys.split(" ").map((key) => <kbd key={key}>{keyWords(key)}</kbd>)}</dt>
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
          {TEXTS.signOut}
        </button>
      </div>
    </Dialog>
  );
}
