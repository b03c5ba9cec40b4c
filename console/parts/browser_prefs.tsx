// How this browser shows the console, wherever it can be chosen: kept in it, and for nobody else.
import { type Scheme, SCHEMES } from "../live/prefs.ts";
import { useStores } from "../stores.ts";
import { HELP_TEXTS } from "../texts/help.ts";
import { SHELL_TEXTS } from "../texts/shell.ts";
import { Choice } from "../ui/choice.tsx";
import { Switch } from "../ui/field.tsx";
import { SCHEME_WORDS } from "./scheme_button.tsx";

export function BrowserPrefs() {
  const { prefs } = useStores();
  return (
    <>
      <Choice<Scheme>
        legend={SHELL_TEXTS.appearance.title}
        look="pills"
        value={prefs.scheme.value}
        onChange={(scheme) => prefs.scheme.value = scheme}
        options={SCHEMES.map((scheme) => ({ value: scheme, label: SCHEME_WORDS[scheme] }))}
      />
      <Switch
        label={HELP_TEXTS.announce}
        hint={HELP_TEXTS.announceHint}
        checked={prefs.announce.value}
        onChange={(on) => prefs.announce.value = on}
      />
      <Switch
        label={HELP_TEXTS.shortcuts}
        checked={prefs.shortcuts.value}
        onChange={(on) => prefs.shortcuts.value = on}
      />
    </>
  );
}
