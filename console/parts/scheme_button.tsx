// Light, dark, or as the system says; one press goes to the next.
import type { Scheme } from "../live/prefs.ts";
import { SCHEMES } from "../live/prefs.ts";
import { useStores } from "../stores.ts";
import { SHELL_TEXTS } from "../texts/shell.ts";
import { MoonIcon, SunIcon, SystemIcon } from "../ui/icons.tsx";

const TEXTS = SHELL_TEXTS.appearance;

export const SCHEME_WORDS: Record<Scheme, string> = TEXTS;
const ICONS = { system: SystemIcon, light: SunIcon, dark: MoonIcon };

export function SchemeButton() {
  const { scheme } = useStores().prefs;
  const now = scheme.value;
  const next = SCHEMES[(SCHEMES.indexOf(now) + 1) % SCHEMES.length]!;
  const Icon = ICONS[now];
  return (
    <button
      type="button"
      class="rail-place"
      title={TEXTS.next(SCHEME_WORDS[now], SCHEME_WORDS[next])}
      onClick={() => scheme.value = next}
    >
      <Icon />
      <span class="hidden">{TEXTS.now}</span> {SCHEME_WORDS[now]}
    </button>
  );
}
